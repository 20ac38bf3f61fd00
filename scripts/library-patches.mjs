/**
 * Changes to Node's library. Most are where it relies on draining microtasks from within a task, which no browser can
 * do: timers and immediates are run one at a time instead, and the loop does the rest in between. Each must fit once.
 */
export const LIBRARY_PATCHES = {
  'internal/util': [
    {
      // There is one realm in a worker; the constructors of another one would be the same.
      find: "    internalGlobal = runInNewContext('this', undefined, { contextName: 'internal' });",
      replace: '    internalGlobal = { RegExp };',
    },
  ],
  'internal/crypto/webcrypto': [
    {
      // The browser's own Web Crypto, where it has one: keys and signatures of every kind.
      find: 'module.exports = {\n',
      replace: "module.exports = internalBinding('crypto').webCrypto ?? {\n",
    },
  ],
  'internal/modules/cjs/loader': [
    {
      // A package's file may have come without the functions that a start does not call.
      find: "      return fs.readFileSync(filename, 'utf8');\n    }\n    case 'builtin':",
      replace:
        "      return internalBinding('contextify').fileCode(filename) ?? fs.readFileSync(filename, 'utf8');\n    }\n    case 'builtin':",
    },
  ],
  'internal/timers': [
    {
      // The next immediate of a list runs in a task of its own; the list is kept where an exception would keep it.
      find: `      if (ranAtLeastOneImmediate)
        runNextTicks();
      else
        ranAtLeastOneImmediate = true;`,
      replace: `      if (ranAtLeastOneImmediate)
        return;
      else
        ranAtLeastOneImmediate = true;`,
    },
    {
      find: `  const outstandingQueue = new ImmediateList();

  function processImmediate() {`,
      replace: `  const outstandingQueue = new ImmediateList(); let prevImmediate;

  function processImmediate() {`,
    },
    { find: '    let prevImmediate;\n', replace: '\n' },
    {
      find: `      if (ranAtLeastOneList)
        runNextTicks();
      else`,
      replace: `      if (ranAtLeastOneList) {
        nextExpiry = list.expiry; return timeoutInfo[0] > 0 ? nextExpiry : -nextExpiry; }
      else`,
    },
    {
      find: `      if (ranAtLeastOneTimer)
        runNextTicks();
      else`,
      replace: `      if (ranAtLeastOneTimer)
        return;
      else`,
    },
  ],
};

/** The library with every patch applied; a patch that does not fit exactly once is an error. */
export function patchLibrary(library, patches = LIBRARY_PATCHES) {
  const patched = { ...library };
  for (const [id, list] of Object.entries(patches)) {
    for (const { find, replace } of list) {
      const parts = patched[id]?.split(find) ?? [];
      if (parts.length !== 2) {
        throw new Error(
          `A patch for \`node:${id}\` fits ${Math.max(0, parts.length - 1)} times instead of once: compare scripts/library-patches.mjs with lib/${id}.js of ${process.version}.`,
        );
      }
      patched[id] = parts.join(replace);
    }
  }
  return patched;
}
