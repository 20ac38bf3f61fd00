const express = require('express');

const app = express();

const readCalendar = () => Promise.reject(new Error('calendar is locked'));

function readRooms() {
  return readCalendar().catch((reason) => {
    throw new Error(`no rooms today: ${reason.message}`, { cause: reason });
  });
}

app.get('/rooms', (req, res, next) => {
  readRooms().then((rooms) => res.json(rooms), next);
});

app.use(function (err, req, res, next) {
  const { message, stack, cause } = err;
  console.error(JSON.stringify({ level: 'error', message, stack, cause: cause?.stack }));
  res.status(500).json({ error: 'Something went wrong' });
});

app.listen(process.env.PORT ?? 3000);
