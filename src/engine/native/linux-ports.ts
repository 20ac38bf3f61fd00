import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { ListeningPort } from './network.ts';

/** Socket inodes to ports, of every socket that listens in the network that process `pid` lives in (proc_net_tcp(5)). */
function listeningSockets(pid: number | 'self'): Map<string, number> {
  const sockets = new Map<string, number>();
  for (const table of ['tcp', 'tcp6']) {
    for (const line of read(`/proc/${pid}/net/${table}`).split('\n').slice(1)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (state !== '0A' || local === undefined || inode === undefined) continue;
      sockets.set(inode, Number.parseInt(local.slice(local.lastIndexOf(':') + 1), 16));
    }
  }
  return sockets;
}

/** The members of the sessions that `leaders` lead, each with its leader (proc_pid_stat(5)). */
function membersOf(leaders: readonly number[]): [member: string, leader: number][] {
  return readdirSync('/proc').flatMap((name): [string, number][] => {
    if (!/^\d+$/.test(name)) return [];
    const stat = read(`/proc/${name}/stat`);
    // The command name stands in parentheses and may hold anything, even spaces.
    const session = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]);
    return leaders.includes(session) ? [[name, session]] : [];
  });
}

function heldBy(leaders: readonly number[], sockets: ReadonlyMap<string, number>): ListeningPort[] {
  if (sockets.size === 0) return [];
  const found = new Map<number, ListeningPort>();
  for (const [member, pid] of membersOf(leaders)) {
    for (const descriptor of list(`/proc/${member}/fd`)) {
      const inode = /^socket:\[(\d+)\]$/.exec(link(`/proc/${member}/fd/${descriptor}`))?.[1];
      const port = inode === undefined ? undefined : sockets.get(inode);
      if (port !== undefined && !found.has(port)) found.set(port, { port, pid });
    }
  }
  return [...found.values()];
}

/** After so many milliseconds the tables are read again, whatever the counters say. */
const longest = 1000;

/**
 * The listening ports of a network: of the namespace that process `resident` lives in, or this machine's (`self`).
 *
 * It is asked many times a second, and the kernel takes milliseconds for its tables of sockets, however few there are. So
 * they are read only when the number of sockets in use has changed (`sockstat`): a session that is new has none yet.
 */
export class LinuxPorts {
  readonly #resident: number | 'self';
  #known: { readonly key: string; readonly ports: readonly ListeningPort[]; readonly at: number } | undefined;

  constructor(resident: number | 'self') {
    this.#resident = resident;
  }

  /** Those that the sessions led by `leaders` listen on. */
  of(leaders: readonly number[]): readonly ListeningPort[] {
    const key = socketsInUse(this.#resident);
    const now = performance.now();
    if (key !== undefined && this.#known?.key === key && now - this.#known.at < longest) {
      return this.#known.ports.filter(({ pid }) => leaders.includes(pid));
    }
    const sockets = listeningSockets(this.#resident);
    const ports = heldBy(leaders, sockets);
    // A socket whose holder was not found may have one by the next time.
    const isComplete = new Set(sockets.values()).size === ports.length;
    this.#known = key !== undefined && isComplete ? { key, ports, at: now } : undefined;
    return ports;
  }
}

/** How many TCP sockets of a network are in use, as `4,1`; `undefined` where the system does not say. */
function socketsInUse(pid: number | 'self'): string | undefined {
  const found = ['sockstat', 'sockstat6'].map(
    (table) => /^TCP6?: inuse (\d+)/m.exec(read(`/proc/${pid}/net/${table}`))?.[1],
  );
  return found[0] === undefined ? undefined : found.join();
}

// Processes come and go while they are looked at: what cannot be read is not there.
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
