import express from 'express';

const app = express();
class HttpError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function calendar() {
  throw Object.assign(new Error('calendar is locked'), { status: 403 });
}

async function database() {
  throw Object.assign(new Error('database calendar is locked'), { code: 'ECONNREFUSED' });
}

app.get('/rooms', async (req, res) => res.json(await calendar()));
app.get('/guests', async (req, res) => res.json(await database()));
app.get('/rooms/:id', (req) => {
  throw new HttpError(404, `no room ${req.params.id}`);
});

app.use((err, req, res, next) => {
  console.error(err);
  res.status(err instanceof HttpError ? err.status : 500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
