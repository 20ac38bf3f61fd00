import { logger } from './logger.mjs';

const windows = {};
const length = Number(process.env.WINDOW_MS || 10000);

class Window {
  #since = Date.now();
  #left = 10;
  #more = 0;

  constructor(type, message) {
    this.type = type;
    this.message = message;
    this.timer = setInterval(() => this.#look(), 20);
  }

  add(error, request) {
    if (this.#left-- > 0) {
      logger.error({
        request,
        ...this.name,
        'exception.stacktrace': error.stack,
      });
    } else this.#more++;
  }

  get name() {
    return { 'exception.type': this.type, 'exception.message': this.message };
  }

  #look() {
    if (Date.now() - this.#since < length) return;
    clearInterval(this.timer);
    delete windows[JSON.stringify([this.type, this.message])];
    if (this.#more) logger.warn({ ...this.name, repeats: this.#more });
  }
}

export const recordFailure = (error, request) => {
  const type = error.constructor.name;
  const window = (windows[JSON.stringify([type, error.message])] ??= new Window(type, error.message));
  window.add(error, request);
};
