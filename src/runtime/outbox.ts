/** So many messages, or bytes, go out before the receiver is asked whether it has come to them. */
const BATCH_MESSAGES = 1000;
const BATCH_BYTES = 2 ** 20;
/** So many batches may be on their way. */
const MOST_BATCHES = 16;

/**
 * Messages of a process on their way to the kernel, in order. A receiver that does not keep up is not flooded: its
 * queue would stand before everything else that it is asked for. What is beyond the bound waits here until the receiver
 * has answered, so a program in a loop keeps it for itself.
 */
export class Outbox<Message> {
  readonly #post: (message: Message) => void;
  readonly #mark: () => void;
  #waiting: ({ readonly message: Message; readonly bytes: number } | undefined)[] = [];
  #first = 0;
  #messages = 0;
  #bytes = 0;
  #batches = 0;

  /** `mark` asks the receiver to answer once it has come so far; the answer goes to {@link answered}. */
  constructor(post: (message: Message) => void, mark: () => void) {
    this.#post = post;
    this.#mark = mark;
  }

  /** `bytes` is what the message holds, where that is worth counting. */
  send(message: Message, bytes = 0): void {
    if (this.#batches < MOST_BATCHES) this.#send(message, bytes);
    else this.#waiting.push({ message, bytes });
  }

  /** Sends what waits, and this after it: the sender is about to block until the receiver has come to it. */
  sendBeforeBlocking(message: Message): void {
    for (const each of this.#waiting.splice(0)) if (each) this.#post(each.message);
    this.#first = 0;
    this.#post(message);
  }

  answered(): void {
    this.#batches--;
    while (this.#batches < MOST_BATCHES && this.#first < this.#waiting.length) {
      const { message, bytes } = this.#waiting[this.#first]!;
      this.#waiting[this.#first++] = undefined;
      this.#send(message, bytes);
    }
    if (this.#first < this.#waiting.length) return;
    this.#waiting = [];
    this.#first = 0;
  }

  #send(message: Message, bytes: number): void {
    this.#post(message);
    this.#messages++;
    this.#bytes += bytes;
    if (this.#messages < BATCH_MESSAGES && this.#bytes < BATCH_BYTES) return;
    this.#messages = 0;
    this.#bytes = 0;
    this.#batches++;
    this.#mark();
  }
}
