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

/** The listening ports of the sessions led by `leaders`, in the namespace that `resident` lives in. */
export function listeningInNamespace(resident: number, leaders: readonly number[]): ListeningPort[] {
  return heldBy(leaders, listeningSockets(resident));
}

/** The listening ports of the sessions led by `leaders`, on this machine. */
export function listeningOnHost(leaders: readonly number[]): ListeningPort[] {
  return heldBy(leaders, listeningSockets('self'));
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
