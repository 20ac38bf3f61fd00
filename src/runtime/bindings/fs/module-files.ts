/** The questions that Node's module loaders put to the file system. */
import type { FileSystem } from '../../fs/file-system.ts';
import { codedError } from './native-error.ts';

const MAIN_SUFFIXES = ['', '.js', '.json', '.node', '/index.js', '/index.json', '/index.node'];
const INDEX_FILES = ['index.js', 'index.json', 'index.node'];
const EXTENSIONLESS_FORMAT_JAVASCRIPT = 0;
const EXTENSIONLESS_FORMAT_WASM = 1;
const WASM_MAGIC = [0x00, 0x61, 0x73, 0x6d];

/**
 * The number of the candidate that exists, of those that `legacyMainResolve` of the ES module loader lists. `base` is
 * the URL or path of the importing module.
 */
export function legacyMainResolve(
  files: FileSystem,
  packagePath: string,
  main: unknown,
  base: unknown,
): number {
  const isFile = (path: string) => files.kindOf(path) === 0;
  const initial = join(packagePath, typeof main === 'string' ? main : INDEX_FILES[0]!);
  if (typeof main === 'string') {
    const index = MAIN_SUFFIXES.findIndex((suffix) => isFile(join(packagePath, main + suffix)));
    if (index !== -1) return index;
  }
  const index = INDEX_FILES.findIndex((name) => isFile(join(packagePath, name)));
  if (index !== -1) return MAIN_SUFFIXES.length + index;
  if (typeof base !== 'string') {
    const message = 'The "base" argument must be of type string or an instance of URL.';
    throw codedError('ERR_INVALID_ARG_TYPE', message, TypeError);
  }
  const importer = base.startsWith('file:') ? decodeURIComponent(new URL(base).pathname) : base;
  throw codedError('ERR_MODULE_NOT_FOUND', `Cannot find package '${initial}' imported from ${importer}`);
}

/** Tells WebAssembly from JavaScript by the first four bytes; a file that cannot be read counts as JavaScript. */
export function formatOfExtensionlessFile(files: FileSystem, path: string): number {
  let fd: number;
  try {
    fd = files.open(path, 0, 0);
  } catch {
    return EXTENSIONLESS_FORMAT_JAVASCRIPT;
  }
  try {
    const head = new Uint8Array(WASM_MAGIC.length);
    files.read(fd, head, 0);
    return WASM_MAGIC.every((byte, i) => head[i] === byte)
      ? EXTENSIONLESS_FORMAT_WASM
      : EXTENSIONLESS_FORMAT_JAVASCRIPT;
  } catch {
    return EXTENSIONLESS_FORMAT_JAVASCRIPT;
  } finally {
    files.close(fd);
  }
}

function join(directory: string, path: string): string {
  const joined = `${directory.replace(/\/+$/, '')}/${path.replace(/^(?:\.?\/)+/, '')}`;
  return joined.replace(/\/{2,}/g, '/');
}
