/**
 * `internalBinding('modules')`: packages. There is no compile cache: engines cache the code of a sandbox as they like.
 */
import type { Binding, Host } from '../host.ts';
import { PackageReader } from './modules/package-json.ts';

const COMPILE_CACHE_STATUSES = ['FAILED', 'ENABLED', 'ALREADY_ENABLED', 'DISABLED'];

export function createModulesBinding(host: Host): Binding {
  const packages = new PackageReader(host, (path) => readFile(host, path));
  const nullObject = <Fields extends object>(fields: Fields): Fields =>
    Object.assign(Object.create(null), fields);

  return {
    readPackageJSON(path: string, isEsm: boolean, base?: string, specifier?: string) {
      const origin = isEsm && base !== undefined && specifier !== undefined ? { base, specifier } : undefined;
      return packages.read(path, origin);
    },
    getNearestParentPackageJSON: (path: string) => packages.nearest(path),
    getNearestParentPackageJSONType: (path: string) => packages.nearest(path)?.[2],
    getPackageScopeConfig: (url: string) => packages.scope(url),
    getPackageType(url: string) {
      const scope = packages.scope(url);
      return typeof scope === 'string' ? undefined : scope[2];
    },
    /** `import.meta.dirname` and `import.meta.filename` of a module that comes from a file. */
    setLazyPathHelpers(meta: object, url: string) {
      const filename: string = host.builtin('internal/url').fileURLToPath(url);
      Object.assign(meta, { dirname: host.builtin('path').dirname(filename), filename });
    },
    enableCompileCache: () => [
      COMPILE_CACHE_STATUSES.indexOf('FAILED'),
      'The compile cache is not available in this sandbox.',
    ],
    getCompileCacheDir: () => '',
    flushCompileCache() {},
    getCompileCacheEntry: () => undefined,
    saveCompileCacheEntry() {},
    compileCacheStatus: COMPILE_CACHE_STATUSES,
    cachedCodeTypes: nullObject({
      kCommonJS: 0,
      kESM: 1,
      kStrippedTypeScript: 2,
      kTransformedTypeScript: 3,
      kTransformedTypeScriptWithSourceMaps: 4,
    }),
    moduleFormats: nullObject({ kCommonJS: 0, kModule: 1 }),
  };
}

/** The file's bytes; `undefined` for whatever keeps it from being read, as in Node. */
function readFile(host: Host, path: string): Uint8Array | undefined {
  try {
    return host.files.readFile(path);
  } catch {
    return undefined;
  }
}
