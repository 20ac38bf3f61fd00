/**
 * Node's own JavaScript library and what Node knows about itself, read from the Node that runs this file. Run it with
 * the Node that `package.json` pins.
 */
import { execFileSync } from 'node:child_process';

/** Parts of the library that no program in a sandbox can reach, or that are far too large for a page. */
const LEFT_OUT =
  /^internal\/(?:deps\/(?:amaro|v8)\/|debugger\/|main\/(?:mksnapshot|prof_process|inspect|embedding|watch_mode|print_help|repl)|v8_prof|quic|sqlite|webstorage|inspector|bootstrap\/shadow_realm|test\/)|^(?:repl|inspector|quic|sqlite|wasi|sea|trace_events)(?:\/|$)/;

/**
 * Sources by module id, as `process.binding('natives')` gives them; `internal/facts/…` is JSON for bindings that few
 * programs need.
 */
export function readLibrary() {
  const natives = process.binding('natives');
  const sources = Object.entries(natives).filter(
    ([id, source]) => typeof source === 'string' && !LEFT_OUT.test(id),
  );
  return { ...Object.fromEntries(sources), 'internal/facts/http2': runOnNode(HTTP2_PROGRAM) };
}

/** The data that `src/runtime/bindings/http2.ts` describes. */
const HTTP2_PROGRAM = `
const { internalBinding } = require('internal/test/binding');
const { constants, nameForErrorCode, ...rest } = internalBinding('http2');
const of = (test, map) => Object.fromEntries(Object.entries(rest).filter(([, value]) => test(value)).map(([name, value]) => [name, map(value)]));
console.log(JSON.stringify({
  buffers: of(ArrayBuffer.isView, (array) => [array.constructor.name, array.length]),
  numbers: of((value) => typeof value === 'number', (value) => value),
  nameForErrorCode,
  constants,
}));
`;

const FACTS_PROGRAM = `
const { internalBinding } = require('internal/test/binding');
const { getCLIOptionsInfo } = require('internal/options');
const options = internalBinding('options');
const builtins = internalBinding('builtins');
const values = options.getCLIOptionsValues();
values['--expose-internals'] = false;
values['--eval'] = undefined;
const info = getCLIOptionsInfo();
console.log(JSON.stringify({
  version: process.version,
  versions: process.versions,
  release: process.release,
  config: builtins.config,
  builtinIds: builtins.builtinIds,
  cannotBeRequired: [...builtins.builtinCategories.cannotBeRequired],
  exitCodes: internalBinding('errors').exitCodes,
  providers: internalBinding('async_wrap').Providers,
  globals: Object.getOwnPropertyNames(globalThis),
  options: values,
  optionInfo: [...info.options].map(([name, { type, envVarSettings, defaultIsTrue }]) => [name, { type, envVarSettings, defaultIsTrue }]),
  optionAliases: [...info.aliases],
  optionTypes: options.types,
  optionEnvSettings: options.envSettings,
}));
`;

/** The data that `src/runtime/node-facts.ts` describes. */
export function readFacts() {
  return JSON.parse(runOnNode(FACTS_PROGRAM));
}

function runOnNode(program) {
  return execFileSync(process.execPath, ['--expose-internals', '-e', program], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // As a variable, because an option would stand among the facts.
    env: { PATH: process.env.PATH, NODE_NO_WARNINGS: '1' },
  });
}
