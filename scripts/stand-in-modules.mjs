/**
 * Modules of Node that the sandbox has nothing behind, made again from what they export: they can be required, their
 * constants are there, and what would need native code throws when it is called.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** Why a module is left out, and the functions whose answer is known without it. */
const STAND_INS = {
  inspector: { reason: 'no debugger can be attached', known: { url: '() => undefined' } },
  'inspector/promises': { reason: 'no debugger can be attached', known: { url: '() => undefined' } },
  repl: { reason: 'there is no terminal to read from' },
  sea: { reason: 'programs are files here', known: { isSea: '() => false' } },
  sqlite: { reason: 'it needs native code' },
  trace_events: { reason: 'nothing records traces', known: { getEnabledCategories: '() => undefined' } },
  wasi: { reason: 'it needs native code' },
};

function literal(name, value, known) {
  if (known[name]) return known[name];
  if (typeof value === 'function') return `unavailable(${JSON.stringify(name)})`;
  if (typeof value === 'symbol') return `Symbol(${JSON.stringify(value.description)})`;
  try {
    return JSON.stringify(value) ?? 'undefined';
  } catch {
    return '{}';
  }
}

function standIn(id, { reason, known = {} }) {
  const real = require(`node:${id}`);
  const members = Object.entries(real).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${literal(name, value, known)},\n`,
  );
  return `'use strict';
const { ObjectDefineProperty } = primordials;
const unavailable = (name) => ObjectDefineProperty(function() {
  const error = new Error(\`\\\`${id}.\${name}\\\` is not available in this sandbox: ${reason}.\`);
  error.code = 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM';
  throw error;
}, 'name', { value: name, configurable: true });
module.exports = {
${members.join('')}};
`;
}

/** Sources by module id. Experimental modules warn as they load; that is kept from whoever packs. */
export function standInModules() {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return Object.fromEntries(Object.entries(STAND_INS).map(([id, about]) => [id, standIn(id, about)]));
  } finally {
    process.emitWarning = emitWarning;
  }
}
