import express from 'express';

const app = express();
const layer = (name) => (req, res, next) => {
  console.log(`${req.url}  ${name}`);
  next();
};

app.use(layer('1  middleware'));
app.get('/seats', (req) => {
  console.log(`${req.url}  2  the route, which throws`);
  throw new Error('the plan of seats is missing');
});
app.use(layer('3  middleware'));
app.use((err, req, res, next) => {
  console.log(`${req.url}  4  four parameters, hands on`);
  next(err);
});
app.use(layer('5  middleware'));
app.use((err, req, res, next) => {
  console.log(`${req.url}  6  four parameters, answers`);
  res.status(500).json({ answeredBy: 'layer 6' });
});
app.use((req, res) => {
  console.log(`${req.url}  7  the last one, for what nobody knows`);
  res.status(404).json({ answeredBy: 'layer 7' });
});

app.listen(process.env.PORT ?? 3000);
