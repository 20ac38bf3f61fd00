/**
 * `internalBinding('os')`: a small Linux machine with one user.
 *
 * What a browser tells (the number of processors) is passed on; what it hides (load, memory in use) is a quiet machine.
 */
import type { Binding, Host } from '../host.ts';

const hostname = 'localhost';
const totalMemory = 2 * 1024 ** 3;
const freeMemory = 1024 ** 3;
/** A process's priority that nobody changed. */
const normalPriority = 0;
const ESRCH = -3;
const noSuchProcess = 'no such process';

interface SystemErrorContext {
  errno?: number;
  code?: string;
  message?: string;
  syscall?: string;
}

export function createOsBinding(host: Host): Binding {
  const started = performance.now();
  const priorities = new Map<number, number>([[host.pid, normalPriority]]);
  const processors = () => navigator?.hardwareConcurrency || 1;

  /** 0 means the process that asks. */
  const known = (pid: number, syscall: string, context: SystemErrorContext): number | undefined => {
    const id = pid === 0 ? host.pid : pid;
    if (priorities.has(id)) return id;
    Object.assign(context, { errno: ESRCH, code: 'ESRCH', message: noSuchProcess, syscall });
    return undefined;
  };

  return {
    isBigEndian: new Uint8Array(Uint16Array.of(1).buffer)[0] === 0,
    getAvailableParallelism: processors,
    /** Seven values a processor: model, MHz, then milliseconds of user, nice, sys, idle and irq time. */
    getCPUs() {
      const values: unknown[] = [];
      const idle = Math.round(performance.now() - started);
      for (let i = 0; i < processors(); i++) values.push('Virtual CPU', 0, 0, 0, 0, idle, 0);
      return values;
    },
    getFreeMem: () => freeMemory,
    getTotalMem: () => totalMemory,
    getHomeDirectory: () => host.env['HOME'] ?? '/home/node',
    getHostname: () => hostname,
    /** Seven values an address: name, address, netmask, family, MAC, whether it is internal, scope. */
    getInterfaceAddresses: () => [
      ...['lo', '127.0.0.1', '255.0.0.0', 'IPv4', '00:00:00:00:00:00', true, -1],
      ...['lo', '::1', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'IPv6', '00:00:00:00:00:00', true, 0],
    ],
    getLoadAvg(averages: Float64Array) {
      averages.fill(0);
    },
    /** `uname`: system, version, release, machine. */
    getOSInformation: () => ['Linux', '#1 SMP', '6.12.0', 'x86_64'],
    getUptime: () => Math.floor((performance.now() - started) / 10) / 100,
    getUserInfo(options?: { encoding?: string }) {
      const text = (value: string) =>
        options?.encoding === 'buffer' ? host.builtin('buffer').Buffer.from(value) : value;
      return Object.assign(Object.create(null), {
        uid: 1000,
        gid: 1000,
        username: text(host.env['USER'] ?? 'node'),
        homedir: text(host.env['HOME'] ?? '/home/node'),
        shell: text('/bin/sh'),
      });
    },
    getPriority(pid: number, context: SystemErrorContext) {
      const id = known(pid, 'uv_os_getpriority', context);
      return id === undefined ? undefined : priorities.get(id);
    },
    setPriority(pid: number, priority: number, context: SystemErrorContext) {
      const id = known(pid, 'uv_os_setpriority', context);
      if (id === undefined) return ESRCH;
      priorities.set(id, priority);
      return 0;
    },
  };
}
