import type { Binding } from '../host.ts';
import { unavailable } from './unavailable.ts';

/** `internalBinding('inspector')`: `config.hasInspector` is false, so the library does not ask for more than this. */
export function createInspectorBinding(): Binding {
  const refuse = () => unavailable('node:inspector', 'the debugger of the browser is at hand');
  return {
    isEnabled: () => false,
    url: () => undefined,
    open: refuse,
    waitForDebugger: refuse,
    setConsoleExtensionInstaller() {},
    registerAsyncHook() {},
    setupNetworkTracking() {},
    console: {},
  };
}
