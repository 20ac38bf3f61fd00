const express = require('express');

const app = express();

app.get('/rooms', function () {
  throw new Error('calendar is locked');
});

// One function writes, another one answers.
app.use(function (err, req, res, next) {
  const record = { time: new Date().toISOString(), level: 'error', route: req.path, message: err.message, stack: err.stack };
  process.stdout.write(`${JSON.stringify(record)}\n`);
  next(err);
});

app.use(function (err, req, res, next) {
  if (res.headersSent) return res.destroy();
  res.status(500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
