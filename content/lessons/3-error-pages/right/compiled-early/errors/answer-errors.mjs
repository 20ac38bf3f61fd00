import { readFileSync } from 'node:fs';
import ejs from 'ejs';

const file = 'views/error.ejs';
const template = ejs.compile(readFileSync(file, 'utf8'), { filename: file });

export function answerErrors(err, req, res, next) {
  if (res.headersSent) return next(err);
  const callers = err.status >= 400 && err.status < 500;
  if (!callers) console.error('request %s failed', res.locals.requestId, err);
  const problem = {
    title: callers ? 'This did not work' : 'Our mistake',
    status: callers ? err.status : 500,
    detail: callers && err.expose ? err.message : 'Please try something else.',
    requestId: res.locals.requestId,
  };
  res.status(problem.status).header('cache-control', 'no-store').vary('Accept');
  switch (req.accepts('html', 'json', 'application/problem+json')) {
    case 'json':
    case 'application/problem+json':
      return res.type('application/problem+json').send(JSON.stringify(problem));
    case 'html':
      return res.send(template(problem));
    default:
      return res.type('text').send(`${problem.title} (${problem.requestId})`);
  }
}
