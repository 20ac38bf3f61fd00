import express from 'express';

const app = express();
const server = app.listen(process.env.PORT ?? 3000);

const meanings = {
  headersTimeout: 'until all headers of a request have come',
  requestTimeout: 'until the whole request has come',
  keepAliveTimeout: 'an idle connection is kept',
  timeout: 'a connection on which nothing moves is kept',
  maxRequestsPerSocket: 'requests on one connection',
};

app.get('/table', (req, res) => {
  res.json(
    Object.entries(meanings).map(([name, meaning]) => {
      const value = server[name];
      const unit = name === 'maxRequestsPerSocket' ? '' : ' s';
      return { name, meaning, value: value === 0 ? 'no limit' : `${unit === '' ? value : value / 1000}${unit}` };
    }),
  );
});
