/** What goes over a link, and the ports it goes through. */
import type { Endpoint } from './network-device.ts';

/** The part of a `MessagePort` that a link needs. */
export interface LinkPort {
  postMessage(messages: readonly LinkMessage[], transfer?: Transferable[]): void;
  onmessage: ((event: { readonly data: readonly LinkMessage[] }) => void) | null;
  close(): void;
}

/** What a connection is meant for. */
export interface OpenRequest {
  /** The id of the listening socket at the peer, or of an inherited file descriptor with `fd`. */
  readonly socket: number;
  readonly fd?: number;
  /** The two ends as the accepting side sees them. */
  readonly local: Endpoint;
  readonly remote: Endpoint;
}

export const OPEN = 0;
export const DATA = 1;
export const ACKNOWLEDGE = 2;
export const END = 3;
export const CLOSE = 4;
export const RESET = 5;

/** Tuples: they clone faster than objects. The number is that of the connection. */
export type LinkMessage =
  | readonly [type: typeof OPEN, id: number, request: OpenRequest]
  | readonly [type: typeof DATA, id: number, bytes: Uint8Array, cause?: number]
  | readonly [type: typeof ACKNOWLEDGE, id: number, count: number]
  | readonly [type: typeof END | typeof CLOSE | typeof RESET, id: number];

/** A port that keeps messages until the real one is there. */
export class DeferredPort implements LinkPort {
  onmessage: LinkPort['onmessage'] = null;
  #port: LinkPort | undefined;
  #waiting: (readonly [messages: readonly LinkMessage[], transfer: Transferable[] | undefined])[] = [];

  get isAttached(): boolean {
    return this.#port !== undefined;
  }

  attach(port: LinkPort): void {
    this.#port = port;
    port.onmessage = (event) => this.onmessage?.(event);
    for (const [messages, transfer] of this.#waiting) port.postMessage(messages, transfer);
    this.#waiting = [];
  }

  postMessage(messages: readonly LinkMessage[], transfer?: Transferable[]): void {
    if (this.#port) this.#port.postMessage(messages, transfer);
    else this.#waiting.push([messages, transfer]);
  }

  close(): void {
    this.#port?.close();
    this.#waiting = [];
  }
}

/** Two ports within one endpoint: a message arrives before `postMessage` returns. */
export function createDirectPorts(): readonly [LinkPort, LinkPort] {
  const create = (): LinkPort & { peer?: LinkPort } => ({
    onmessage: null,
    postMessage(messages) {
      this.peer?.onmessage?.({ data: messages });
    },
    close() {},
  });
  const [a, b] = [create(), create()];
  a.peer = b;
  b.peer = a;
  return [a, b];
}
