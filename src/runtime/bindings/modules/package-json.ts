/** Reads `package.json` files as https://github.com/nodejs/node/blob/v24.x/src/node_modules.cc does. */
import type { Host } from '../../host.ts';

/** `name, main, type, imports, exports, path`: imports and exports are a string or the text of a JSON value. */
export type SerializedPackage = [
  name: string | undefined,
  main: string | undefined,
  type: 'commonjs' | 'module' | 'none',
  imports: string | undefined,
  exports: string | undefined,
  path: string,
];

/** Who asked for a package, for the message of an error. */
export interface ImportOrigin {
  readonly base: string;
  readonly specifier: string;
}

/** The files of a process as far as packages need them: their bytes, or `undefined` where there is no such file. */
export type ReadFile = (path: string) => Uint8Array | undefined;

export class PackageReader {
  readonly #host: Host;
  readonly #readFile: ReadFile;
  readonly #packages = new Map<string, SerializedPackage>();

  constructor(host: Host, readFile: ReadFile) {
    this.#host = host;
    this.#readFile = readFile;
  }

  /**
   * The package that the file at `path` describes; once read, it does not change any more.
   *
   * @throws ERR_INVALID_PACKAGE_CONFIG
   */
  read(path: string, origin?: ImportOrigin): SerializedPackage | undefined {
    const known = this.#packages.get(path);
    if (known) return known;
    const bytes = this.#readFile(path);
    if (bytes === undefined) return undefined;
    const serialized = serialize(bytes, path) ?? this.#refuse(path, origin);
    this.#packages.set(path, serialized);
    return serialized;
  }

  /** The nearest package at or above the directory of a file. */
  nearest(path: string): SerializedPackage | undefined {
    let directory = path;
    while (directory !== '') {
      directory = directory.slice(0, directory.lastIndexOf('/'));
      const found = this.read(`${directory}/package.json`);
      if (found) return found;
    }
    return undefined;
  }

  /** The package that a module's URL belongs to, or the path at which the search ended. */
  scope(url: string): SerializedPackage | string {
    let path = pathOf(new URL('./package.json', url));
    while (!path.endsWith('node_modules/package.json')) {
      const found = this.read(path);
      if (found) return found;
      const above = path.replace(/[^/]+\/package\.json$/, 'package.json');
      if (above === path) break;
      path = above;
    }
    return path;
  }

  #refuse(path: string, origin: ImportOrigin | undefined): never {
    const by = origin ? ` while importing "${origin.specifier}" from ${pathOf(new URL(origin.base))}` : '';
    throw Object.assign(new this.#host.global.Error(`Invalid package config ${path}${by}.`), {
      code: 'ERR_INVALID_PACKAGE_CONFIG',
    });
  }
}

function pathOf(url: URL): string {
  return decodeURIComponent(url.pathname);
}

function serialize(bytes: Uint8Array, path: string): SerializedPackage | undefined {
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return undefined;
  const { name, main, type, imports, exports } = content as Record<string, unknown>;
  for (const [key, value] of Object.entries({ name, type })) {
    if (Object.hasOwn(content, key) && typeof value !== 'string') return undefined;
  }
  return [
    name as string | undefined,
    typeof main === 'string' ? main : undefined,
    type === 'commonjs' || type === 'module' ? type : 'none',
    targets(imports),
    targets(exports),
    path,
  ];
}

function targets(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : undefined;
}
