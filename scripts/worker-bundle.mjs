/** The script of the worker: whole, and as what the start of a server needs of it. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { parseSource } from '../src/runtime/transform/parse.ts';
import { childrenOf, isFunction } from '../src/runtime/transform/syntax-tree.ts';
import { cutFunctions, functionsOf } from './cut-functions.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const NAME = 'safety-net:worker';
/** What waits for the whole cannot be a part of it, nor what prepares the realm for it in some browser. */
const NEVER_CUT =
  /^(?:esbuild |src\/runtime\/(?:cut-functions|code-store|late-files|pristine|realm-globals|realm-cleaning|missing-builtins|emulated-[\w-]+|fs\/text-pack|transform\/(?:context-tracking|importing-function|redefine|promise-hooks))\.ts |src\/runtime\/worker\.ts fail\d*$)/;

/**
 * Modules that no start needs and whose tables take long to make: they run when something of them is first used. All
 * that they export are functions, or objects of functions.
 */
const LATE_MODULES =
  /^@noble\/(?:ciphers\/(?:aes|_polyval)|hashes\/(?:blake2|sha2|sha3|hmac|hkdf|pbkdf2|scrypt))\.js$/;

const lateModules = {
  name: 'late-modules',
  setup(build) {
    build.onResolve({ filter: LATE_MODULES }, ({ path, importer, namespace }) => {
      // What stands for a module asks for the one that it stands for.
      if (namespace === 'late') return { path: fileURLToPath(import.meta.resolve(path)) };
      return importer.includes('/node_modules/') ? undefined : { path, namespace: 'late' };
    });
    build.onLoad({ filter: /./, namespace: 'late' }, async ({ path }) => {
      const names = Object.keys(await import(path));
      const exports = names.map((name) => `export const ${name} = lateFunction(() => load().${name});`);
      const load = `const load = () => require(${JSON.stringify(path)});`;
      const lines = [`import { lateFunction } from './src/runtime/late-bound.ts';`, load, ...exports];
      return { contents: lines.join('\n'), resolveDir: root };
    });
  },
};

/** The bundle with all of its names, and a comment before each file's part. */
export async function readableWorker() {
  const result = await build({
    entryPoints: [join(root, 'src/runtime/worker.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    inject: [join(root, 'src/runtime/realm-globals.ts')],
    plugins: [lateModules],
    // The other build of it is WebAssembly, which is larger and no faster for a few files.
    alias: { 'cjs-module-lexer': join(root, 'node_modules/cjs-module-lexer/lexer.js') },
    absWorkingDir: root,
  });
  return result.outputFiles[0].text;
}

/** The functions of the bundle, named by the file that they are from and the names around them. */
export function workerFunctions(source) {
  const parts = [...source.matchAll(/^ *\/\/ ((?:src\/|node_modules\/|late:)\S+)$/gm)];
  return functionsOf(source, ({ start }) => parts.findLast(({ index }) => index < start)?.[1] ?? 'esbuild');
}

/**
 * The source with names of classes that stay when it is minified: those that extend others or are made by functions, as
 * what bindings hand out is, show in stacks (`TCPConnectWrap.afterConnect`) and where programs print them. V8 takes the name of a class without
 * one from the property that it stands at.
 */
export function keepClassNames(source) {
  const edits = [];
  const visit = (node, functions) => {
    // The bundle is a function itself.
    if (node.type === 'ClassDeclaration' && (node.superClass || functions > 1)) {
      const { name, end } = node.id;
      edits.push(
        [node.start, `const { ${name} } = { ${name}: `],
        [node.start + 'class'.length, '', end],
        [node.end, ' };'],
      );
    }
    const inner = isFunction(node) ? functions + 1 : functions;
    for (const child of childrenOf(node)) visit(child, inner);
  };
  visit(parseSource(source, 'commonjs'), 0);
  const pieces = [];
  let at = 0;
  for (const [offset, text, skipped = offset] of edits.sort(([a], [b]) => a - b)) {
    pieces.push(source.slice(at, offset), text);
    at = skipped;
  }
  return pieces.join('') + source.slice(at);
}

/**
 * `prelude` are statements before it, without functions. `start` is the script without the functions of `uncalled`, by their names; `whole` a `CutText` of
 * `src/runtime/cut-functions.ts`.
 */
export async function bundleWorker(source, uncalled, prelude = '') {
  const isReadable = process.env.SAFETY_NET_READABLE === '1';
  // These names must be free in the whole script: what stands in for a function uses them.
  const { code } = await transform(`${keepClassNames(source)}\nvoid [typeof $c, typeof $s];\n`, {
    target: 'es2022',
    minifyWhitespace: !isReadable,
    minifyIdentifiers: !isReadable,
    legalComments: 'none',
  });
  const named = workerFunctions(source);
  const minified = functionsOf(prelude + code);
  if (named.length !== minified.length) throw new Error('Minifying the worker has changed its functions.');
  const functions = minified.map((each, index) => ({ ...each, key: named[index].key }));
  const whole = `${prelude}${code}\n//# sourceURL=${NAME}\n`;
  const cut = cutFunctions(whole, (key) => NEVER_CUT.test(key) || !uncalled.has(key), functions);
  return { start: cut.code, whole: { source: whole, cuts: cut.cuts } };
}
