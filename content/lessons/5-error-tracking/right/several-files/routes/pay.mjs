import { Router } from 'express';

export const pay = Router();

pay.post('/', (req, res, next) => next(new Error(`bank refused card ${req.body.card}`)));
