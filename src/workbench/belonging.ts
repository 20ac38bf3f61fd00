import { headerValues } from '../http/message.ts';
import type { Exchange } from './exchange-book.ts';
import type { Cause, LogLine } from './log-buffer.ts';
import { readLine } from './log-facts.ts';

/**
 * The request that something belongs to, by its exchange’s id, and how that is known: the engine told (`context`), a field
 * of the log line names it (`name`), or nothing but that it happened while the request was open (`time`).
 */
export interface Belonging {
  readonly request: number;
  readonly by: 'context' | 'name' | 'time';
}

/** What a line or an event says about itself. */
export interface Witness {
  readonly at: number;
  readonly cause?: Cause;
  readonly line?: LogLine;
}

/** An answer is here before the last lines about it are. */
const afterwards = 20;

/** Who belongs to which request; made anew for each look at the exchanges and the log. */
export class Belongings {
  readonly #exchanges: readonly Exchange[];
  /** Exchanges by the names that log lines have for them. */
  readonly #named = new Map<string, number>();

  constructor(exchanges: readonly Exchange[], lines: readonly LogLine[]) {
    this.#exchanges = exchanges;
    for (const line of lines) this.#learn(line);
    for (const exchange of exchanges) for (const id of idsOf(exchange)) this.#named.set(id, exchange.id);
  }

  /** Whether it belongs to this exchange, and how that is known; `undefined` where it does not. */
  to({ id, since, until }: Exchange, { at, cause, line }: Witness): Belonging['by'] | undefined {
    if (line) this.#learn(line);
    if (typeof cause === 'number') return cause === id ? 'context' : undefined;
    const name = line && this.#nameIn(line);
    if (name !== undefined) return name === id ? 'name' : undefined;
    if (cause === null) return undefined;
    return at >= since && at <= (until ?? Number.POSITIVE_INFINITY) + afterwards ? 'time' : undefined;
  }

  /** A line that was written for a request tells what it is called in lines whose context is not known. */
  #learn(line: LogLine): void {
    if (typeof line.cause !== 'number') return;
    const name = readLine(line).requestId;
    if (name !== undefined) this.#named.set(name, line.cause);
  }

  /** The exchange that a line names: in its field for that, else anywhere in its text. */
  #nameIn(line: LogLine): number | undefined {
    const name = readLine(line).requestId;
    if (name !== undefined) return this.#named.get(name) ?? -1;
    return this.#exchanges.find((exchange) => idsOf(exchange).some((id) => line.text.includes(id)))?.id;
  }
}

/** The ids of a request that went over the wire. */
function idsOf(exchange: Exchange): readonly string[] {
  const answer = exchange.kind === 'answered' ? exchange.response.headers : [];
  return ['x-request-id', 'traceparent'].flatMap((name) => [
    ...headerValues(exchange.request.headers, name),
    ...headerValues(answer, name),
  ]);
}
