import express from 'express';

class PaymentError extends Error {}

const app = express();
app.get('/pay', () => {
  throw new PaymentError('card declined');
});
app.use((err, req, res, next) => {
  res.status(500).json({ by: 'the general handler' });
});
app.use((err, req, res, next) => {
  if (!(err instanceof PaymentError)) return next(err);
  res.status(402).json({ by: 'the handler of payments' });
});
app.listen(process.env.PORT ?? 3000);
