import { Router } from 'express';
import { CallerError } from '../errors/caller-error.mjs';

const shelf = new Map();
const put = (title, copies) => {
  const book = { id: shelf.size + 1, title, copies };
  shelf.set(String(book.id), book);
  return book;
};
put('Pnin', 3);
put('Middlemarch', 0);

export const books = Router();

books.param('id', (req, res, next, id) => {
  req.book = shelf.get(id);
  next(req.book ? undefined : new CallerError(404, `Book ${id} is not on our shelf`));
});

books
  .route('/')
  .get((req, res) => res.send([...shelf.values()]))
  .post((req, res) => {
    if (!req.body?.title || typeof req.body.title !== 'string') throw new CallerError(400, 'Title is missing');
    const book = put(req.body.title, 0);
    res.location(`/books/${book.id}`).status(201).send(book);
  });

books.get('/:id', ({ book }, res) => res.send({ id: book.id, title: book.title }));
