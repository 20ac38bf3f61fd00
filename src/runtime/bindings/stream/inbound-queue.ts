import { copyBytes, ownBytes } from '../../net/bytes.ts';
import type { ConnectionListener } from '../../net/network-device.ts';

/** What has arrived on a connection and was not read yet: the receive buffer of a socket. */
export class InboundQueue implements ConnectionListener {
  /** Called after each change; a handle sets it when it takes the queue over. */
  onChange: () => void = () => {};
  onSent: () => void = () => {};
  hasEnded = false;
  wasReset = false;
  /** The request that what came last is due to. */
  cause: number | undefined;
  readonly #chunks: Uint8Array[] = [];

  get isEmpty(): boolean {
    return this.#chunks.length === 0;
  }

  /** The next bytes in a buffer of their own, `limit` of them at most; `undefined` where there are none. */
  take(limit: number): Uint8Array | undefined {
    const chunk = this.#chunks[0];
    if (!chunk) return undefined;
    if (chunk.length <= limit) {
      this.#chunks.shift();
      return ownBytes(chunk);
    }
    this.#chunks[0] = chunk.subarray(limit);
    return copyBytes(chunk, 0, limit);
  }

  onData(bytes: Uint8Array, cause?: number): void {
    this.cause = cause;
    this.#chunks.push(bytes);
    this.onChange();
  }

  onEnd(): void {
    this.hasEnded = true;
    this.onChange();
  }

  onReset(): void {
    this.wasReset = true;
    this.onChange();
  }

  onAcknowledged(): void {
    this.onSent();
  }
}
