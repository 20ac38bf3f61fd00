import type { Service } from '../course/course.ts';
import type { RequestStep, Step } from '../course/schema/step.ts';
import type { Engine, EngineProcess } from '../engine/engine.ts';
import { EngineError } from '../engine/errors.ts';
import { createRequest, type HttpRequest, textFromBytes } from '../http/message.ts';
import { end, holdConnectionOpen, takeThePort } from './client-programs.ts';
import { recordMatches } from './evaluate.ts';
import type { Exchange } from './exchange.ts';
import { expandRequest } from './expand-request.ts';
import { learnerMessages } from './learner-messages.ts';
import { logRecords, recordsOfText } from './log-records.ts';
import { sendOverOneConnection } from './one-connection.ts';
import { renderData, type Sources } from './render.ts';
import type { ServerRun } from './server-run.ts';
import type { StartFailure } from './start-failure.ts';

/** How long a request may take, in milliseconds, unless its step says otherwise. */
const requestLimit = 8000;
/** How long a service of the course may take: that one is late says nothing about the server that is judged. */
const serviceLimit = 20_000;
/** How long the ones after it may take, once one was not answered: the run has failed, only its cause is looked for. */
const impatientLimit = 1500;
/** After so many requests without an answer, none is sent any more. */
const mostTimeouts = 3;
/** How long a server that cut a connection is given to end, so that the end is seen. */
export const exitTime = 1000;
/** How long a request is given to reach the server before the client hangs up. */
const sendingTime = 100;
/** Milliseconds until a file is looked at again. */
const lookAgain = 50;

/** What happens while steps run, in order. */
export interface StepEvents {
  readonly onStep?: (index: number, doing: string) => void;
  readonly onExchange?: (exchange: Exchange) => void;
}

export interface StepRun extends StepEvents {
  readonly engine: Engine;
  readonly server: ServerRun;
  readonly services: readonly Service[];
  readonly values: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /**
   * Milliseconds without a line of the log that are waited for after each step, so that lines can be told to belong to it.
   */
  readonly quiet?: number;
  /** Milliseconds until a request is given up; 8000 unless given. A step's own `timeout` goes before it. */
  readonly requestLimit?: number;
  /** Asked after each step: whether the others would tell nothing that matters. */
  readonly isEnough?: (exchanges: ReadonlyMap<string, readonly Exchange[]>) => boolean;
}

/** Runs steps in order; resolves to the exchanges by step id, or to why the server did not start. */
export async function runSteps(
  steps: readonly Step[],
  run: StepRun,
): Promise<{ readonly exchanges: Map<string, Exchange[]>; readonly failure?: StartFailure }> {
  const runner = new StepRunner(run);
  try {
    const failure = await runner.runAll(steps);
    return { exchanges: runner.exchanges, ...(failure === undefined ? {} : { failure }) };
  } finally {
    await runner.close();
  }
}

class StepRunner {
  readonly exchanges = new Map<string, Exchange[]>();
  readonly #run: StepRun;
  /** Requests whose answers are not waited for, by the id of their step. */
  readonly #background = new Map<string, Promise<void>>();
  readonly #held: EngineProcess[] = [];
  /** What stood in files before they were changed; `null` where there was none. */
  readonly #originals = new Map<string, Uint8Array | null>();
  #timeouts = 0;
  /** Whether a record that was waited for did not come. */
  #missed = false;
  /** Whether the connection has failed since the last answer: if the server is going down, that request was the cause. */
  #cut = false;

  constructor(run: StepRun) {
    this.#run = run;
  }

  get #sources(): Sources {
    return { values: this.#run.values, exchanges: this.exchanges };
  }

  async runAll(steps: readonly Step[]): Promise<StartFailure | undefined> {
    const { server, signal, onStep, quiet } = this.#run;
    if (!steps.some((step) => step.start !== undefined)) {
      onStep?.(0, learnerMessages.doing.start);
      const failure = await server.start({}, signal);
      if (failure !== undefined) return failure;
    }
    for (const [i, step] of steps.entries()) {
      signal?.throwIfAborted();
      const failure = await this.run(step, i);
      if (failure !== undefined) return failure;
      if (this.#run.isEnough?.(this.exchanges)) return undefined;
      if (quiet !== undefined) await server.waitForQuiet(quiet, signal);
    }
    await Promise.all(this.#background.values());
    return undefined;
  }

  /** Hangs up every connection that was held open. */
  async close(): Promise<void> {
    await Promise.all(this.#held.map(end));
  }

  async run(template: Step, index: number): Promise<StartFailure | undefined> {
    const { server, signal, onStep } = this.#run;
    const { doing } = learnerMessages;
    const step = renderData(template, this.#sources);
    // It needs something of an answer that did not come: its own answers stay unknown.
    if (step === undefined) return undefined;
    const tell = (text: string): void => onStep?.(index, text);
    if (step.start !== undefined) {
      return this.#start(step.start, tell);
    }
    if (step.restart !== undefined) {
      tell(doing.restart);
      await server.waitForLog(signal);
      await server.stop();
      return server.start({}, signal);
    }
    if (step.request !== undefined) {
      const requests = expandRequest(step);
      tell(doing.request(step.request.join(', ')));
      const sent = this.#inSequence(step, requests);
      if (step.background === undefined) await sent;
      else this.#goOn(step.id ?? '', sent);
    } else if (step.together !== undefined) {
      const groups = step.together.map((inner) => ({ inner, requests: expandRequest(inner) }));
      tell(doing.together(groups.reduce((sum, { requests }) => sum + requests.length, 0)));
      await Promise.all(
        groups.map(async ({ inner, requests }) => {
          this.#note(inner, await Promise.all(requests.map((request, i) => this.#send(inner, request, i))));
        }),
      );
    } else if (step['one-connection'] !== undefined) {
      await this.#overOneConnection(step['one-connection'], tell);
    } else if (step['hold-open'] !== undefined) {
      tell(doing.holdOpen);
      this.#held.push(await holdConnectionOpen(this.#run.engine, server.plan.port, step['hold-open']));
    } else if (step.wait !== undefined) {
      tell(doing.wait);
      await this.#wait(step.wait);
    } else if (step.signal !== undefined) {
      tell(doing.signal(step.signal));
      server.kill(step.signal);
    } else if (step.fault !== undefined) {
      tell(doing.fault(step.fault.of, step.fault.is));
      await this.#fault(step.fault);
    } else if (step.write !== undefined) {
      tell(doing.write(step.write.file));
      await this.#write(step.write.file, step.write.text);
    } else if (step.spoil !== undefined) {
      const { files, but, text } = step.spoil;
      const paths = (await this.#run.engine.list()).filter(
        (path) => new RegExp(files, 'u').test(path) && !but.includes(path),
      );
      tell(doing.write(paths.join(', ')));
      for (const path of paths) await this.#write(path, text);
    } else if (step.mend !== undefined) {
      tell(doing.mend);
      for (const [path, bytes] of this.#originals) await this.#put(path, bytes);
      this.#originals.clear();
    }
    return undefined;
  }

  async #start(
    { id, env, ends, 'may-fail': mayFail, 'port-taken': portTaken }: NonNullable<Step['start']>,
    tell: (text: string) => void,
  ): Promise<StartFailure | undefined> {
    const { engine, server, signal } = this.#run;
    // What the run before could not do says nothing about this one; but how that one ended must be seen.
    this.#timeouts = 0;
    if (this.#cut) await server.waitFor(() => !server.alive, exitTime, signal);
    this.#cut = false;
    await server.waitForLog(signal);
    if (portTaken === undefined) {
      tell(learnerMessages.doing.start);
      const failure = await server.start({ id, env, ends: ends ?? mayFail }, signal);
      return mayFail ? undefined : failure;
    }
    tell(learnerMessages.doing.portTaken);
    await server.stop();
    const other = await takeThePort(engine, server.plan.port);
    try {
      return await server.start({ id, env, portTaken }, signal);
    } finally {
      await server.stop();
      await end(other);
    }
  }

  #goOn(id: string, sent: Promise<void>): void {
    // A rejection is met by whoever waits for it, at the latest when all steps are done.
    sent.catch(() => {});
    this.#background.set(id, sent);
  }

  async #write(path: string, text: string | null): Promise<void> {
    const { engine } = this.#run;
    if (!this.#originals.has(path)) {
      const exists = (await engine.list()).includes(path);
      this.#originals.set(path, exists ? await engine.readFile(path) : null);
    }
    await this.#put(path, text);
  }

  async #put(path: string, contents: string | Uint8Array | null): Promise<void> {
    if (contents === null) await this.#run.engine.rm(path);
    else await this.#run.engine.writeFile(path, contents);
  }

  #skipped(request: HttpRequest): Exchange {
    const at = performance.now() - this.#run.server.startedAt;
    return { request, failure: 'skipped', at, milliseconds: 0, connection: 0 };
  }

  #note(step: RequestStep, exchanges: readonly Exchange[]): void {
    if (step.id !== undefined) this.exchanges.set(step.id, [...exchanges]);
    for (const exchange of exchanges) this.#run.onExchange?.(exchange);
  }

  async #inSequence(step: RequestStep, requests: readonly HttpRequest[]): Promise<void> {
    const done: Exchange[] = [];
    const before = this.#timeouts;
    for (const [i, request] of requests.entries()) {
      // Variants of a request that hangs would hang as well.
      done.push(this.#timeouts > before ? this.#skipped(request) : await this.#send(step, request, i));
    }
    this.#note(step, done);
  }

  async #send(step: RequestStep, request: HttpRequest, connection: number): Promise<Exchange> {
    const { engine, server, services, signal } = this.#run;
    if (this.#timeouts >= mostTimeouts) return this.#skipped(request);
    const port = services.find(({ id }) => id === step.to)?.port ?? server.plan.port;
    const limit = this.#run.requestLimit ?? requestLimit;
    const own = this.#timeouts > 0 ? Math.min(impatientLimit, limit) : limit;
    const timeout = step.timeout ?? (step.to === undefined ? own : serviceLimit);
    const leave = new AbortController();
    const hangUp = step['hang-up'];
    if (hangUp === 'when-sent') setTimeout(() => leave.abort(), sendingTime);
    if (step.to === undefined && !this.#cut) server.lastRequest = `${request.method} ${request.path}`;
    const begun = performance.now();
    const result = (rest: Pick<Exchange, 'response' | 'failure'>): Exchange => ({
      request,
      ...(step.to === undefined ? {} : { to: step.to }),
      connection,
      at: begun - server.startedAt,
      milliseconds: performance.now() - begun,
      ...rest,
    });
    try {
      const response = await engine.request(port, request, {
        timeout,
        signal: signal === undefined ? leave.signal : AbortSignal.any([signal, leave.signal]),
        ...(hangUp === 'at-first-byte' ? { onData: () => leave.abort() } : {}),
      });
      this.#cut = false;
      return result({ response });
    } catch (error) {
      signal?.throwIfAborted();
      if (leave.signal.aborted) return result({ failure: 'hung-up' });
      if (!(error instanceof Error) || !('code' in error)) throw error;
      if (error.code === 'ERR_ENGINE_TIMEOUT') {
        this.#timeouts++;
        return result({ failure: 'timeout' });
      }
      if (error.code !== 'ERR_ENGINE_REQUEST') throw error;
      if (step.to === undefined) this.#cut = true;
      return result({ failure: (error as EngineError).reason ?? 'ECONNRESET' });
    }
  }

  async #overOneConnection(steps: readonly RequestStep[], tell: (text: string) => void): Promise<void> {
    const { engine, server, onExchange } = this.#run;
    const groups = steps.map((inner) => ({ inner, requests: expandRequest(inner) }));
    const requests = groups.flatMap((group) => group.requests);
    tell(learnerMessages.doing.oneConnection(requests.length));
    let exchanges = requests.map((request) => this.#skipped(request));
    if (this.#timeouts === 0 && server.alive) {
      exchanges = await sendOverOneConnection({
        engine,
        port: server.plan.port,
        requests,
        timeout: this.#run.requestLimit ?? requestLimit,
        at: () => performance.now() - server.startedAt,
      });
      if (exchanges.some(({ failure }) => failure === 'timeout')) this.#timeouts++;
    }
    for (const { inner, requests: own } of groups) {
      const mine = exchanges.splice(0, own.length);
      if (inner.id !== undefined) this.exchanges.set(inner.id, mine);
      for (const exchange of mine) onExchange?.(exchange);
    }
  }

  async #wait(wait: NonNullable<Step['wait']>): Promise<void> {
    const { server, signal } = this.#run;
    const { log, count, exit, answers } = wait;
    if (answers !== undefined) {
      const came = Promise.all(answers.map((id) => this.#background.get(id)));
      let limit: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<void>((resolve) => {
        limit = setTimeout(resolve, wait.for);
      });
      await Promise.race([came, late]).finally(() => clearTimeout(limit));
      return;
    }
    const done = (): boolean =>
      !server.alive ||
      (exit === undefined &&
        log !== undefined &&
        logRecords(wait['this-run'] ? server.outputOfRun : server.output).filter((record) =>
          recordMatches(record, log, server.plan.projectFiles),
        ).length >= count);
    // What did not come once is not waited for as long again.
    const limit = log !== undefined && this.#missed ? Math.min(impatientLimit, wait.for) : wait.for;
    if (wait.file !== undefined) {
      await this.#waitForFile(wait.file, wait, limit);
    } else {
      await server.waitFor(done, limit, signal);
      if (log !== undefined && !done()) this.#missed = true;
    }
  }

  /** Engines do not tell when a file has changed, so it is looked at again and again. */
  async #waitForFile(
    path: string,
    { log = {}, count }: NonNullable<Step['wait']>,
    limit: number,
  ): Promise<void> {
    const { engine, server, signal } = this.#run;
    const until = performance.now() + limit;
    while (server.alive && performance.now() < until) {
      signal?.throwIfAborted();
      const text = (await engine.list()).includes(path) ? textFromBytes(await engine.readFile(path)) : '';
      const matching = recordsOfText(text).filter((record) =>
        recordMatches(record, log, server.plan.projectFiles),
      );
      if (matching.length >= count) return;
      await new Promise((resolve) => setTimeout(resolve, lookAgain));
    }
    this.#missed = true;
  }

  async #fault({ of, is }: NonNullable<Step['fault']>): Promise<void> {
    const { engine, services } = this.#run;
    const service = services.find(({ id }) => id === of);
    const line = service?.faults[is];
    if (service === undefined || line === undefined) {
      throw new EngineError('ERR_ENGINE_CRASHED', `The service \`${of}\` knows no fault \`${is}\`.`);
    }
    const [method = 'POST', path = '/'] = line.split(' ');
    await engine.request(service.port, createRequest({ method, path }), { timeout: serviceLimit });
  }
}
