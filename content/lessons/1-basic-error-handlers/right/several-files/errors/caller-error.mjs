export class CallerError extends Error {
  #status;

  constructor(status, message) {
    super(message);
    this.#status = status;
  }

  get status() {
    return this.#status;
  }
}
