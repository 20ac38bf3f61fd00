import { Router } from 'express';

export const crash = Router();

crash.get('/', (req, res) => {
  if (req.query.how === 'promise') sendReceipt();
  else setTimeout(printReceipt, 10);
  res.send('ok');
});

function printReceipt() {
  throw new Error('timer exploded');
}

async function sendReceipt() {
  throw new Error('promise forgotten');
}
