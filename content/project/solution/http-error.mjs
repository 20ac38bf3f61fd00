/** An error that knows its status. Its message was written for the visitor, and below 500 may be shown. */
export class HttpError extends Error {
  name = this.constructor.name;

  constructor(status, message, { cause, headers = {}, errors } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.headers = headers;
    this.errors = errors;
  }
}
