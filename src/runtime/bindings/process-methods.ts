import type { Any, Binding, Host } from '../host.ts';
import { visibleError } from './fs/native-error.ts';
import { parseEnvFile } from './util/env-file.ts';

/** What the process methods act on. */
export interface ProcessControl {
  readonly host: Host;
  /** Milliseconds since the process started. */
  uptime(): number;
  exit(code: number): never;
  abort(): never;
  /** Sends a signal to a process; returns 0 or a negative errno. */
  kill(pid: number, signal: number): number;
  patch(process: Any): void;
  activeResources(): string[];
  /** The objects that programs know: the owner of a handle, or the handle. */
  activeHandles(): unknown[];
}

/** `internalBinding('process_methods')`. */
export function createProcessMethodsBinding(control: ProcessControl): Binding {
  // Four, not three: the library views the same memory as one 64-bit integer.
  const hrtimeBuffer = new Uint32Array(4);
  const nanoseconds = () => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1e6));
  const startedAt = performance.now();
  const cpu = (values: Float64Array) => {
    // A worker cannot read its processor time; the time it has lived is an upper bound.
    values[0] = Math.round((performance.now() - startedAt) * 1000);
    values[1] = 0;
  };
  const { host } = control;
  return {
    hrtimeBuffer,
    hrtime() {
      const now = nanoseconds();
      const seconds = now / 1_000_000_000n;
      hrtimeBuffer[0] = Number(seconds >> 32n);
      hrtimeBuffer[1] = Number(seconds & 0xffffffffn);
      hrtimeBuffer[2] = Number(now % 1_000_000_000n);
    },
    hrtimeBigInt() {
      new BigUint64Array(hrtimeBuffer.buffer, 0, 1)[0] = nanoseconds();
    },
    uptime: () => control.uptime() / 1000,
    cwd: () => host.files.cwd(),
    chdir: function chdir(path: string) {
      try {
        host.files.chdir(path);
      } catch (error) {
        throw visibleError(error, chdir);
      }
    },
    umask(mask?: number) {
      const before = host.files.umask;
      if (mask !== undefined) host.files.umask = mask & 0o777;
      return before;
    },
    memoryUsage(values: Float64Array) {
      const memory = (performance as Any).memory;
      values[0] = memory?.totalJSHeapSize ?? 50_000_000;
      values[1] = memory?.totalJSHeapSize ?? 30_000_000;
      values[2] = memory?.usedJSHeapSize ?? 20_000_000;
      values[3] = 2_000_000;
      values[4] = 10_000;
    },
    rss: () => (performance as Any).memory?.totalJSHeapSize ?? 50_000_000,
    constrainedMemory: () => 0,
    availableMemory: () => 1_000_000_000,
    cpuUsage: cpu,
    threadCpuUsage: cpu,
    resourceUsage(values: Float64Array) {
      values.fill(0);
      cpu(values);
    },
    _getActiveRequests: () => [],
    _getActiveHandles: () => control.activeHandles(),
    getActiveResourcesInfo: () => control.activeResources(),
    _kill: (pid: number, signal: number) => control.kill(pid, signal),
    _rawDebug: (text: string) => host.write(2, new TextEncoder().encode(`${text}\n`)),
    _debugProcess() {},
    _debugEnd() {},
    abort: () => control.abort(),
    causeSegfault: () => control.abort(),
    dlopen() {
      throw new Error('Native addons cannot be loaded in this sandbox.');
    },
    reallyExit: (code: number) => control.exit(code),
    execve() {
      throw new Error('`process.execve` is not available in this sandbox.');
    },
    patchProcessObject: (process: Any) => control.patch(process),
    loadEnvFile(path = '.env') {
      const text = new TextDecoder().decode(host.files.readFile(path));
      for (const [name, value] of Object.entries(parseEnvFile(text))) host.process.env[name] ??= value;
    },
    setEmitWarningSync() {},
    resetStdioForTesting() {},
  };
}
