import { CallerError } from './caller-error.mjs';

export async function nothingHere(req) {
  throw new CallerError(404, `Nothing answers ${req.method} ${req.originalUrl}`);
}
