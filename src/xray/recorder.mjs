// Loaded before a program whose files have probes: it notes which probes are passed, by which request, and when. What it
// noted stands in `trace.ndjson` beside it, an array a line: [kind, request, probe, time, more]. Requests count from 1 in the
// order of their arrival; 0 is what belongs to none.
import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, 'trace.ndjson');
const most = 60_000;
const flushAfter = 50;
const context = new AsyncLocalStorage();
const outside = { id: 0 };
const ids = new WeakMap();
const { stringify } = JSON;
const clock = performance;

let lines = [];
let noted = 0;
let requests = 0;
let planned = false;

const flush = () => {
  planned = false;
  if (lines.length === 0) return;
  const text = `${lines.join('\n')}\n`;
  lines = [];
  try {
    appendFileSync(file, text);
  } catch {
    // A full disk is the program's business, not the recorder's.
  }
};

const note = (kind, probe, more) => {
  if (++noted > most) return;
  const { id } = context.getStore() ?? outside;
  const time = (clock.timeOrigin + clock.now()).toFixed(3);
  lines.push(`["${kind}",${id},${probe},${time}${more === undefined ? '' : `,${stringify(more)}`}]`);
  if (planned) return;
  planned = true;
  setTimeout(flush, flushAfter).unref();
};

// Nothing of the program's is called: no getter, no toString.
const told = (value) => {
  if (typeof value === 'string') return stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value !== null && typeof value === 'object') return Object.prototype.toString.call(value).slice(8, -1);
  return String(value);
};

const errorOf = (value) => {
  if (!(value instanceof Error)) return told(value);
  const name = Object.getOwnPropertyDescriptor(value, 'message');
  return `${value.constructor?.name ?? 'Error'}: ${typeof name?.value === 'string' ? name.value.slice(0, 200) : ''}`;
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

subscribe('http.server.request.start', ({ request, response }) => {
  const store = { id: ++requests };
  ids.set(response, store.id);
  context.enterWith(store);
  note('q', -1, { method: request.method, path: request.url });
});

subscribe('http.server.response.finish', ({ response }) => {
  const id = ids.get(response);
  if (id === undefined) return;
  context.run({ id }, () => note('r', -1, { status: response.statusCode }));
  flush();
});

process.on('exit', flush);
writeFileSync(file, '');
