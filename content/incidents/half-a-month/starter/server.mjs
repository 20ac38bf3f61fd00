import express from 'express';

const app = express();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// A stand-in for a database’s cursor. It breaks after 40 rows of `march`.
async function* rowsOf(month) {
  for (let id = 1; id <= 60; id++) {
    if (month === 'march' && id > 40) throw new Error('cursor lost');
    if (id % 20 === 0) await sleep(10);
    yield `${id},${month},${id * 3}`;
  }
}

app.get('/months', (req, res) => res.json(['february', 'march']));

app.get('/export/:month', async (req, res) => {
  res.type('text/csv');
  res.write('id,month,total\n');
  try {
    for await (const row of rowsOf(req.params.month)) res.write(`${row}\n`);
  } catch (err) {
    console.error(err);
  }
  res.end();
});

app.listen(process.env.PORT ?? 3000);
