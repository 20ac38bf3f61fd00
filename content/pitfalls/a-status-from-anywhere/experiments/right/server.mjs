import express from 'express';

const app = express();
async function supplier() {
  throw Object.assign(new Error('supplier: token expired'), { status: 401 });
}

app.get('/prices', async (req, res) => res.json(await supplier()));

class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

app.get('/members', () => {
  throw new HttpError(401, 'please sign in');
});

app.use((err, req, res, next) => {
  const status = err instanceof HttpError ? err.status : 500;
  if (status === 500) console.error(err);
  res.status(status).json({ error: status === 500 ? 'Something went wrong' : err.message });
});

app.listen(process.env.PORT ?? 3000);
