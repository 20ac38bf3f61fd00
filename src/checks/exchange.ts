import type { RequestFailure } from '../engine/errors.ts';
import type { HttpRequest, HttpResponse } from '../http/message.ts';

/**
 * Why there is no response: the client gave up (`timeout`), hung up on purpose (`hung-up`), never sent the request because
 * nothing was to be learned from it any more (`skipped`), or the connection failed.
 */
export type NoResponse = RequestFailure | 'timeout' | 'hung-up' | 'skipped';

/** A request that was sent and what came back. */
export interface Exchange {
  readonly request: HttpRequest;
  /** The service that was asked; the learner's server unless given. */
  readonly to?: string;
  readonly response?: HttpResponse;
  readonly failure?: NoResponse;
  /** When it was sent: milliseconds since the server was first started. */
  readonly at: number;
  /** Milliseconds until the response was complete, or until there was none. */
  readonly milliseconds: number;
  /** The number of the connection within its step; a kept-alive one has the same number for several exchanges. */
  readonly connection: number;
}
