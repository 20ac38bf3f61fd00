import express from 'express';
import { answerErrors } from './errors/answer-errors.mjs';
import { nothingHere } from './errors/nothing-here.mjs';
import { books } from './routes/books.mjs';
import { report } from './routes/report.mjs';

const app = express().use(express.json());

app.use('/books', books);
app.use('/report', report);
app.use(nothingHere);
app.use(answerErrors);

app.listen(process.env.PORT ?? 3000);
