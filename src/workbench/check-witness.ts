import { formatRequest } from '../checks/format-exchange.ts';
import type { Engine, EngineProcess } from '../engine/engine.ts';
import { Belongings } from './belonging.ts';
import type { Exchange, Outcome } from './exchange-book.ts';
import { type Cause, LogBuffer, type LogLine } from './log-buffer.ts';
import { readLine } from './log-facts.ts';
import { explainRequestFailure } from './messages.ts';

/** What a server wrote, parted by whether it belongs to the requests that look like one. */
export interface PartedLog {
  readonly own: readonly LogLine[];
  readonly others: readonly LogLine[];
}

/** Programs of the course's own that run beside the server lie below these folders. */
const beside = /^\.(?:services|safety-net)\//;

/**
 * Notes what checks send to a server and what it writes, so that the log of a failed check can be joined with its request as
 * the timeline joins them.
 */
export class CheckWitness {
  #exchanges: Exchange[] = [];
  #log = new LogBuffer({ lines: 20_000, lineLength: 8000 });

  /** Forgets what was seen: everything is done again. */
  clear(): void {
    this.#exchanges = [];
    this.#log = new LogBuffer({ lines: 20_000, lineLength: 8000 });
  }

  /** The same engine, with its requests and the output of its programs noted. */
  watch(engine: Engine): Engine {
    return {
      kind: engine.kind,
      capabilities: engine.capabilities,
      mount: (tree) => engine.mount(tree),
      readFile: (path) => engine.readFile(path),
      writeFile: (path, data) => engine.writeFile(path, data),
      rm: (path) => engine.rm(path),
      list: (path) => engine.list(path),
      openShell: (size) => engine.openShell(size),
      on: (event, listener) => engine.on(event, listener),
      teardown: () => engine.teardown(),
      spawn: async (command, args, options) => {
        const process = await engine.spawn(command, args, options);
        const own = !beside.test(`${options?.cwd ?? ''}/`) && !args.some((each) => beside.test(each));
        return own ? this.#listenTo(process, engine.capabilities.has('causes')) : process;
      },
      request: async (port, request, options) => {
        const id = this.#exchanges.length + 1;
        const base = { id, request, since: Date.now(), batch: id };
        this.#exchanges.push({ ...base, kind: 'waiting', until: undefined });
        const settle = (outcome: Outcome): void => {
          const at = this.#exchanges.findIndex(
            (exchange) => exchange.id === id && exchange.request === request,
          );
          if (at >= 0) this.#exchanges[at] = { ...base, ...outcome, until: Date.now() };
        };
        try {
          const response = await engine.request(port, request, { ...options, cause: id });
          settle({ kind: 'answered', response });
          return response;
        } catch (error) {
          settle({ kind: 'failed', failure: explainRequestFailure(error, port, 0), calledOff: false });
          throw error;
        }
      },
    };
  }

  /** The log around the requests that a result shows as `sent`; `undefined` where none of them was seen. */
  logOf(sent: string): PartedLog | undefined {
    const asked = this.#exchanges.filter(({ request }) => isShownAs(formatRequest(request), sent));
    if (asked.length === 0) return undefined;
    const { lines } = this.#log;
    const belongings = new Belongings(this.#exchanges, lines);
    const [own, others]: [LogLine[], LogLine[]] = [[], []];
    let into = others;
    for (const line of lines) {
      // The frames of a stack go where its first line went.
      if (!readLine(line).continues) {
        const belongs = asked.some((exchange) => belongings.to(exchange, { ...line, line }) !== undefined);
        into = belongs ? own : others;
      }
      into.push(line);
    }
    return { own, others };
  }

  #listenTo(process: EngineProcess, tellsCauses: boolean): EngineProcess {
    const since = Date.now();
    const log = this.#log;
    const output = process.output.pipeThrough(
      new TransformStream({
        transform: (chunk, controller) => {
          const cause: Cause = tellsCauses ? (chunk.cause ?? null) : undefined;
          log.append(
            { stream: chunk.stream, data: chunk.data, cause },
            Math.min(Date.now(), since + chunk.at),
          );
          controller.enqueue(chunk);
        },
      }),
    );
    return {
      pid: process.pid,
      output,
      exit: process.exit,
      write: (data) => process.write(data),
      kill: (signal) => process.kill(signal),
    };
  }
}

/** A long body is shown in part, with a mark behind it. */
function isShownAs(request: string, sent: string): boolean {
  return request === sent || (sent.endsWith('…') && request.startsWith(sent.slice(0, -1)));
}
