import express from 'express';

const imitation = Object.create(Error.prototype);

async function bothFail() {
  using seat = {
    [Symbol.dispose]() {
      throw new Error('the seat could not be released');
    },
  };
  throw new Error('the card was declined');
}

const trials = {
  'imitation instanceof Error': () => imitation instanceof Error,
  'Error.isError(imitation)': () => Error.isError(imitation),
  'Promise.try(() => { throw … })': () =>
    Promise.try(() => {
      throw new Error('thrown at once');
    }).catch((err) => `rejected: ${err.message}`),
  'Promise.any, when all fail': () =>
    Promise.any([Promise.reject(new Error('first')), Promise.reject(new Error('second'))]).catch(
      (err) => `${err.name} of ${err.errors.map(({ message }) => message).join(' and ')}`,
    ),
  'using, when the end fails too': () =>
    bothFail().catch((err) => `${err.name}: ${err.error.message}; before that, ${err.suppressed.message}`),
};

const app = express();
app.get('/table', async (req, res) => {
  const rows = [];
  for (const [code, trial] of Object.entries(trials)) rows.push({ code, result: String(await trial()) });
  res.json(rows);
});
app.listen(process.env.PORT ?? 3000);
