// Loaded before a service: it tells of each call that was answered, and of each that was left without an answer, as a line
// that begins with the mark. Requests to a control route are the course's, not the learner's.
const { subscribe } = require('node:diagnostics_channel');
const { writeSync } = require('node:fs');

const mark = '\u0001call ';
const tell = (request, outcome, since) => {
  if (request.url.startsWith('/control')) return;
  writeSync(1, `${mark}${request.method} ${request.url} ${outcome}, ${Date.now() - since} ms\n`);
};

subscribe('http.server.request.start', ({ request, response }) => {
  const since = Date.now();
  response.once('close', () => {
    tell(request, response.writableFinished ? response.statusCode : 'no answer', since);
  });
});
