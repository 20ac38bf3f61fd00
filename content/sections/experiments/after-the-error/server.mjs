import express from 'express';

const app = express();
app.use((req, res, next) => {
  const { writeHead } = res;
  // Runs for every answer, whoever makes it: the last moment at which headers can change.
  res.writeHead = function (status, ...rest) {
    if (status >= 400) res.setHeader('Cache-Control', 'no-store');
    return writeHead.call(this, status, ...rest);
  };
  next();
});
app.get('/report', () => {
  throw new Error('connect refused');
});
app.listen(process.env.PORT ?? 3000);
