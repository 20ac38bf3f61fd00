import { HttpError } from './http-error.mjs';

/** The booking that a body asks for; everything that is wrong with it is said at once. */
export function bookingFrom(body) {
  const { eventId, seats } = body ?? {};
  const errors = [];
  if (!Number.isInteger(eventId)) errors.push({ pointer: '/eventId', detail: 'must be a whole number' });
  if (!Number.isInteger(seats) || seats < 1) {
    errors.push({ pointer: '/seats', detail: 'must be a whole number of at least 1' });
  }
  if (errors.length > 0) throw new HttpError(422, 'The booking is not complete', { errors });
  return { eventId, seats };
}
