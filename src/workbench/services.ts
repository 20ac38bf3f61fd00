import { signal } from '@preact/signals';
import type { Service } from '../course/course.ts';
import type { Engine, OutputChunk } from '../engine/engine.ts';
import { EngineError } from '../engine/errors.ts';
import { treeFromFlat } from '../files/file-tree.ts';
import { createRequest, type HttpRequest, type HttpResponse } from '../http/message.ts';
import type { Cause } from './log-buffer.ts';

/** A line that a service wrote, or a call that it got: `POST /pay 201, 3 ms`. `at` is `Date.now()`. */
export interface ServiceLine {
  readonly service: string;
  readonly text: string;
  readonly at: number;
  readonly cause: Cause;
}

export interface ServicesEvents {
  readonly onLine?: (line: ServiceLine) => void;
}

/** What a line begins with that tells of a call (`call-teller.cjs`). */
const callMark = '\u0001call ';

/** Below this folder of the engine lie the files of services. */
export const servicesFolder = '.services';

/**
 * The small servers beside the learner's: they start with an engine, live through restarts of the program, and get
 * faults by a request to their control route.
 */
export class Services {
  readonly list: readonly Service[];
  /** The fault that a service has at present, by its id; none is left out. */
  readonly faults = signal<Readonly<Record<string, string>>>({});
  readonly #events: ServicesEvents;
  #engine: Engine | undefined;

  constructor(list: readonly Service[], events: ServicesEvents = {}) {
    this.list = list;
    this.#events = events;
  }

  /** The variables by which the program finds them. */
  get env(): Record<string, string> {
    return Object.fromEntries(this.list.map(({ env, port }) => [env, `http://localhost:${port}`]));
  }

  /** Starts them on an engine, once; resolves when all of them listen. */
  async start(engine: Engine): Promise<void> {
    if (this.#engine === engine) return;
    this.#engine = engine;
    this.faults.value = {};
    await Promise.all(this.list.map((service) => this.#startOne(engine, service)));
  }

  /** Switches a fault of a service on by its name, or all of them off. Rejects where the service does not answer. */
  async fault(id: string, name: string): Promise<void> {
    const line = this.list.find((service) => service.id === id)?.faults[name];
    if (line === undefined) return;
    const [method = 'POST', path = '/'] = line.split(' ');
    await this.request(id, createRequest({ method, path }));
    const { [id]: _before, ...others } = this.faults.value;
    this.faults.value = name === 'off' ? others : { ...others, [id]: name };
  }

  /** Asks a service; rejects while no engine stands. */
  async request(id: string, request: HttpRequest): Promise<HttpResponse> {
    const service = this.list.find((each) => each.id === id);
    if (!service || !this.#engine) {
      throw new EngineError('ERR_ENGINE_REQUEST', `The service \`${id}\` does not run.`, {
        reason: 'ECONNREFUSED',
      });
    }
    return this.#engine.request(service.port, request, { timeout: 5000 });
  }

  async #startOne(engine: Engine, service: Service): Promise<void> {
    const { id, entry, port, files } = service;
    const { default: teller } = await import('../xray/call-teller.cjs?raw');
    await engine.mount({
      [servicesFolder]: {
        directory: {
          'call-teller.cjs': { file: { contents: teller } },
          [id]: { directory: treeFromFlat(files) },
        },
      },
    });
    const listening = Promise.withResolvers<void>();
    const off = engine.on('server-ready', (opened) => {
      if (opened === port) listening.resolve();
    });
    try {
      const process = await engine.spawn('node', ['--require', '../call-teller.cjs', entry], {
        cwd: `${servicesFolder}/${id}`,
        env: { PORT: String(port) },
      });
      void this.#read(id, process.output, engine.capabilities.has('causes'));
      const ended = process.exit.then(() => {
        throw new EngineError('ERR_ENGINE_CRASHED', `The service \`${id}\` ended before it listened.`);
      });
      // Once it listens, its end is no news to anybody who waits here.
      ended.catch(() => undefined);
      await Promise.race([listening.promise, ended]);
    } finally {
      off();
    }
  }

  async #read(service: string, output: ReadableStream<OutputChunk>, tellsCauses: boolean): Promise<void> {
    const reader = output.getReader();
    let open = '';
    try {
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        const lines = (open + read.value.data).split('\n');
        open = (lines.pop() as string).slice(-10_000);
        for (const line of lines) {
          const text = line.startsWith(callMark) ? line.slice(callMark.length) : line;
          const cause = tellsCauses ? (read.value.cause ?? null) : undefined;
          this.#events.onLine?.({ service, text, at: Date.now(), cause });
        }
      }
    } catch {
      // The engine went away; its own error event says why.
    }
  }
}
