/** Programs that use `fs`, written so that what they give does not depend on the disk below. */
import { once } from 'node:events';
import type * as nodeFs from 'node:fs';

export type Fs = typeof nodeFs;
type Scenario = (fs: Fs, root: string) => unknown;

/** What a program can see of an error, with where it was thrown left out. */
function visible(error: unknown): unknown {
  const { name, message, stack } = error as Error;
  return {
    name,
    message,
    head: stack?.split('\n    at ')[0],
    constructor: (error as Error).constructor.name,
    ...(error as object),
  };
}

function attempt(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return visible(error);
  }
}

async function settle(promise: Promise<unknown>): Promise<unknown> {
  return promise.then((value) => value ?? 'undefined', visible);
}

const call = (start: (callback: (...args: unknown[]) => void) => void) =>
  new Promise<unknown>((resolve) => {
    start((...args) => resolve(args.map((arg) => (arg instanceof Error ? visible(arg) : arg))));
  });

const pick = ({
  size,
  mode,
  nlink,
  mtimeMs,
}: {
  size: unknown;
  mode: unknown;
  nlink: unknown;
  mtimeMs?: unknown;
}) => `${size} ${mode} ${nlink} ${typeof mtimeMs}`;

export const scenarios: Record<string, Scenario> = {
  'files as texts and buffers, at once': (fs) => {
    fs.writeFileSync('a.txt', 'één\n');
    fs.appendFileSync('a.txt', Buffer.from('two'));
    fs.writeFileSync('bom.txt', '\ufeffx\ud800y');
    fs.writeFileSync('latin', 'é', 'latin1');
    return [
      fs.readFileSync('a.txt', 'utf8'),
      fs.readFileSync('a.txt').toString('hex'),
      fs.readFileSync('a.txt', 'base64'),
      fs.readFileSync('bom.txt', 'utf8'),
      fs.readFileSync('latin').toString('hex'),
      fs.readFileSync('/dev/null', 'utf8'),
      fs.existsSync('a.txt'),
      fs.existsSync('none'),
      attempt(() => fs.readFileSync('none')),
      attempt(() => fs.readFileSync('none', 'utf8')),
      attempt(() => fs.readFileSync('.', 'utf8')),
      attempt(() => fs.writeFileSync('none/b', '')),
      attempt(() => fs.writeFileSync('.', Buffer.alloc(1))),
      attempt(() => fs.readFileSync(99)),
      attempt(() => fs.closeSync(-1)),
      attempt(() => fs.fstatSync('x' as never)),
      attempt(() => fs.accessSync('a.txt', 9)),
      attempt(() => fs.writeSync(99, 'x')),
      attempt(() => fs.readFileSync('a\0b')),
    ];
  },

  'callbacks get what Node gives them, in a later turn': async (fs) => {
    const order: string[] = [];
    const done = call((callback) => fs.writeFile('a', 'text', callback)).then((args) => {
      order.push('callback');
      return args;
    });
    order.push('after the call');
    const results = [
      await done,
      order,
      await call((callback) => fs.readFile('a', 'utf8', callback)),
      await call((callback) => fs.readFile('none', callback)),
      await call((callback) => fs.stat('none', callback)),
      await call((callback) => fs.access('a', callback)),
      await call((callback) => fs.rename('none', 'other', callback)),
      await call((callback) => fs.close(99, callback)),
      await call((callback) => fs.mkdir('d/e', { recursive: true }, callback)).then(String),
      await call((callback) => fs.readdir('.', callback)),
      await call((callback) => fs.exists('a', callback as never)),
      await call((callback) => fs.realpath('none', callback)),
      await call((callback) => fs.appendFile('a', '+', callback)),
      await call((callback) => fs.truncate('a', 2, callback)),
      await call((callback) => fs.readFile('a', 'utf8', callback)),
      await call((callback) => fs.copyFile('a', 'b', fs.constants.COPYFILE_EXCL, callback)),
      await call((callback) => fs.copyFile('a', 'b', fs.constants.COPYFILE_EXCL, callback)),
      await call((callback) => fs.unlink('a', callback)),
      await call((callback) => fs.rm('d', { recursive: true }, callback)),
      await call((callback) => fs.rmdir('none', callback)),
    ];
    return JSON.parse(JSON.stringify(results).replaceAll(process.cwd(), '<cwd>'));
  },

  'promises, and handles of files': async (fs) => {
    const { promises } = fs;
    await promises.writeFile('a', 'one\ntwo\nthree\n');
    const handle = await promises.open('a', 'r+');
    const lines: string[] = [];
    for await (const line of handle.readLines({ autoClose: false, start: 0 })) lines.push(line);
    const second = await promises.open('a', 'a+');
    const written = await second.write('four\n');
    const vector = await second.writev([Buffer.from('5\n'), Buffer.from('6\n')]);
    const results = [
      lines,
      written.bytesWritten,
      vector.bytesWritten,
      await second.readFile('utf8'),
      pick(await second.stat()),
      typeof handle.fd,
      await settle(second.truncate(3)),
      await settle(second.close()),
      second.fd,
      await settle(second.close()),
      await promises.readFile('a', { encoding: 'utf8' }),
      await settle(promises.readFile('none')),
      await settle(promises.open('none')),
      await settle(promises.rm('none')),
      await settle(promises.rm('none', { force: true })),
      await settle(promises.stat('none')),
      await settle(promises.mkdir('d/e/f', { recursive: true })).then((path) =>
        `${path}`.replace(process.cwd(), ''),
      ),
      await settle(promises.rmdir('d')),
      await settle(promises.readdir('d', { recursive: true })),
      await settle(promises.cp('d', 'copy', { recursive: true })),
      await settle(promises.readdir('copy')),
      await settle(promises.link('a', 'b')),
      await settle(promises.symlink('a', 'c')),
      await settle(promises.readlink('c')),
      await settle(promises.readlink('a')),
      await settle(promises.access('none')),
      await settle(promises.chmod('a', 0o600)),
      pick(await promises.lstat('a')),
    ];
    await settle(handle.close());
    return results;
  },

  'streams read and write in pieces': async (fs) => {
    const out = fs.createWriteStream('big', { flags: 'w' });
    for (let i = 0; i < 400; i++) out.write(`${'x'.repeat(1000)}${i}\n`);
    out.end();
    await once(out, 'close');
    const chunks: number[] = [];
    let first = '';
    for await (const chunk of fs.createReadStream('big', { start: 5, end: 150_000, encoding: 'latin1' })) {
      chunks.push(chunk.length);
      first ||= chunk.slice(990, 1010);
    }
    const missing = fs.createReadStream('none');
    const [error] = await once(missing, 'error');
    const appended = fs.createWriteStream('big', { flags: 'a' });
    appended.end('end');
    await once(appended, 'finish');
    return [
      chunks,
      first,
      visible(error),
      out.bytesWritten,
      fs.statSync('big').size,
      fs.readFileSync('big', 'utf8').slice(-6),
    ];
  },

  'folders: listing, walking, removing': async (fs, root) => {
    fs.mkdirSync('one/two/three', { recursive: true });
    fs.writeFileSync('one/b', '');
    fs.writeFileSync('one/a', '');
    fs.writeFileSync('one/two/é', '');
    fs.symlinkSync('two', 'one/link');
    const opened: string[] = [];
    for await (const entry of await fs.promises.opendir('one'))
      opened.push(`${entry.name} ${entry.isDirectory()}`);
    const sync = fs.opendirSync('one');
    const names: string[] = [];
    for (let entry = sync.readSync(); entry; entry = sync.readSync()) names.push(entry.name);
    sync.closeSync();
    return [
      fs.readdirSync('one'),
      fs
        .readdirSync('one', { withFileTypes: true })
        .map((e) => [e.name, e.parentPath, e.isFile(), e.isSymbolicLink()]),
      fs.readdirSync('one', { recursive: true }),
      fs.readdirSync('one', { recursive: true, withFileTypes: true }).map((entry) => entry.name),
      fs.readdirSync('one/two', 'buffer').map((name) => (name as Buffer).toString('hex')),
      fs.readdirSync(Buffer.from('one')),
      opened.sort(),
      names.sort(),
      attempt(() => fs.opendirSync('none')),
      await settle(fs.promises.opendir('none')),
      attempt(() => fs.rmdirSync('one')),
      attempt(() => fs.rmSync('one')),
      attempt(() => fs.rmSync('none')),
      attempt(() => fs.mkdirSync('one')),
      attempt(() => fs.mkdirSync('one/a/b', { recursive: true })),
      `${fs.mkdirSync('new/deep', { recursive: true })}`.replace(root, ''),
      fs.globSync('one/**/*').sort(),
      fs.rmSync('one', { recursive: true }),
      fs.readdirSync('.'),
      /^tmp-[\w]{6}$/.test(fs.mkdtempSync('tmp-')),
      fs.readdirSync('.').length,
      attempt(() => fs.mkdtempSync('none/tmp-')),
    ];
  },

  'links, real paths and stats': (fs, root) => {
    fs.writeFileSync('a', '12345');
    fs.linkSync('a', 'b');
    fs.symlinkSync('a', 'c');
    fs.symlinkSync('loop', 'loop');
    fs.utimesSync('a', 1, 1_700_000_000.5);
    fs.lutimesSync('c', 3, 4);
    fs.chmodSync('a', 0o640);
    const stats = fs.statSync('a');
    const big = fs.statSync('a', { bigint: true });
    return [
      pick(stats),
      stats.mtimeMs,
      stats.mtime.toISOString(),
      stats.isFile(),
      stats.blocks > 0,
      `${big.size} ${big.mtimeNs} ${big.mode}`,
      fs.lstatSync('c').isSymbolicLink(),
      fs.lstatSync('c').mtimeMs,
      fs.statSync('.').isDirectory(),
      fs.statSync('/dev/null').isCharacterDevice(),
      fs.realpathSync('c').replace(root, ''),
      fs.realpathSync.native('c').replace(root, ''),
      fs.statSync('none', { throwIfNoEntry: false }),
      attempt(() => fs.statSync('a/b', { throwIfNoEntry: false })),
      attempt(() => fs.lstatSync('a/b', { throwIfNoEntry: false })),
      attempt(() => fs.statSync('none')),
      attempt(() => fs.statSync('loop')),
      `${JSON.stringify(attempt(() => fs.realpathSync('none')))}`.replaceAll(root, ''),
      attempt(() => fs.linkSync('none', 'x')),
      attempt(() => fs.symlinkSync('a', 'b')),
      attempt(() => fs.readlinkSync('a')),
      attempt(() => fs.renameSync('a', 'none/a')),
      Object.keys(fs.statfsSync('.')),
    ];
  },

  'copying trees': async (fs) => {
    fs.mkdirSync('from/sub', { recursive: true });
    fs.writeFileSync('from/a', 'a');
    fs.writeFileSync('from/sub/b', 'b');
    fs.symlinkSync('a', 'from/link');
    fs.writeFileSync('file', '');
    fs.cpSync('from', 'to', { recursive: true });
    fs.writeFileSync('to/a', 'changed');
    return [
      fs.readdirSync('to', { recursive: true }),
      attempt(() => fs.cpSync('from', 'other')),
      attempt(() => fs.cpSync('from', 'from/sub/in', { recursive: true })),
      attempt(() => fs.cpSync('from', 'file', { recursive: true })),
      attempt(() => fs.cpSync('file', 'from')),
      attempt(() => fs.cpSync('file', 'file')),
      attempt(() => fs.cpSync('none', 'x')),
      fs.cpSync('from', 'to', { recursive: true, force: false }),
      fs.readFileSync('to/a', 'utf8'),
      attempt(() => fs.cpSync('from', 'to', { recursive: true, force: false, errorOnExist: true })),
      fs.cpSync('from', 'to', { recursive: true }),
      fs.readFileSync('to/a', 'utf8'),
      fs.cpSync('from', 'some', { recursive: true, filter: (path) => !path.endsWith('b') }),
      fs.readdirSync('some', { recursive: true }),
      await settle(fs.promises.cp('from/link', 'plain', { dereference: true })),
      fs.lstatSync('plain', { throwIfNoEntry: false })?.isFile(),
    ];
  },

  'descriptors: positions, vectors, truncation': (fs) => {
    const fd = fs.openSync('a', 'w+');
    const buffer = Buffer.alloc(6);
    return [
      fs.writeSync(fd, 'hello'),
      fs.writeSync(fd, 'HE', 0),
      fs.writeSync(fd, Buffer.from('xyz'), 1, 2),
      fs.readSync(fd, buffer, 0, 6, 0),
      buffer.toString(),
      fs.readvSync(fd, [buffer.subarray(0, 2), buffer.subarray(2, 4)], 3),
      buffer.toString(),
      fs.writevSync(fd, [Buffer.from('1'), Buffer.from('23')]),
      fs.ftruncateSync(fd, 3),
      fs.fstatSync(fd).size,
      fs.readSync(fd, buffer, { position: 2n }),
      attempt(() => fs.readSync(fd, buffer, 0, 9, null)),
      fs.fsyncSync(fd),
      fs.futimesSync(fd, 5, 6),
      fs.fstatSync(fd).mtimeMs,
      fs.closeSync(fd),
      attempt(() => fs.closeSync(fd)),
      attempt(() => fs.openSync('a', 'wx')),
    ];
  },

  'watching a folder and a file': async (fs) => {
    fs.writeFileSync('watched', '1');
    const events: string[] = [];
    const turn = () => new Promise((resolve) => setTimeout(resolve, 30));
    const folder = fs.watch('.', (type, name) => events.push(`folder ${type} ${name}`));
    const file = fs.watch('watched', (type, name) => events.push(`file ${type} ${name}`));
    await turn();
    fs.appendFileSync('watched', '2');
    await turn();
    events.push('made');
    fs.writeFileSync('new', 'x');
    await turn();
    events.push('renamed');
    fs.renameSync('new', 'other');
    await turn();
    events.push('permissions');
    fs.chmodSync('watched', 0o600);
    await turn();
    events.push('removed');
    fs.unlinkSync('other');
    fs.unlinkSync('watched');
    await turn();
    folder.close();
    file.close();
    fs.writeFileSync('silent', '');
    await turn();
    // In which order two watchers hear of one change is a matter of the kernel.
    const stages = events.join(', ').split(/(?<=made|renamed|permissions|removed), /);
    return [stages.map((stage) => stage.split(', ').sort()), attempt(() => fs.watch('none'))];
  },

  'polling a file': async (fs) => {
    fs.writeFileSync('a', '1');
    const sizes: string[] = [];
    const seen = new Promise<void>((resolve) => {
      fs.watchFile('a', { interval: 10 }, (now, before) => {
        sizes.push(`${before.size} ${now.size}`);
        resolve();
      });
    });
    await new Promise((resolve) => setTimeout(resolve, 40));
    fs.writeFileSync('a', '123');
    await seen;
    fs.unwatchFile('a');
    const missing = new Promise((resolve) =>
      fs.watchFile('none', { interval: 10 }, (now) => resolve(now.size)),
    );
    const size = await missing;
    fs.unwatchFile('none');
    return [sizes, size];
  },
};
