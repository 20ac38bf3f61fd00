import { CallerError } from './caller-error.mjs';

const names = { 400: 'bad_request', 404: 'not_found', 413: 'too_large', 415: 'unsupported' };

export const answerErrors = (problem, _request, response, _next) => {
  const status = Number.isInteger(problem.status) && problem.status < 500 ? problem.status : 500;
  if (status === 500) console.error(problem.stack);
  const message = problem instanceof CallerError ? problem.message : status === 500 ? 'Our fault' : 'Please check your request';
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .json({ error: { code: names[status] ?? 'internal', message, status } });
};
