const express = require('express');

const app = express();

app.get('/rooms', function (req, res, next) {
  next(new Error('calendar is locked'));
});

app.use(function failed(err, req, res, next) {
  process.stderr.write(`${err.stack}\n`);
  if (res.headersSent) return res.destroy();
  res.statusCode = 500;
  res.setHeader('Content-Type', 'text/html; charset=utf-8');
  res.end('<!doctype html><title>Sorry</title><h1>This did not work</h1>');
});

app.listen(process.env.PORT ?? 3000);
