import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SharedChange } from '../../../src/runtime/fs/change.ts';
import { FileHub } from '../../../src/runtime/fs/file-hub.ts';
import { O_APPEND, O_CREAT, O_RDWR, O_WRONLY } from '../../../src/runtime/fs/flags.ts';
import { MemoryFileSystem } from '../../../src/runtime/fs/memory-file-system.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const bytes = (string: string) => new TextEncoder().encode(string);

/** A hub with processes whose messages wait until they are delivered, as between threads. */
class Cluster {
  readonly hub = new FileHub({ cwd: '/home/learner/app' });
  readonly processes: MemoryFileSystem[] = [];
  readonly #toHub: SharedChange[][] = [];
  readonly #toProcess: SharedChange[][] = [];

  spawn(cwd = '/home/learner/app'): MemoryFileSystem {
    const pid = this.processes.length + 1;
    const inbox: SharedChange[] = [];
    const outbox: SharedChange[] = [];
    const snapshot = structuredClone(this.hub.attach(pid, (change) => inbox.push(structuredClone(change))));
    const files = new MemoryFileSystem({ snapshot, origin: pid, cwd });
    files.onChange = (change) => outbox.push(structuredClone(change));
    this.processes.push(files);
    this.#toHub.push(outbox);
    this.#toProcess.push(inbox);
    return files;
  }

  /** Delivers the next message of a queue; false when there is none. */
  deliver(index: number, toHub: boolean): boolean {
    const change = (toHub ? this.#toHub : this.#toProcess)[index]?.shift();
    if (!change) return false;
    if (toHub) this.hub.receive(index + 1, change);
    else this.processes[index]?.applyChange(change);
    return true;
  }

  settle(): void {
    for (let moved = true; moved; ) {
      moved = false;
      for (const index of this.processes.keys()) {
        while (this.deliver(index, true)) moved = true;
        while (this.deliver(index, false)) moved = true;
      }
    }
  }
}

function contentsOf(files: MemoryFileSystem, path = '/home/learner/app'): unknown {
  return files
    .readdir(path)
    .map(({ name, type }) => {
      const here = `${path}/${name}`;
      if (type === 2) return [name, contentsOf(files, here)];
      if (type === 3) return [name, files.readlink(here)];
      return [name, text(files.readFile(here)), files.stat(here).mode];
    })
    .sort((a, b) => (`${a[0]}` < `${b[0]}` ? -1 : 1));
}

describe('the hub', () => {
  it('brings files, folders, links and attributes of one process to all others', () => {
    const cluster = new Cluster();
    const [one, two] = [cluster.spawn(), cluster.spawn()];
    one.mkdirRecursive('data/logs', 0o777);
    one.writeFile('data/a.txt', 'first');
    one.symlink('a.txt', 'data/link');
    one.link('data/a.txt', 'data/b.txt');
    one.chmod('data/a.txt', 0o600);
    one.rename('data/logs', 'data/archive');
    one.unlink('data/a.txt');
    cluster.settle();
    expect(contentsOf(two)).toEqual(contentsOf(one));
    expect(contentsOf(cluster.hub)).toEqual(contentsOf(one));
    expect(two.stat('data/b.txt').mtime).toBe(one.stat('data/b.txt').mtime);
  });

  it('gives a later process everything that happened before', () => {
    const cluster = new Cluster();
    cluster.spawn().writeFile('a', 'before');
    cluster.settle();
    expect(text(cluster.spawn().readFile('a'))).toBe('before');
  });

  it('learns of the working directory that a process makes for itself', () => {
    const cluster = new Cluster();
    const process = cluster.spawn('/home/learner/elsewhere');
    process.writeFile('a', 'x');
    cluster.settle();
    expect(text(cluster.hub.readFile('/home/learner/elsewhere/a'))).toBe('x');
  });

  it('tells processes of what the page writes', () => {
    const cluster = new Cluster();
    const process = cluster.spawn();
    cluster.hub.writeFile('/home/learner/app/server.js', 'edited');
    cluster.settle();
    expect(text(process.readFile('server.js'))).toBe('edited');
  });

  it('keeps the lines of two processes that append to one log', () => {
    const cluster = new Cluster();
    const writers = [cluster.spawn(), cluster.spawn()];
    // Both make the file before they hear of each other.
    const logs = writers.map((files) => files.open('app.log', O_WRONLY | O_CREAT | O_APPEND, 0o644));
    for (let i = 0; i < 50; i++) {
      for (const [n, files] of writers.entries()) files.write(logs[n] as number, bytes(`${n}:${i}\n`), null);
      cluster.deliver(i % 2, true);
    }
    cluster.settle();
    const lines = text(cluster.hub.readFile('/home/learner/app/app.log')).trimEnd().split('\n');
    expect(lines).toHaveLength(100);
    expect(lines.filter((line) => line.startsWith('1:'))).toEqual(
      Array.from({ length: 50 }, (_, i) => `1:${i}`),
    );
    for (const files of writers) expect(contentsOf(files)).toEqual(contentsOf(cluster.hub));
  });

  it('lets a process that keeps a log open go on writing after another one has rotated it', () => {
    const cluster = new Cluster();
    const [server, rotator] = [cluster.spawn(), cluster.spawn()];
    const log = server.open('app.log', O_WRONLY | O_CREAT | O_APPEND, 0o644);
    server.write(log, bytes('old '), null);
    cluster.settle();
    rotator.rename('app.log', 'app.log.1');
    rotator.writeFile('app.log', '');
    cluster.settle();
    server.write(log, bytes('new'), null);
    cluster.settle();
    expect(text(rotator.readFile('app.log.1'))).toBe('old new');
    expect(text(rotator.readFile('app.log'))).toBe('');
  });

  it('keeps a file readable for the process that has it open while another one removes it', () => {
    const cluster = new Cluster();
    const [reader, remover] = [cluster.spawn(), cluster.spawn()];
    reader.writeFile('a', 'still here');
    const fd = reader.open('a', O_RDWR, 0);
    cluster.settle();
    remover.unlink('a');
    cluster.settle();
    const into = new Uint8Array(20);
    expect(text(into.subarray(0, reader.read(fd, into, 0)))).toBe('still here');
    reader.write(fd, bytes('!'), 0);
    cluster.settle();
    expect(reader.exists('a')).toBe(false);
  });

  it('drops what a detached process still sends to nobody', () => {
    const cluster = new Cluster();
    const [one, two] = [cluster.spawn(), cluster.spawn()];
    cluster.hub.detach(2);
    one.writeFile('a', 'x');
    cluster.settle();
    expect(two.exists('a')).toBe(false);
    expect(cluster.hub.exists('/home/learner/app/a')).toBe(true);
  });

  it('fires watchers for changes of other processes', () => {
    const cluster = new Cluster();
    const [one, two] = [cluster.spawn(), cluster.spawn()];
    const events: string[] = [];
    two.watch('.', (event, name) => events.push(`${event} ${name}`));
    one.writeFile('a', 'x');
    cluster.settle();
    expect(events).toEqual(['create a', 'modify a']);
  });

  it('brings all copies to the same state, whatever they do at once and however late they hear of it', {
    timeout: 60_000,
  }, () => {
    const name = fc.constantFrom('a', 'b', 'd', 'd/a', 'd/b');
    const act = fc.record({
      process: fc.nat(2),
      kind: fc.constantFrom(
        'write',
        'append',
        'truncate',
        'mkdir',
        'remove',
        'rename',
        'link',
        'symlink',
        'chmod',
      ),
      name,
      other: name,
      text: fc.string({ minLength: 1, maxLength: 3 }),
    });
    const deliver = fc.record({ process: fc.nat(2), toHub: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.oneof(act, act, deliver), { maxLength: 60 }), (steps) => {
        const cluster = new Cluster();
        for (let i = 0; i < 3; i++) cluster.spawn();
        for (const step of steps) {
          if ('toHub' in step) cluster.deliver(step.process, step.toHub);
          else attempt(cluster.processes[step.process] as MemoryFileSystem, step);
        }
        cluster.settle();
        const state = contentsOf(cluster.hub);
        for (const files of cluster.processes) expect(contentsOf(files)).toEqual(state);
      }),
      { numRuns: 500 },
    );
  });
});

interface Act {
  readonly kind: string;
  readonly name: string;
  readonly other: string;
  readonly text: string;
}

/** Does one thing, which may be impossible in the state that the process is in. */
function attempt(files: MemoryFileSystem, { kind, name, other, text }: Act): void {
  try {
    if (kind === 'write') files.writeFile(name, text);
    else if (kind === 'mkdir') files.mkdir(name, 0o755);
    else if (kind === 'rename') files.rename(name, other);
    else if (kind === 'link') files.link(name, other);
    else if (kind === 'symlink') files.symlink(text.replaceAll('\0', '0'), name);
    else if (kind === 'chmod') files.chmod(name, 0o700);
    else if (kind === 'remove') files.kindOf(name) === 1 ? files.rmdir(name) : files.unlink(name);
    else {
      const fd = files.open(name, kind === 'append' ? O_WRONLY | O_CREAT | O_APPEND : O_WRONLY, 0o644);
      if (kind === 'append') files.write(fd, bytes(text), null);
      else files.ftruncate(fd, 1);
      files.close(fd);
    }
  } catch (error) {
    if (typeof (error as { errno?: unknown }).errno !== 'number') throw error;
  }
}
