import express from 'express';

const app = express();
app.set('view engine', 'ejs');

app.use((req, res) => {
  res.render('404');
});

app.listen(process.env.PORT ?? 3000);
