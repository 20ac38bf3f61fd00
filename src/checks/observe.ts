import type { Service } from '../course/course.ts';
import type { Step } from '../course/schema/step.ts';
import type { Engine } from '../engine/engine.ts';
import { EngineError } from '../engine/errors.ts';
import { type FlatFiles, treeFromFlat } from '../files/file-tree.ts';
import type { Exchange } from './exchange.ts';
import type { SeenSoFar } from './failed-already.ts';
import { logRecords } from './log-records.ts';
import type { Observations } from './observations.ts';
import { slowestOf } from './pace.ts';
import { render } from './render.ts';
import { exitTime, runSteps, type StepEvents } from './run-steps.ts';
import { ServerRun } from './server-run.ts';
import type { StartFailure } from './start-failure.ts';

/** After so many further steps with answers, or once another run is over, is `isEnough` asked again. */
const stepsBetweenLooks = 8;

/** A server, and what is done to it. */
export interface ObservationPlan extends StepEvents {
  readonly engine: Engine;
  readonly files: FlatFiles;
  readonly entry: readonly string[];
  readonly preload?: readonly string[] | undefined;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly services?: readonly Service[];
  readonly values?: Readonly<Record<string, string>>;
  readonly rewrite?: readonly { readonly find: string; readonly replace: string }[];
  readonly signal?: AbortSignal;
  /** Milliseconds without a line of the log that are waited for after each step. */
  readonly quiet?: number;
  readonly limits?: Limits;
  /** Request steps that are answered at once where the machine has time. */
  readonly pace?: { readonly of: readonly string[]; readonly within: number } | undefined;
  /** Asked now and then: whether the steps to come would tell nothing that matters. */
  readonly isEnough?: (so: SeenSoFar) => boolean;
}

/** How long a program is waited for, in milliseconds; generous ones unless given. */
export interface Limits {
  /** Until it listens. */
  readonly start?: number;
  /** Until it answers. */
  readonly request?: number;
}

/** Puts the files into the engine, runs the steps, and resolves to what was seen. The engine is left with nothing running. */
export async function observe(
  plan: ObservationPlan,
): Promise<{ readonly seen: Observations; readonly failure?: StartFailure; readonly server: ServerRun }> {
  const { engine, services = [], values = {}, signal } = plan;
  const files = rewritten(plan.files, plan.rewrite ?? [], values);
  const projectFiles = Object.keys(files).filter((path) => /\.[cm]?[jt]s$/.test(path));
  await engine.mount(treeFromFlat(files));
  const running: ServerRun[] = [];
  try {
    const addresses: Record<string, string> = {};
    for (const service of services) addresses[service.env] = `http://localhost:${service.port}`;
    const started = await Promise.allSettled(
      services.map(async (service) => running.push(await startService(engine, service, signal))),
    );
    for (const outcome of started) if (outcome.status === 'rejected') throw outcome.reason;
    const env = Object.fromEntries(
      Object.entries({ ...addresses, ...plan.env }).map(([name, value]) => [
        name,
        render(value, { values, exchanges: new Map() }) ?? value,
      ]),
    );
    const { start: startLimit, request: requestLimit } = plan.limits ?? {};
    const server = new ServerRun(engine, {
      entry: plan.entry,
      port: plan.port,
      env,
      projectFiles,
      ...(plan.preload === undefined ? {} : { preload: plan.preload }),
      ...(startLimit === undefined ? {} : { startLimit }),
    });
    running.push(server);
    let isEnoughSeen = false;
    let asked = { exchanges: 0, runs: 0 };
    const isEnough = (exchanges: SeenSoFar['exchanges']): boolean => {
      const now = { exchanges: exchanges.size, runs: server.runCount };
      // To look at everything after every step would take longer than the steps.
      if (now.runs === asked.runs && now.exchanges < asked.exchanges + stepsBetweenLooks) return false;
      asked = now;
      isEnoughSeen = plan.isEnough?.({ values, exchanges, runs: server.runsOver, projectFiles }) === true;
      return isEnoughSeen;
    };
    const { exchanges, failure } = await runSteps(plan.steps, {
      engine,
      server,
      services,
      values,
      ...(signal === undefined ? {} : { signal }),
      ...(requestLimit === undefined ? {} : { requestLimit }),
      ...(plan.quiet === undefined ? {} : { quiet: plan.quiet }),
      ...(plan.onStep === undefined ? {} : { onStep: plan.onStep }),
      ...(plan.onExchange === undefined ? {} : { onExchange: plan.onExchange }),
      ...(plan.isEnough === undefined ? {} : { isEnough }),
    });
    if (!isEnoughSeen && wasCut(exchanges)) await server.waitFor(() => !server.alive, exitTime, signal);
    await server.waitForLog(signal);
    const { alive, crash, exit } = server;
    await server.stop();
    const seen: Observations = {
      values,
      exchanges,
      alive,
      crash,
      exit,
      records: logRecords(server.output),
      runs: server.runs,
      files: await filesAfter(engine),
      projectFiles,
      ...(plan.pace && {
        pace: { slowest: slowestOf(plan.pace.of, exchanges), within: plan.pace.within },
      }),
    };
    return { seen, server, ...(failure === undefined ? {} : { failure }) };
  } finally {
    await Promise.all(running.map((server) => server.stop()));
  }
}

function rewritten(
  files: FlatFiles,
  rewrite: NonNullable<ObservationPlan['rewrite']>,
  values: Readonly<Record<string, string>>,
): FlatFiles {
  const change = (text: string): string =>
    rewrite.reduce((all, { find, replace }) => {
      return all.replaceAll(find, render(replace, { values, exchanges: new Map() }) ?? replace);
    }, text);
  return Object.fromEntries(
    Object.entries(files).map(([path, contents]) => [
      path,
      typeof contents === 'string' ? change(contents) : contents,
    ]),
  );
}

async function startService(engine: Engine, service: Service, signal?: AbortSignal): Promise<ServerRun> {
  const cwd = `.services/${service.id}`;
  await engine.mount({
    '.services': { directory: { [service.id]: { directory: treeFromFlat(service.files) } } },
  });
  const server = new ServerRun(engine, {
    entry: [service.entry],
    port: service.port,
    env: {},
    projectFiles: [],
    cwd,
  });
  const failure = await server.start({}, signal);
  if (failure !== undefined) {
    throw new EngineError(
      'ERR_ENGINE_CRASHED',
      `The service \`${service.id}\` did not start: ${failure.message}`,
    );
  }
  return server;
}

function wasCut(exchanges: ReadonlyMap<string, readonly Exchange[]>): boolean {
  return [...exchanges.values()]
    .flat()
    .some(
      ({ to, failure, response }) =>
        to === undefined && (failure === 'ECONNRESET' || response?.complete === false),
    );
}

async function filesAfter(engine: Engine): Promise<FlatFiles> {
  const paths = (await engine.list()).filter((path) => !path.startsWith('.services/'));
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await engine.readFile(path)] as const)),
  );
}
