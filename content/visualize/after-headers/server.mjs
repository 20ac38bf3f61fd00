import express from 'express';

const app = express();

app.get('/export', async (req, res) => {
  res.type('text/csv');
  res.write('id,title\n1,Pnin\n');
  await nextPage();
  res.end('2,Middlemarch\n');
});

app.use((err, req, res, next) => {
  if (res.headersSent) return next(err);
  res.status(500).json({ error: 'Something failed on our side.' });
});

async function nextPage() {
  await new Promise((resolve) => setTimeout(resolve, 40));
  throw new Error('the cursor is gone');
}

app.listen(process.env.PORT);
