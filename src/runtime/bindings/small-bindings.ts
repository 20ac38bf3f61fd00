/** Bindings that are a handful of values each, because the sandbox has nothing behind them. */
import type { Any, Binding, BindingFactory } from '../host.ts';

/** `trace_events`: tracing is never on. */
const createTraceEventsBinding: BindingFactory = () => ({
  getEnabledCategories: () => undefined,
  setTraceCategoryStateUpdateHandler() {},
  getCategoryEnabledBuffer: () => new Uint8Array(1),
  isTraceCategoryEnabled: () => false,
  trace() {},
  CategorySet: class {
    enable(): void {}
    disable(): void {}
  },
});

const createConfigBinding: BindingFactory = () => ({
  isDebugBuild: false,
  openSSLIsBoringSSL: false,
  hasOpenSSL: true,
  fipsMode: false,
  hasIntl: true,
  hasSmallICU: false,
  hasTracing: false,
  hasNodeOptions: true,
  hasInspector: false,
  noBrowserGlobals: false,
  bits: 64,
  getDefaultLocale: () => 'en-US',
});

/** One ordinary user, as in a container. */
const createCredentialsBinding: BindingFactory = (host) => ({
  safeGetenv: (name: string) => host.env[name],
  getTempDir: () => host.env['TMPDIR'] ?? '/tmp',
  implementsPosixCredentials: true,
  getuid: () => 1000,
  geteuid: () => 1000,
  getgid: () => 1000,
  getegid: () => 1000,
  getgroups: () => [1000],
  initgroups: () => 0,
  setegid: () => 0,
  seteuid: () => 0,
  setgid: () => 0,
  setuid: () => 0,
  setgroups: () => 0,
});

/** Native code publishes to no channel here. */
const createDiagnosticsChannelBinding: BindingFactory = () => ({
  subscribers: new Uint32Array(1024),
  linkNativeChannel() {},
});

const createWasmWebApiBinding: BindingFactory = () => ({ setImplementation() {} });

const createInternalOnlyV8Binding: BindingFactory = () => ({ queryObjects: () => [] });

export const smallBindings: Readonly<Record<string, BindingFactory>> = {
  trace_events: createTraceEventsBinding,
  config: createConfigBinding,
  credentials: createCredentialsBinding,
  diagnostics_channel: createDiagnosticsChannelBinding,
  wasm_web_api: createWasmWebApiBinding,
  internal_only_v8: createInternalOnlyV8Binding,
};

/** A binding whose every use throws: named here because the sandbox cannot offer what it stands for. */
export function missingBinding(name: string): Binding {
  return new Proxy({} as Binding, {
    get(_target, property): Any {
      if (typeof property === 'symbol') return undefined;
      // Reading is harmless: the library takes functions out of bindings when a module loads.
      return function unavailable() {
        throw Object.assign(new Error(`\`${name}.${property}\` is not available in this sandbox.`), {
          code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
        });
      };
    },
  });
}
