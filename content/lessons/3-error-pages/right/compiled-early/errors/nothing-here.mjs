export class NotFound extends Error {
  get status() {
    return 404;
  }

  get expose() {
    return true;
  }
}

export function nothingHere(req, res, next) {
  next(new NotFound('This page is not on our shelves'));
}
