import type { WebContainer, WebContainerProcess } from '@webcontainer/api';
import { EngineError } from '../errors.ts';
import { type FromGuest, LineReader, lineFromMessage, marks, type ToGuest } from './protocol.ts';

/** How often an agent that says nothing is asked, and after how many questions without an answer it is given up. */
export interface BeatLimits {
  readonly every: number;
  readonly misses: number;
}

export const beatLimits: BeatLimits = { every: 5000, misses: 6 };

/** The line to the resident program. */
export class GuestChannel {
  readonly hello: Promise<Extract<FromGuest, { type: 'hello' }>>;
  onMessage: (message: FromGuest) => void = () => {};
  /** Called once when the agent has gone or says nothing more; not after `close`. */
  onEnd: (error: EngineError) => void = () => {};
  readonly #process: WebContainerProcess;
  readonly #writer: WritableStreamDefaultWriter<string>;
  readonly #last: string[] = [];
  #beat: ReturnType<typeof setInterval> | undefined;
  #heard = true;
  #missed = 0;
  #closed = false;

  private constructor(process: WebContainerProcess, beat: BeatLimits) {
    this.#process = process;
    this.#writer = process.input.getWriter();
    const greeted = Promise.withResolvers<Extract<FromGuest, { type: 'hello' }>>();
    this.hello = greeted.promise;
    this.hello.catch(() => {});
    const end = (error: EngineError): void => {
      if (this.#closed) return;
      this.close();
      greeted.reject(error);
      this.onEnd(error);
    };
    const reader = new LineReader<FromGuest>(marks.fromGuest, (message) => {
      if (message.type === 'hello') greeted.resolve(message);
      else if (message.type !== 'pong') this.onMessage(message);
    });
    void this.#read((piece) => {
      this.#heard = true;
      this.#last.push(piece);
      if (this.#last.length > 5) this.#last.shift();
      reader.add(piece);
    });
    void process.exit.then(
      (code) => end(agentEnded(code, this.#last.join(''))),
      () => end(agentEnded(-1, this.#last.join(''))),
    );
    // Counted in questions, not in time: a page that slept has not waited.
    this.#beat = setInterval(() => {
      this.#missed = this.#heard ? 0 : this.#missed + 1;
      if (this.#missed >= beat.misses) return end(silent());
      this.#heard = false;
      this.send({ type: 'ping' });
    }, beat.every);
  }

  /** Starts `file` on the container's Node. */
  static async open(container: WebContainer, file: string, beat: BeatLimits): Promise<GuestChannel> {
    return new GuestChannel(await container.spawn('node', [file]), beat);
  }

  send(message: ToGuest): void {
    if (this.#closed) return;
    this.#writer.write(lineFromMessage(marks.toGuest, message)).catch(() => {});
  }

  close(): void {
    if (this.#closed) return;
    this.send({ type: 'quit' });
    this.#closed = true;
    clearInterval(this.#beat);
  }

  async #read(take: (piece: string) => void): Promise<void> {
    const reader = this.#process.output.getReader();
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) take(read.value);
    } catch {
      // The container went away; its process' end says so.
    }
  }
}

function agentEnded(code: number, last: string): EngineError {
  const said = last.replace(/^[<>]\{.*$/gm, '').trim();
  if (/heap out of memory|allocation failed/i.test(said)) {
    return new EngineError('ERR_ENGINE_OUT_OF_MEMORY', 'The container had no memory left.');
  }
  return new EngineError(
    'ERR_ENGINE_CRASHED',
    `The container’s resident program ended with code ${code}.${said === '' ? '' : ` It said: ${said.slice(-500)}`}`,
  );
}

function silent(): EngineError {
  return new EngineError('ERR_ENGINE_CRASHED', 'The container does not answer any more.', {
    hint: 'The browser may have ended it for want of memory.',
  });
}
