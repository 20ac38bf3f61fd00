import type { Layer } from '../xray/walk.ts';
import type { Moment, NetNumber, Spot } from './moments.ts';

/** The six nets, as they are written into the drawing. */
export const netNames: Readonly<Record<NetNumber, string>> = {
  1: 'try / catch',
  2: 'error middleware',
  3: 'Express’s last handler',
  4: 'the process',
  5: 'the supervisor',
  6: 'the alert',
};

/** What Express's own and well-known middleware is called in code. */
const knownMiddleware: Readonly<Record<string, string>> = {
  jsonParser: 'express.json()',
  urlencodedParser: 'express.urlencoded()',
  textParser: 'express.text()',
  rawParser: 'express.raw()',
  serveStatic: 'express.static()',
};

/** A layer as it stands in code. */
export function layerName({ kind, method, path, name }: Layer): string {
  if (kind === 'route') return `${method} ${path}`;
  const known = knownMiddleware[name];
  const parameters = kind === 'error' ? '(err, req, res, next)' : '(req, res, next)';
  const what = known ?? (name === '' ? parameters : name);
  return path === '' ? what : `${path} ${what}`;
}

/** A layer in a sentence. */
function layerWords(layer: Layer | undefined): string {
  if (!layer) return 'the handler';
  if (layer.kind === 'route') return `the route \`${layerName(layer)}\``;
  return layer.kind === 'error' ? 'the error handler' : `\`${layerName(layer)}\``;
}

function spotWords(spot: Spot, layers: readonly Layer[]): string {
  return typeof spot === 'number' ? layerWords(layers[spot]) : 'code outside the layers';
}

/** What a moment is told with: the layers of the app, and the code that ran. */
export interface Told {
  readonly layers: readonly Layer[];
  readonly files: Readonly<Record<string, string>>;
}

/** A moment in words: what the drawing shows, for who does not see it. Inline Markdown. */
export function momentWords(moment: Moment, { layers, files }: Told): string {
  const { kind, spot, detail, file, line, passed, error } = moment;
  const several = Object.keys(files).length > 1;
  const place = file === undefined ? '' : several ? `${file}, line ${line}` : `line ${line}`;
  const Place = place.replace(/^l/, 'L');
  const code = codeAt(files[file ?? ''], line);
  const where = spotWords(spot, layers);
  const skipped = passed.length === 0 ? '' : ` ${passedWords(passed, layers, error ?? detail)}`;
  switch (kind) {
    case 'arrives':
      return `${detail} arrives.`;
    case 'enters':
      return `It enters ${where}.${skipped}`;
    case 'calls':
      return detail === '' ? `${Place}: its callback is called.` : `${Place}: \`${detail}\` is called.`;
    case 'runs':
      return `${Place}: ${code}`;
    case 'throws':
      return `${Place} throws: ${code}`;
    case 'waited':
      return `${Place}: the wait is over, after ${detail} ms.`;
    case 'caught':
      return moment.net === 1
        ? `Net 1: \`catch\` in ${place} gets ${detail}.`
        : `Net 2: ${where} catches ${detail}.${skipped}`;
    case 'falls':
      return `${detail} leaves ${where}.`;
    case 'default':
      return detail === ''
        ? `The list has ended: Express’s last handler answers.${skipped}`
        : `Net 3: Express’s last handler gets ${detail}.${skipped}`;
    case 'answered':
      return `The visitor has the answer: ${detail}.`;
    case 'cut':
      return `The connection is cut. The visitor had ${detail} and part of the body.`;
    case 'lost':
      return `The process has ended with code ${detail}: this visitor gets no answer.`;
    case 'given-up':
      return `Nothing more happens in ${where}. The visitor gives up.`;
    case 'dies':
      return `Net 4: ${detail} meets the process, which prints it and ends.`;
    case 'restarted':
      return 'Net 5: the supervisor starts the program again. What it had in memory is gone.';
  }
}

/** A line of code for a sentence. */
function codeAt(text: string | undefined, line: number | undefined): string {
  const code = (text?.split('\n')[(line ?? 0) - 1] ?? '').trim().replaceAll('`', '’');
  if (code === '') return 'runs.';
  return `\`${code.length > 60 ? `${code.slice(0, 60)}…` : code}\``;
}

function passedWords(passed: readonly number[], layers: readonly Layer[], error: string): string {
  const names = passed.map((index) => layers[index]).filter((layer) => layer !== undefined);
  if (names.length === 0) return '';
  const list = names.map((layer) => `\`${layerName(layer)}\``).join(', ');
  const why =
    error === ''
      ? names.every(({ kind }) => kind === 'error')
        ? 'only errors go there'
        : 'the address does not match, or only errors go there'
      : 'an error passes by layers with three parameters';
  return `Passed by: ${list}; ${why}.`;
}

export const visualizeIsLoading = 'The drawing is being loaded.';

export const visualizeDidNotLoad =
  'The drawing could not be loaded. What it shows stands below in words; check that you are online, then reload the page.';

export const runFirst = 'Run it: the path is drawn from what really happens.';

export const running = 'Starting the server, and sending the request …';

/** A program that did not come so far that a request could be sent. */
export const notListening = 'No request was sent: the server does not listen.';
