import type { KernelEvent } from '../../runtime/kernel/page-messages.ts';
import { EngineError, type EngineErrorCode } from '../errors.ts';
import type { EngineAssets } from './engine-assets.ts';
import { Pulse } from './pulse.ts';

const CONNECT_TIMEOUT_MS = 20_000;

type Listener = (event: KernelEvent) => void;

interface Reply {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

/** The page's end of the line to a kernel: calls with answers, events, and the page's own place in the network. */
export class KernelConnection {
  readonly #frame: HTMLIFrameElement;
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: EngineError): void }>();
  readonly #listeners = new Set<Listener>();
  /** What was told before anybody listened. */
  readonly #unheard: KernelEvent[] = [];
  readonly #running = new Set<number>();
  readonly #pulse = new Pulse({
    ask: () => this.#ask('ping', []),
    // The question of the pulse itself waits as well.
    isNeeded: () => this.#running.size > 0 || this.#waiting.size > 0,
    onSilence: () => this.#lose(),
  });
  #nextId = 1;
  #failure: EngineError | undefined;
  /** Called once where the sandbox ends by itself: it ran out of memory, crashed, or its frame was led elsewhere. */
  onLost: ((reason: EngineError) => void) | undefined;
  /** What the kernel gave the page to take part in the network. */
  networkSeed: unknown;
  /** Whether programs can start before the late files are here. */
  startsEarly = false;
  /** Set by the network device of the page. */
  onNetwork: ((message: unknown, ports: readonly MessagePort[]) => void) | undefined;

  private constructor(frame: HTMLIFrameElement, port: MessagePort) {
    this.#frame = frame;
    this.#port = port;
  }

  /**
   * Loads the kernel into a sandboxed iframe and connects to it, when both the frame and the assets are there:
   * `onDownloaded` is called then.
   */
  static async open(
    assets: EngineAssets,
    { signal, onDownloaded }: { readonly signal?: AbortSignal | undefined; onDownloaded?(): void } = {},
  ): Promise<KernelConnection> {
    const frame = document.createElement('iframe');
    frame.hidden = true;
    frame.title = 'Sandbox';
    // Without `allow-same-origin` the frame has an opaque origin: no storage, no cookies, no way back into this page.
    frame.sandbox.add('allow-scripts');
    // Where the site is isolated, threads of programs may share memory.
    frame.allow = 'cross-origin-isolated';
    frame.src = assets.frameUrl;
    const { port1, port2 } = new MessageChannel();
    const connection = new KernelConnection(frame, port1);
    const settled = new AbortController();
    try {
      await new Promise<void>((resolve, reject) => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        let hasSpoken = false;
        const isLoaded = new Promise<void>((resolve) => {
          frame.onload = () => {
            resolve();
            // A frame loads an error page, too, and does not say which.
            if (!hasSpoken) assets.askForFrame().catch(reject);
          };
        });
        // A slow download is no failure of the frame.
        Promise.all([isLoaded, assets.kernel]).then(() => {
          if (settled.signal.aborted) return;
          onDownloaded?.();
          timer = setTimeout(() => {
            reject(
              new EngineError('ERR_ENGINE_TIMEOUT', 'The sandbox did not start within 20 seconds.', {
                hint: 'Reload the page and try again; your code is kept.',
              }),
            );
          }, CONNECT_TIMEOUT_MS);
        }, reject);
        settled.signal.addEventListener('abort', () => clearTimeout(timer));
        const cancel = () => reject(new EngineError('ERR_ENGINE_STOPPED', 'Starting was cancelled.'));
        signal?.addEventListener('abort', cancel, { signal: settled.signal });
        addEventListener(
          'message',
          (event: MessageEvent<{ readonly type?: string }>) => {
            if (event.source !== frame.contentWindow || event.data?.type !== 'safety-net:kernel') return;
            hasSpoken = true;
            assets.kernel.then(
              (kernel) =>
                frame.contentWindow?.postMessage({ type: 'safety-net:connect', assets: kernel }, '*', [
                  port2,
                ]),
              reject,
            );
          },
          { signal: settled.signal },
        );
        port1.onmessage = (event) => {
          connection.networkSeed = event.data.network;
          connection.startsEarly = event.data.startsEarly;
          port1.onmessage = (next) => connection.#onMessage(next);
          resolve();
        };
        document.body.append(frame);
      });
    } catch (error) {
      frame.remove();
      throw error;
    } finally {
      // What was only there for the start must not end an engine that runs.
      settled.abort();
    }
    return connection;
  }

  call<T>(method: string, ...args: readonly unknown[]): Promise<T> {
    this.#pulse.start();
    return this.#ask<T>(method, args);
  }

  #ask<T>(method: string, args: readonly unknown[]): Promise<T> {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = this.#nextId++;
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#port.postMessage({ id, method, args });
    });
  }

  sendNetwork(message: unknown, transfer: Transferable[] = []): void {
    this.#port.postMessage({ network: message }, transfer);
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    for (const event of this.#unheard.splice(0)) listener(event);
    return () => this.#listeners.delete(listener);
  }

  /** Ends the kernel and everything in it; calls under way and later ones reject with `reason`. */
  close(reason: EngineError): void {
    if (this.#failure) return;
    this.#failure = reason;
    this.#pulse.stop();
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
    this.#port.close();
    this.#frame.remove();
  }

  #lose(): void {
    if (this.#failure) return;
    const reason = new EngineError(
      'ERR_ENGINE_OUT_OF_MEMORY',
      'The browser has ended the sandbox, most likely because a program used up its memory.',
      { hint: 'Run again: a new sandbox starts, and your code is kept.' },
    );
    this.close(reason);
    this.onLost?.(reason);
  }

  #onMessage(event: MessageEvent): void {
    const message = event.data as Reply | KernelEvent | { readonly network: unknown };
    if ('network' in message) {
      this.onNetwork?.(message.network, event.ports);
    } else if ('event' in message) {
      if (message.event === 'spawn') this.#running.add(message.pid);
      else if (message.event === 'exit') this.#running.delete(message.pid);
      if (this.#listeners.size === 0) this.#unheard.push(message);
      for (const listener of this.#listeners) listener(message);
    } else {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error) waiting?.reject(engineErrorFromReply(message.error));
      else waiting?.resolve(message.result);
    }
  }
}

function engineErrorFromReply({
  code,
  message,
}: {
  readonly code: string;
  readonly message: string;
}): EngineError {
  const known: Readonly<Record<string, EngineErrorCode>> = {
    EAGAIN: 'ERR_ENGINE_BUSY',
    ENOSPC: 'ERR_ENGINE_OUT_OF_MEMORY',
    ENOENT: 'ERR_ENGINE_NO_FILE',
    ENOTDIR: 'ERR_ENGINE_NO_FILE',
    EISDIR: 'ERR_ENGINE_NO_FILE',
    ERR_ENGINE_NO_COMMAND: 'ERR_ENGINE_NO_COMMAND',
  };
  return new EngineError(known[code] ?? 'ERR_ENGINE_CRASHED', message);
}
