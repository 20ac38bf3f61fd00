import { fileURLToPath } from 'node:url';
import type { Engine, EngineProcess, ExitStatus, Signal } from '../../src/engine/engine.ts';
import { EngineError } from '../../src/engine/errors.ts';
import { treeFromFlat } from '../../src/files/file-tree.ts';
import { createRequest, type HttpResponse, textFromBytes } from '../../src/http/message.ts';

export interface ScenarioRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  /** Milliseconds after which the client hangs up. */
  readonly abortAfter?: number;
}

/** A program with what is done to it from outside; everything it shows is recorded. */
export interface Scenario {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Sent when a port is open, one after the other, or all at once. */
  readonly requests?: readonly ScenarioRequest[];
  readonly parallel?: boolean;
  /** Sent when the requests are answered, or once `wrote` stands on stdout. */
  readonly signal?: { readonly name: Signal; readonly wrote?: string };
}

/** What was seen: each value is one field of the comparison. */
export type Observed = Readonly<Record<string, unknown>>;

const REPOSITORY_MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url)).replace(/\/$/, '');
const SERVER_PORT = 3000;
const READY_TIMEOUT_MS = 40_000;
// Long enough for a machine that runs much else; no scenario waits for it.
const REQUEST_TIMEOUT_MS = 30_000;
const OUTPUT_TIMEOUT_MS = 5_000;

/**
 * Runs a scenario in a folder of its own.
 *
 * @param root the engine's working directory as programs see it
 * @param elsewhere what the same program showed elsewhere: it has more time to end, or to say as much, here
 */
export async function observe(
  engine: Engine,
  root: string,
  folder: string,
  scenario: Scenario,
  elsewhere?: Promise<Observed>,
): Promise<Observed> {
  await engine.mount({ [folder]: { directory: treeFromFlat(scenario.files) } });
  const ready = nextReady(engine);
  const child = await engine.spawn('node', scenario.args ?? [firstFile(scenario)], {
    cwd: folder,
    env: scenario.env ?? {},
  });
  const output = collect(child);
  if (scenario.stdin !== undefined) {
    child.write(scenario.stdin);
    child.write(null);
  }
  const observed: Record<string, unknown> = {};
  if (scenario.requests) {
    const port = await Promise.race([ready, child.exit.then(() => undefined)]);
    if (port !== undefined) {
      const send = async (request: ScenarioRequest, index: number) => {
        Object.assign(
          observed,
          await exchange(
            engine,
            port,
            request,
            `request ${index + 1} ${request.method ?? 'GET'} ${request.path}`,
          ),
        );
      };
      if (scenario.parallel) await Promise.all(scenario.requests.map(send));
      else for (const [index, request] of scenario.requests.entries()) await send(request, index);
    }
  }
  if (scenario.signal) {
    if (scenario.signal.wrote) await Promise.race([output.wrote(scenario.signal.wrote), child.exit]);
    child.kill(scenario.signal.name);
  } else if (scenario.requests) {
    const exit = child.exit.then(() => true);
    let gone = await Promise.race([exit, settled()]);
    const oracle = gone ? undefined : await elsewhere;
    if (oracle?.['still running'] === false) gone = await Promise.race([exit, settled(REQUEST_TIMEOUT_MS)]);
    else if (oracle) await Promise.race([exit, output.lines(linesOf(oracle)), settled(OUTPUT_TIMEOUT_MS)]);
    observed['still running'] = !gone;
    if (!gone) child.kill('SIGKILL');
  }
  const status = await withLimit(child);
  const place = `${root}/${folder}`;
  const clean = (text: string) => normalise(text.replaceAll(place, '/app').replaceAll(root, '/home'));
  for (const [field, value] of Object.entries(observed)) {
    if (typeof value === 'string') observed[field] = clean(value);
  }
  return {
    ...observed,
    code: status.code,
    signal: status.signal,
    stdout: clean(await output.text('stdout')),
    stderr: clean(await output.text('stderr')),
  };
}

function firstFile(scenario: Scenario): string {
  const [first] = Object.keys(scenario.files);
  if (first === undefined) throw new Error(`The scenario \`${scenario.name}\` has no files.`);
  return first;
}

/** A little time for a crash that follows a response; both engines get the same. */
const settled = (ms = 150) => new Promise<false>((resolve) => setTimeout(resolve, ms, false));

async function withLimit(child: EngineProcess): Promise<ExitStatus> {
  const timer = setTimeout(() => child.kill('SIGKILL'), READY_TIMEOUT_MS);
  const status = await child.exit;
  clearTimeout(timer);
  return status;
}

function nextReady(engine: Engine): Promise<number> {
  return new Promise((resolve) => {
    const off = engine.on('server-ready', (port) => {
      // Scenarios may have upstreams of their own.
      if (port !== SERVER_PORT) return;
      off();
      resolve(port);
    });
  });
}

async function exchange(
  engine: Engine,
  port: number,
  request: ScenarioRequest,
  label: string,
): Promise<Observed> {
  const { abortAfter, ...parts } = request;
  const options =
    abortAfter === undefined
      ? { timeout: REQUEST_TIMEOUT_MS }
      : { timeout: REQUEST_TIMEOUT_MS, signal: AbortSignal.timeout(abortAfter) };
  try {
    const response = await engine.request(port, createRequest(parts), options);
    return {
      [`${label}: status`]: `${response.status} ${response.statusText}`,
      [`${label}: headers`]: response.headers.map(
        ([name, value]) => `${name}: ${isUnsteady(name, response) ? '<varies>' : normalise(value)}`,
      ),
      [`${label}: body`]: normalise(textFromBytes(response.body)),
      [`${label}: complete`]: response.complete,
    };
  } catch (error) {
    if (error instanceof EngineError) return { [`${label}: failed`]: `${error.code} ${error.reason ?? ''}` };
    return { [`${label}: failed`]: (error as Error).name };
  }
}

const linesIn = (text: unknown) => String(text).split('\n').length - 1;
const linesOf = ({ stdout, stderr }: Observed) => linesIn(stdout) + linesIn(stderr);

function collect(child: EngineProcess) {
  const texts = { stdout: '', stderr: '' };
  const waiting: { isThere(): boolean; resolve(): void }[] = [];
  const done = (async () => {
    for await (const { stream, data } of child.output as unknown as AsyncIterable<{
      stream: 'stdout' | 'stderr';
      data: string;
    }>) {
      texts[stream] += data;
      for (const each of waiting) if (each.isThere()) each.resolve();
    }
  })();
  const until = (isThere: () => boolean) =>
    new Promise<void>((resolve) => {
      waiting.push({ isThere, resolve });
      if (isThere()) resolve();
    });
  return {
    text: async (stream: 'stdout' | 'stderr') => {
      await done;
      return texts[stream];
    },
    wrote: (text: string) => until(() => texts.stdout.includes(text)),
    /** Resolves once so many lines were written to both together. */
    lines: (count: number) => until(() => linesOf(texts) >= count),
  };
}

/** Dates, and the lengths of pages that show a stack: paths are as long as the folder of the engine. */
function isUnsteady(name: string, response: HttpResponse): boolean {
  const lower = name.toLowerCase();
  return (
    lower === 'date' ||
    (lower === 'etag' && /<uuid>|case-\d+/.test(normalise(textFromBytes(response.body)))) ||
    (lower === 'content-length' && /node_modules|file:\/\/|case-\d+/.test(textFromBytes(response.body)))
  );
}

/** Takes out what two runs of one engine differ in too. */
function normalise(text: string): string {
  return (
    text
      .replace(/\(node:\d+\)/g, '(node:<pid>)')
      .replace(/^\S*\/bin\/node: /gm, 'node: ')
      .replaceAll(REPOSITORY_MODULES, '/packages')
      .replaceAll('/home/learner/node_modules', '/packages')
      .replace(/duration_ms:? [\d.]+/g, 'duration_ms <ms>')
      // A machine without a name server says `EAI_AGAIN` of every name.
      .replaceAll('EAI_AGAIN', 'ENOTFOUND')
      .replace(/"pid":\d+/g, '"pid":<pid>')
      .replace(/"(?:time|ms|responseTime)":(?:\d+(?:\.\d+)?|"[\dT:.Z-]+")/g, '"time":<time>')
      .replace(/\b(?:[0-9a-f]{32}|[0-9a-f]{16})\b/g, '<id>')
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g, '<uuid>')
  );
}
