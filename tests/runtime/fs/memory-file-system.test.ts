import { describe, expect, it } from 'vitest';
import { FileSystemError } from '../../../src/runtime/fs/errno.ts';
import { O_CREAT, O_RDWR, O_WRONLY, R_OK, W_OK, X_OK } from '../../../src/runtime/fs/flags.ts';
import { MemoryFileSystem } from '../../../src/runtime/fs/memory-file-system.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const app = () => new MemoryFileSystem({ cwd: '/home/learner/app' });

function codeOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    if (error instanceof FileSystemError) return error.code;
    throw error;
  }
  return undefined;
}

describe('the working directory', () => {
  it('is where relative paths start, and follows when it is renamed', () => {
    const files = app();
    files.writeFile('a.txt', 'here');
    files.rename('/home/learner/app', '/home/learner/moved');
    expect(files.cwd()).toBe('/home/learner/moved');
    expect(text(files.readFile('a.txt'))).toBe('here');
  });

  it('is an error once it has been removed', () => {
    const files = app();
    files.rmdir('/home/learner/app');
    expect(() => files.cwd()).toThrow('ENOENT: no such file or directory, uv_cwd');
    expect(codeOf(() => files.writeFile('a', ''))).toBe('ENOENT');
  });

  it('says where it was when it cannot change', () => {
    const files = app();
    expect(() => files.chdir('none')).toThrow(
      "ENOENT: no such file or directory, chdir '/home/learner/app' -> 'none'",
    );
  });
});

describe('permissions', () => {
  it('keep an ordinary user out of a file without them', () => {
    const files = app();
    files.writeFile('secret', 'x');
    files.chmod('secret', 0);
    expect(() => files.readFile('secret')).toThrow("EACCES: permission denied, open 'secret'");
    expect(codeOf(() => files.open('secret', O_WRONLY, 0))).toBe('EACCES');
    expect(codeOf(() => files.access('secret', R_OK))).toBe('EACCES');
    expect(codeOf(() => files.access('secret', 0))).toBeUndefined();
  });

  it('of a directory decide over its names', () => {
    const files = app();
    files.mkdir('locked', 0o777);
    files.writeFile('locked/a', '');
    files.chmod('locked', 0o500);
    expect(codeOf(() => files.writeFile('locked/b', ''))).toBe('EACCES');
    expect(codeOf(() => files.unlink('locked/a'))).toBe('EACCES');
    files.chmod('locked', 0o600);
    expect(codeOf(() => files.stat('locked/a'))).toBe('EACCES');
  });

  it('protect what belongs to root, except in /tmp', () => {
    const files = app();
    expect(codeOf(() => files.writeFile('/etc', ''))).toBe('EACCES');
    expect(codeOf(() => files.chmod('/dev/null', 0o777))).toBe('EPERM');
    expect(codeOf(() => files.writeFile('/tmp/mine', ''))).toBeUndefined();
  });

  it('are checked for each bit that is asked for', () => {
    const files = app();
    files.writeFile('run', '', 0o755);
    expect(codeOf(() => files.access('run', R_OK | W_OK | X_OK))).toBeUndefined();
    files.chmod('run', 0o400);
    expect(codeOf(() => files.access('run', X_OK))).toBe('EACCES');
  });
});

describe('standard streams', () => {
  it('are the descriptors 0, 1 and 2, and /dev/stdout', () => {
    const files = app();
    const written: [number, string][] = [];
    files.connectStandardStreams({ write: (fd, bytes) => written.push([fd, text(bytes)]) });
    files.write(1, new TextEncoder().encode('out'), null);
    files.write(2, new TextEncoder().encode('err'), null);
    files.writeFile('/dev/stdout', 'again');
    expect(written).toEqual([
      [1, 'out'],
      [2, 'err'],
      [1, 'again'],
    ]);
    expect(files.open('a', O_RDWR | O_CREAT, 0o644)).toBe(3);
  });

  it('read input, tell its end, and that none has come yet', () => {
    const files = app();
    const chunks: (Uint8Array | undefined)[] = [new TextEncoder().encode('in'), undefined];
    files.connectStandardStreams({
      write() {},
      read(into) {
        const chunk = chunks.shift();
        into.set(chunk ?? []);
        return chunk?.length;
      },
    });
    const into = new Uint8Array(8);
    expect(files.read(0, into, null)).toBe(2);
    expect(codeOf(() => files.read(0, into, null))).toBe('EAGAIN');
  });
});

describe('limits', () => {
  it('stop a program that writes without end with ENOSPC', () => {
    const files = new MemoryFileSystem({ capacity: 10_000 });
    const fd = files.open('/tmp/log', O_RDWR | O_CREAT, 0o644);
    const line = new Uint8Array(1000);
    expect(() => {
      for (let i = 0; i < 20; i++) files.write(fd, line, null);
    }).toThrow('ENOSPC: no space left on device, write');
    expect(files.stat('/tmp/log').size).toBe(10_000);
    expect(files.statfs('/').bfree).toBe(0);
    files.unlink('/tmp/log');
    expect(codeOf(() => files.write(fd, line, 0))).toBeUndefined();
    files.close(fd);
    expect(codeOf(() => files.writeFile('/tmp/other', new Uint8Array(10_000)))).toBeUndefined();
  });

  it('give no more descriptors than there are', () => {
    const files = new MemoryFileSystem({ maxDescriptors: 5 });
    files.writeFile('/tmp/a', '');
    files.open('/tmp/a', 0, 0);
    files.open('/tmp/a', 0, 0);
    expect(() => files.open('/tmp/a', 0, 0)).toThrow("EMFILE: too many open files, open '/tmp/a'");
  });

  it('do not make a huge hole cost anything', () => {
    const files = new MemoryFileSystem();
    const fd = files.open('/tmp/a', O_RDWR | O_CREAT, 0o644);
    files.ftruncate(fd, 2 ** 40);
    expect(files.stat('/tmp/a').size).toBe(2 ** 40);
    expect(files.read(fd, new Uint8Array(4).fill(1), 2 ** 39)).toBe(4);
  });
});

describe('times', () => {
  it('differ between two changes within one millisecond', () => {
    const files = new MemoryFileSystem({ now: () => 1_700_000_000_000 });
    files.writeFile('/tmp/a', '1');
    const before = files.stat('/tmp/a').mtime;
    files.writeFile('/tmp/a', '2');
    expect(files.stat('/tmp/a').mtime).toBeGreaterThan(before);
    expect(Math.floor(files.stat('/tmp/a').mtime)).toBe(1_700_000_000_000);
  });
});

describe('lazily mounted files', () => {
  const mounted = () => {
    const reads: number[] = [];
    const pack = {
      read(index: number) {
        reads.push(index);
        return new TextEncoder().encode(`file ${index}`);
      },
    };
    const files = app();
    const list = ['express/index.js', 'express/lib/router.js', 'express/bin'];
    files.mountLazy(
      '/home/learner/app/node_modules',
      list.map((path) => ({ path, size: 6, executable: path.endsWith('bin') })),
      'packages',
      pack,
    );
    return { files, pack, reads };
  };

  it('are there with their sizes before anybody reads them', () => {
    const { files, reads } = mounted();
    expect(files.readdir('node_modules/express').map(({ name }) => name)).toEqual(['index.js', 'lib', 'bin']);
    expect(files.stat('node_modules/express/index.js').size).toBe(6);
    expect(files.access('node_modules/express/bin', X_OK)).toBeUndefined();
    expect(reads).toEqual([]);
  });

  it('are read once', () => {
    const { files, reads } = mounted();
    expect(text(files.readFile('node_modules/express/lib/router.js'))).toBe('file 1');
    expect(text(files.readFile('node_modules/express/lib/router.js'))).toBe('file 1');
    expect(reads).toEqual([1]);
  });

  it('can be changed and removed, and go into a snapshot without their bytes', () => {
    const { files, pack } = mounted();
    const fd = files.open('node_modules/express/index.js', O_RDWR, 0);
    files.write(fd, new TextEncoder().encode('FILE'), 0);
    files.unlink('node_modules/express/bin');
    const snapshot = structuredClone(files.snapshot());
    expect(JSON.stringify(snapshot)).not.toContain('file 1');
    const copy = new MemoryFileSystem({
      snapshot,
      packs: new Map([['packages', pack]]),
      cwd: '/home/learner/app',
    });
    expect(text(copy.readFile('node_modules/express/index.js'))).toBe('FILE 0');
    expect(text(copy.readFile('node_modules/express/lib/router.js'))).toBe('file 1');
    expect(copy.exists('node_modules/express/bin')).toBe(false);
  });

  it('say so when a pack has other bytes than were announced', () => {
    const files = app();
    files.mountLazy('lib', [{ path: 'a', size: 3 }], 'p', { read: () => new Uint8Array(4) });
    expect(() => files.readFile('lib/a')).toThrow(/`p` has 4 bytes, but was mounted with 3/);
  });
});

describe('a snapshot', () => {
  it('keeps hard links, links, modes and times, and shares nothing with the original', () => {
    const files = app();
    files.writeFile('a', 'one');
    files.link('a', 'b');
    files.symlink('a', 'c');
    files.chmod('a', 0o600);
    files.utimes('a', 1, 2);
    const copy = new MemoryFileSystem({ snapshot: files.snapshot(), origin: 1, cwd: '/home/learner/app' });
    const fd = files.open('a', O_RDWR, 0);
    files.write(fd, new TextEncoder().encode('ONE'), 0);
    copy.writeFile('b', 'two!');
    expect(text(files.readFile('b'))).toBe('ONE');
    expect(text(copy.readFile('a'))).toBe('two!');
    expect(copy.stat('a')).toMatchObject({ nlink: 2, mode: 0o100600, atime: 1000 });
    expect(copy.readlink('c')).toBe('a');
  });
});
