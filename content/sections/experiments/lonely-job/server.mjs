import express from 'express';

let failures = 0;

/** Runs a job again and again. What it throws is recorded and counted, and ends nothing. */
function every(milliseconds, name, job) {
  setInterval(async () => {
    try {
      await job();
    } catch (err) {
      failures++;
      console.error(`job ${name} failed: ${err.message}`);
    }
  }, milliseconds);
}

let ticks = 0;
every(200, 'release-seats', async () => {
  ticks++;
  if (ticks === 2) throw new Error('no such reservation');
});

const app = express();
app.get('/jobs', (req, res) => res.json({ failures }));
app.listen(process.env.PORT ?? 3000);
