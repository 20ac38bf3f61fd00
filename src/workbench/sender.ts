import type { Engine } from '../engine/engine.ts';
import { EngineError } from '../engine/errors.ts';
import type { HttpRequest } from '../http/message.ts';
import type { ExchangeBook } from './exchange-book.ts';
import { explainRequestFailure, requestCalledOff } from './messages.ts';
import { delay } from './timing.ts';

export interface Repetition {
  readonly times: number;
  readonly atOnce: boolean;
}

export interface SenderOptions {
  readonly exchanges: ExchangeBook;
  /** Milliseconds until a request is given up. */
  readonly timeout: number;
  /** Where requests go at the moment. */
  readonly target: () => { readonly engine: Engine | undefined; readonly port: number | undefined };
}

/** Sends requests to whatever listens, and keeps book of them. Nothing rejects: what went wrong is in the book. */
export class Sender {
  readonly #options: SenderOptions;
  readonly #open = new Map<number, { readonly abort: AbortController; readonly batch: number }>();
  /** The last batch that was called off. */
  #calledOff = 0;
  /** Counts the times that everything was called off. */
  #turn = 0;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  /** Sends a request several times, at once or each after the answer to the one before. */
  async sendMany(request: HttpRequest, { times, atOnce }: Repetition): Promise<void> {
    const batch = this.#options.exchanges.batch();
    const turn = this.#turn;
    if (atOnce) await Promise.all(Array.from({ length: times }, () => this.#send(request, batch)));
    else {
      const goesOn = (): boolean => turn === this.#turn && batch !== this.#calledOff;
      for (let i = 0; i < times && goesOn(); i++) await this.#send(request, batch);
    }
  }

  /** Sends a request and hangs up after so many milliseconds. */
  async sendAndHangUp(request: HttpRequest, after: number): Promise<void> {
    const { exchanges } = this.#options;
    const sending = this.#send(request, exchanges.batch());
    const id = exchanges.all.value.at(-1)?.id;
    await Promise.race([delay(after), sending]);
    if (id !== undefined) this.callOff(id);
    await sending;
  }

  /** Hangs up on a request that is waiting, and on those that were sent with it; sends no more of those that were to follow. */
  callOff(id: number): void {
    const called = this.#open.get(id);
    if (!called) return;
    this.#calledOff = called.batch;
    for (const { abort, batch } of this.#open.values()) if (batch === called.batch) abort.abort();
  }

  /** Hangs up on all of them, and sends no more of those that were to follow. */
  hangUp(): void {
    this.#turn++;
    for (const { abort } of this.#open.values()) abort.abort();
  }

  async #send(request: HttpRequest, batch: number): Promise<void> {
    const { exchanges, timeout, target } = this.#options;
    const { engine, port } = target();
    const abort = new AbortController();
    const id = exchanges.begin(request, batch);
    this.#open.set(id, { abort, batch });
    try {
      if (port === undefined || !engine) {
        throw new EngineError('ERR_ENGINE_REQUEST', 'Nothing listens.', { reason: 'ECONNREFUSED' });
      }
      const response = await engine.request(port, request, { signal: abort.signal, timeout, cause: id });
      exchanges.settle(id, { kind: 'answered', response });
    } catch (error) {
      const calledOff = abort.signal.aborted;
      const failure = calledOff
        ? requestCalledOff
        : explainRequestFailure(error, port ?? 3000, timeout / 1000);
      exchanges.settle(id, { kind: 'failed', failure, calledOff });
    } finally {
      this.#open.delete(id);
    }
  }
}
