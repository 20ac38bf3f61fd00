import express from 'express';

const app = express();
const withProperties = (properties) => Object.assign(new Error('sold out'), properties);

const routes = {
  'throw new Error(…)': () => {
    throw new Error('sold out');
  },
  "throw 'a text'": () => {
    throw 'a text';
  },
  'throw null': () => {
    throw null;
  },
  'next(0)': (req, res, next) => next(0),
  'return Promise.reject()': () => Promise.reject(),
  "next('route')": (req, res, next) => next('route'),
  'err.status = 404': () => {
    throw withProperties({ status: 404 });
  },
  "err.status = '404'": () => {
    throw withProperties({ status: '404' });
  },
  'err.status = 200': () => {
    throw withProperties({ status: 200 });
  },
  'err.statusCode = 429, with headers': () => {
    throw withProperties({ statusCode: 429, headers: { 'Retry-After': '30' } });
  },
};

Object.values(routes).forEach((route, i) => {
  app.get(`/${i}`, route);
});

app.get('/table', async (req, res) => {
  const rows = [];
  for (const [i, what] of Object.keys(routes).entries()) {
    const answer = await fetch(`http://localhost:${req.socket.localPort}/${i}`);
    const retry = answer.headers.get('retry-after');
    rows.push({ what, answer: `${answer.status}${retry === null ? '' : `, Retry-After: ${retry}`}` });
  }
  res.json(rows);
});

app.listen(process.env.PORT ?? 3000);
