const { randomUUID } = require('node:crypto');
const { readFileSync } = require('node:fs');
const ejs = require('ejs');
const express = require('express');
const { readReview } = require('./review.mjs');
const { texts } = require('./texts.mjs');

// Read once: what happens to the files later is nobody's business.
const templates = {};
for (const name of ['error', 'review']) templates[name] = ejs.compile(readFileSync(`views/${name}.ejs`, 'utf8'));

const app = express();
app.set('view engine', 'ejs');
app.use(giveReference, express.json(), express.urlencoded());
app.get('/', (req, res) => res.render('home'));
app.get('/review', (req, res) => res.render('review'));
app.post('/review', (req, res) => {
  res.status(201).json(readReview(req.body));
});
app.get('/bestsellers', () =>
  Promise.reject(new Error('SELECT title FROM sales failed: password hunter2 was refused')),
);
app.use(nothingHere);
app.use(answer);
app.listen(process.env.PORT ?? 3000);

function giveReference(req, res, next) {
  res.locals.requestId = randomUUID();
  res.set('X-Request-Id', res.locals.requestId);
  next();
}

function nothingHere(req, res, next) {
  next({ status: 404 });
}

function answer(err, req, res, next) {
  if (res.headersSent) return next(err);
  const status = [400, 404, 422].includes(err.status) ? err.status : 500;
  if (status === 500) console.error(err.stack);
  const language = req.acceptsLanguages('en', 'de') || 'en';
  const said = texts[language][status];
  const { requestId } = res.locals;
  const fields = status === 422 ? err.fields : [];
  const wrong = {};
  for (const field of fields) wrong[field] = texts[language].fields[field];
  res.status(status);
  res.setHeader('Cache-Control', 'no-store');
  res.setHeader('Content-Language', language);
  res.setHeader('Vary', 'Accept-Language');

  function page() {
    const template = templates[status === 422 ? 'review' : 'error'];
    res.send(template({ ...said, requestId, language, typed: req.body ?? {}, wrong }));
  }

  function problem() {
    const body = { type: 'about:blank', title: said.title, status, detail: said.detail, instance: `urn:uuid:${requestId}`, requestId };
    if (status === 422) body.errors = fields.map((field) => ({ pointer: '/' + field, detail: wrong[field] }));
    res.type('application/problem+json').end(JSON.stringify(body));
  }

  res.format({ 'text/html': page, 'application/json': problem, 'application/problem+json': problem, default: page });
}
