'use strict';

const named = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (text) => text.replace(/[&<>"']/g, (letter) => named[letter]);

exports.answerError = function answerError(res, problem) {
  const { req } = res;
  const { status, title, detail } = problem;
  const reference = res.get('X-Request-Id');
  res.status(status);
  res.set({ 'Cache-Control': 'private, no-store', Vary: 'Accept, Accept-Language' });
  const form = req.accepts(['text/html', 'application/json', 'application/problem+json']);
  if (form && form !== 'text/html') {
    res.setHeader('Content-Type', 'application/problem+json');
    return res.end(JSON.stringify({ ...problem, instance: `urn:uuid:${reference}` }));
  }
  res.type('html').send(`<!DOCTYPE html>
<html lang="en"><head><title>${escape(title)}</title></head><body>
<header><p><a href="/">Paper &amp; Ink</a></p></header>
<h1>${escape(title)}</h1><p>${escape(detail)}</p><small>${reference}</small>
</body></html>`);
};
