// Loaded before a program whose files have probes: it notes which probes are passed, by which request, and when. What it
// noted stands in `trace.ndjson` beside it, an array a line: [kind, request, probe, time, more]. Requests count from 1 in the
// order of their arrival; 0 is what belongs to none. Where the probe is not one of the learner's code it is -1. The first line is
// the beginning of this process (`b`); `m` is the last one of a process that has noted as much as is kept.
//
// Express says which of its layers it enters and which an error leaves (https://github.com/pillarjs/router, `tracing.js`),
// so the walk along them is noted as it happens.
//
// It is loaded by `--require`: with `--import`, Node would load a CommonJS entry as a module imports it. The program does not
// see it among its arguments, and programs that it starts run without it (`instrument.ts` puts a stand-in before each file).
const { AsyncLocalStorage } = require('node:async_hooks');
const { subscribe, tracingChannel } = require('node:diagnostics_channel');
const { appendFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { isProxy } = require('node:util/types');

const file = join(__dirname, 'trace.ndjson');
const most = 60_000;
const flushAfter = 50;
const mostLayers = 60;
const context = new AsyncLocalStorage();
const outside = { id: 0 };
const ids = new WeakMap();
const { stringify } = JSON;
const clock = performance;

let lines = [];
let noted = 0;
let requests = 0;
let planned = false;
let written = Number.NEGATIVE_INFINITY;
/** Who noted something last: what ends the program right behind it came from there. */
let latest = outside.id;

const flush = () => {
  planned = false;
  if (lines.length === 0) return;
  written = clock.now();
  const text = `${lines.join('\n')}\n`;
  lines = [];
  try {
    appendFileSync(file, text);
  } catch {
    // A full disk is the program's business, not the recorder's.
  }
};

// A request of a person is written when it is answered; of many in a row, not each for itself.
const flushSoon = () => {
  if (clock.now() - written > flushAfter) flush();
};

const lineOf = (kind, id, probe, more) => {
  const time = (clock.timeOrigin + clock.now()).toFixed(3);
  return `["${kind}",${id},${probe},${time}${more === undefined ? '' : `,${stringify(more)}`}]`;
};

const note = (kind, probe, more, request) => {
  if (++noted > most) {
    if (noted === most + 1) lines.push(lineOf('m', 0, -1));
    return;
  }
  const id = request ?? (context.getStore() ?? outside).id;
  latest = id;
  lines.push(lineOf(kind, id, probe, more));
  if (planned) return;
  planned = true;
  setTimeout(flush, flushAfter).unref();
};

const ownValue = (object, key) => Object.getOwnPropertyDescriptor(object, key)?.value;

/** What made an object, as its prototype says; a proxy is not asked. */
const kindOf = (value) => {
  if (isProxy(value)) return undefined;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || isProxy(prototype)) return undefined;
  const maker = ownValue(prototype, 'constructor');
  const name = typeof maker === 'function' && !isProxy(maker) ? ownValue(maker, 'name') : undefined;
  return typeof name === 'string' && name !== '' ? name : undefined;
};

// Nothing of the program's is called: no getter, no trap, no toString.
const told = (value) => {
  if (typeof value === 'string') return stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (value === null || typeof value !== 'object') return String(value);
  if (isProxy(value)) return 'Object';
  return Array.isArray(value) ? `a list of ${value.length}` : (kindOf(value) ?? 'Object');
};

const errorOf = (value) => {
  if (value === null || typeof value !== 'object' || isProxy(value) || !(value instanceof Error))
    return told(value);
  const message = ownValue(value, 'message');
  return `${kindOf(value) ?? 'Error'}: ${typeof message === 'string' ? message.slice(0, 200) : ''}`;
};

Object.defineProperty(globalThis, '__xray', {
  value: Object.freeze({
    step: (probe) => note('s', probe),
    enter: (probe) => note('f', probe),
    caught: (probe, error) => note('c', probe, errorOf(error)),
    value: (probe, value) => note('v', probe, told(value)),
    start: (probe, promise) => {
      note('a', probe);
      return promise;
    },
    end: (probe, result) => {
      note('z', probe);
      return result;
    },
  }),
});

// The layers of an app, in the order of the walk; a router's and a route's own stand below them.
const layerNumbers = new WeakMap();
let layers = 0;

const pathOf = ({ rawPath }) => (rawPath === '/' ? '' : String(rawPath));

const list = (stack, depth, into, within) => {
  for (const layer of stack) {
    if (into.length >= mostLayers) return into;
    const { route, handle } = layer;
    if (route) {
      for (const each of route.stack) {
        layerNumbers.set(each, into.length);
        const method = each.method === undefined ? 'all' : each.method;
        into.push({
          kind: each.handle.length === 4 ? 'error' : 'route',
          method,
          path: within + route.path,
          name: '',
          depth,
        });
      }
      continue;
    }
    layerNumbers.set(layer, into.length);
    const kind = handle.length === 4 ? 'error' : 'use';
    into.push({ kind, method: 'use', path: within + pathOf(layer), name: handle.name, depth });
    if (Array.isArray(handle.stack)) list(handle.stack, depth + 1, into, within + pathOf(layer));
  }
  return into;
};

const tellLayers = (request) => {
  const stack = request.app?.router?.stack;
  if (!Array.isArray(stack)) return;
  const found = list(stack, 0, [], '');
  if (found.length === layers) return;
  layers = found.length;
  note('k', -1, found, 0);
};

const idOf = ({ res }) => ids.get(res);

tracingChannel('express.router.request').subscribe({
  start(call) {
    const id = idOf(call);
    if (id === undefined || !call.layer) return;
    if (!layerNumbers.has(call.layer)) tellLayers(call.req);
    const error = call.errorHandler ? errorOf(call.incomingError) : null;
    note('l', -1, { layer: layerNumbers.get(call.layer) ?? -1, error }, id);
  },
  error(call) {
    const id = idOf(call);
    if (id === undefined || !call.layer) return;
    note('w', -1, { layer: layerNumbers.get(call.layer) ?? -1, error: errorOf(call.error) }, id);
  },
});

// What Express's last handler sends with its own pages (https://github.com/pillarjs/finalhandler).
const isDefaultPage = (response) => response.getHeader('content-security-policy') === "default-src 'none'";

subscribe('http.server.request.start', ({ request, response }) => {
  const store = { id: ++requests };
  ids.set(response, store.id);
  context.enterWith(store);
  note('q', -1, { method: request.method, path: request.url });
  response.once('close', () => {
    if (response.writableFinished) return;
    note('x', -1, { status: response.headersSent ? response.statusCode : null }, store.id);
    flush();
  });
});

subscribe('http.server.response.finish', ({ request, response }) => {
  const id = ids.get(response);
  if (id === undefined) return;
  if (layers === 0) tellLayers(request);
  note('r', -1, { status: response.statusCode, byDefault: isDefaultPage(response) }, id);
  flushSoon();
});

process.on('uncaughtExceptionMonitor', (error) => {
  note('u', -1, errorOf(error), context.getStore()?.id ?? latest);
});
process.on('exit', (code) => {
  note('e', -1, code, 0);
  flush();
});
// No other recording begins like this one.
writeFileSync(file, `${lineOf('b', 0, -1, process.pid)}\n`);

const argument = process.execArgv.findLastIndex((each) => each.endsWith('/recorder.cjs'));
if (argument > 0) process.execArgv.splice(argument - 1, 2);
delete require.cache[__filename];
