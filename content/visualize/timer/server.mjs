import express from 'express';

const app = express();

app.post('/orders', (req, res) => {
  res.status(202).json({ order: 'accepted' });
  setTimeout(() => {
    const mail = undefined;
    mail.send('Thank you');
  }, 40);
});

app.use((err, req, res, next) => {
  res.status(500).json({ error: 'Something failed on our side.' });
});

app.listen(process.env.PORT);
