import type { Scenario } from '../scenario.ts';

const js = (name: string, source: string, more: Partial<Scenario> = {}): Scenario => ({
  name,
  files: { 'main.cjs': source },
  ...more,
});
const each = (list: string) =>
  `for (const f of [${list}]) { try { const v = f(); console.log(v) } catch (e) { console.log(e.name, e.code, e.message) } }\n`;

/** The parts of Node's library that servers and their packages use. */
export const libraryCases: readonly Scenario[] = [
  js(
    'fs: errors',
    `const fs = require('fs');\n${each(`() => fs.readFileSync('/nope'), () => fs.readdirSync('/nope'), () => fs.writeFileSync('/nope/x', ''), () => fs.mkdirSync('.'), () => fs.rmdirSync('main.cjs'), () => fs.openSync('main.cjs', 'wx'), () => fs.readFileSync('.'), () => fs.readFileSync(7.5), () => fs.unlinkSync('gone'), () => fs.renameSync('a', 'b'), () => fs.statSync('x', { throwIfNoEntry: false }), () => fs.accessSync('gone'), () => fs.readFileSync('main.cjs', 'nope'), () => fs.writeFileSync('/dev/full', 'x')`)}`,
  ),
  js(
    'fs: files',
    `const fs = require('fs');
fs.mkdirSync('d/e', { recursive: true }); fs.writeFileSync('d/a.txt', 'hello'); fs.appendFileSync('d/a.txt', ' world'); fs.copyFileSync('d/a.txt', 'd/b.txt'); fs.renameSync('d/b.txt', 'd/e/c.txt'); fs.symlinkSync('a.txt', 'd/l');
console.log(fs.readFileSync('d/a.txt', 'utf8'), fs.readFileSync('d/l', 'latin1'), fs.readdirSync('d'), fs.readdirSync('d', { recursive: true }).sort(), fs.readdirSync('d', { withFileTypes: true }).map((e) => [e.name, e.isDirectory(), e.isSymbolicLink()]), fs.existsSync('d/e/c.txt'), fs.statSync('d/a.txt').size, fs.lstatSync('d/l').isSymbolicLink(), fs.readlinkSync('d/l'));
const fd = fs.openSync('d/f', 'w+'); fs.writeSync(fd, 'abcdef'); fs.writeSync(fd, 'XY', 2); const b = Buffer.alloc(4); console.log(fs.readSync(fd, b, 0, 4, 1), b.toString(), fs.fstatSync(fd).size); fs.ftruncateSync(fd, 3); fs.closeSync(fd); console.log(fs.readFileSync('d/f', 'utf8'));
fs.rmSync('d', { recursive: true }); console.log(fs.existsSync('d'));
fs.promises.readFile('gone').catch((e) => console.log(e.code, e.syscall, e.stack.split('\\n').length));
fs.readFile('gone', (e, d) => console.log(e.message.replace(/'.*'/, ''), d));
(async () => { await fs.promises.writeFile('p', 'line 1\\nline 2\\n'); const h = await fs.promises.open('p'); for await (const line of h.readLines()) console.log(line); console.log((await fs.promises.stat('p')).size) })();
`,
  ),
  js(
    'fs: streams',
    `const fs = require('fs');
fs.createReadStream('gone').on('error', (e) => console.log('error', e.code, e.syscall));
const w = fs.createWriteStream('out'); w.write('a'); w.end('b', () => { console.log(fs.readFileSync('out', 'utf8'), w.bytesWritten); fs.createReadStream('out', { encoding: 'utf8', highWaterMark: 1 }).on('data', (d) => console.log('data', d)).on('close', () => console.log('close')) });
`,
  ),
  js('fs: an unhandled stream error', `require('fs').createReadStream('gone')`),
  js(
    'streams',
    `const { Readable, Writable, Transform, pipeline, finished, PassThrough, addAbortSignal } = require('stream');
pipeline(Readable.from(['a', 'b']), new Transform({ transform(c, e, cb) { cb(null, String(c).toUpperCase()) } }), new Writable({ write(c, e, cb) { console.log('wrote', String(c)); cb() } }), (e) => console.log('done', e));
pipeline(new Readable({ read() { this.destroy(new Error('read failed')) } }), new PassThrough(), (e) => console.log('failed', e.message));
finished(new Writable({ write(c, e, cb) { cb(new Error('write failed')) } }).on('error', () => {}).end('x'), (e) => console.log('finished', e.message));
new Writable({ write() {} }).end('x').write('y', (e) => console.log(e.code));
process.on('uncaughtException', (e) => console.log('uncaught', e.code));
(async () => { const ac = new AbortController(); const r = addAbortSignal(ac.signal, new Readable({ read() {} })); setTimeout(() => ac.abort(), 150); try { for await (const _ of r); } catch (e) { console.log(e.name, e.code) } console.log(await Readable.from([1, 2, 3]).map((x) => x * 2).toArray()); })();
const ws = new WritableStream({ write(c) { console.log('web', c) } }); new ReadableStream({ start(c) { c.enqueue('x'); c.close() } }).pipeTo(ws).then(() => console.log('piped'));
`,
  ),
  js(
    'buffer',
    each(
      `() => Buffer.from('héllo €').toString('hex'), () => Buffer.from('68656c6c6f', 'hex').toString(), () => Buffer.from('aGk', 'base64').toString(), () => Buffer.from('aGk_-', 'base64url'), () => Buffer.alloc(3, 'ab'), () => Buffer.concat([Buffer.from('a'), Buffer.from('b')]).equals(Buffer.from('ab')), () => Buffer.from('abcabc').indexOf('ca'), () => Buffer.from([256, -1, 1.5]), () => Buffer.byteLength('€'), () => Buffer.from('€').toString('latin1'), () => Buffer.alloc(-1), () => Buffer.from(5), () => Buffer.from('abc').readUInt32LE(0), () => Buffer.from('12345678').readDoubleBE(0), () => Buffer.from('ab').toJSON(), () => Buffer.from('zz', 'hex'), () => Buffer.compare(Buffer.from('a'), Buffer.from('b')), () => Buffer.from('abc').subarray(1).toString('utf16le'), () => new TextDecoder().decode(Buffer.from([0xff, 0x61])), () => new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from([0xff])), () => btoa('hi') + atob('aGk='), () => atob('%')`,
    ),
  ),
  js(
    'crypto',
    `const crypto = require('crypto');\n${each(`() => crypto.createHash('sha256').update('a').update('b').digest('hex'), () => crypto.createHash('sha1').update('x').digest('base64'), () => crypto.createHash('md5').update('x').digest('base64url'), () => crypto.createHash('nope'), () => crypto.createHmac('sha256', 'k').update('d').digest('hex'), () => crypto.randomBytes(8).length, () => crypto.randomUUID().length, () => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a')), () => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab')), () => crypto.hash('sha1', 'x'), () => crypto.getHashes().includes('sha256'), () => { const h = crypto.createHash('sha1'); h.digest(); h.update('x') }, () => crypto.randomInt(5) < 5, () => crypto.pbkdf2Sync('p', 's', 10, 8, 'sha256').toString('hex'), () => crypto.scryptSync('p', 's', 8).toString('hex'), () => crypto.webcrypto === globalThis.crypto`)}crypto.subtle.digest('SHA-256', new TextEncoder().encode('x')).then((d) => console.log(Buffer.from(d).toString('hex')));\ncrypto.randomBytes(4, (e, b) => console.log(e, b.length));\n`,
  ),
  js(
    'zlib',
    `const zlib = require('zlib');\n${each(`() => zlib.gunzipSync(zlib.gzipSync('hello hello')).toString(), () => zlib.inflateSync(zlib.deflateSync(Buffer.alloc(1000, 'x'))).length, () => zlib.gunzipSync(Buffer.from('nope')), () => zlib.inflateRawSync(zlib.deflateRawSync('raw')).toString(), () => zlib.gunzipSync(zlib.gzipSync('cut').subarray(0, 12)), () => zlib.crc32('x')`)}zlib.gzip('async', (e, b) => zlib.gunzip(b, (e2, t) => console.log(e, e2, t.toString())));\nconst g = zlib.createGunzip().on('error', (e) => console.log(e.code, e.errno, e.message)); g.end('bad');\n`,
  ),
  js(
    'url and querystring',
    `const url = require('url'); const qs = require('querystring');\n${each(`() => new URL('HTTP://user:p%40@ex.org:80/a/../b?x=1#h').href, () => new URL('nope'), () => url.parse('http://a.b:1/c?d=e').query, () => url.format({ protocol: 'http', host: 'x', pathname: '/y' }), () => url.fileURLToPath('file:///a%20b'), () => url.pathToFileURL('/a b#c').href, () => qs.parse('a=1&a=2&b=%20'), () => qs.stringify({ a: [1, 2], b: 'x y' }), () => new URLSearchParams({ a: '1 2' }).toString(), () => new URL('http://ex.org/?a=1').searchParams, () => URL.canParse('x:'), () => decodeURIComponent('%E0%A4%A'), () => new URL('http://münchen.de').host`)}`,
  ),
  js(
    'events',
    `const { EventEmitter, once, on } = require('events');
const e = new EventEmitter(); e.once('x', (v) => console.log('once', v)); e.on('x', () => console.log('on')); e.prependListener('x', () => console.log('first')); console.log(e.emit('x', 1), e.emit('x', 2), e.emit('nobody'), e.listenerCount('x'), e.eventNames());
(async () => { setTimeout(() => e.emit('y', 5), 1); console.log(await once(e, 'y')); setTimeout(() => e.emit('error', new Error('once failed')), 1); await once(e, 'z').catch((x) => console.log(x.message)); const ac = new AbortController(); setTimeout(() => { e.emit('w', 1); e.emit('w', 2); ac.abort() }, 1); try { for await (const [v] of on(e, 'w', { signal: ac.signal })) console.log('for await', v) } catch (x) { console.log(x.name, x.code) } })();
const t = new EventTarget(); t.addEventListener('a', (ev) => console.log(ev.type, ev instanceof Event), { once: true }); t.dispatchEvent(new Event('a'));
try { e.on('x', 5) } catch (x) { console.log(x.code, x.message) }
`,
  ),
  js(
    'timers/promises, AbortSignal, structuredClone',
    `const { setTimeout: wait, setInterval: every } = require('timers/promises');
(async () => { console.log(await wait(1, 'v')); await wait(1000, null, { signal: AbortSignal.timeout(5) }).catch((e) => console.log(e.name, e.code, e.cause?.name)); let n = 0; for await (const v of every(1, 'i')) { if (++n > 2) break } console.log(n);
const s = AbortSignal.abort(); console.log(s.reason.name, s.reason.code, s.reason instanceof DOMException); const any = AbortSignal.any([s]); console.log(any.aborted); try { s.throwIfAborted() } catch (e) { console.log(e.message) }
console.log(structuredClone({ a: new Map([[1, new Date(0)]]), e: new RangeError('x') })); try { structuredClone(() => {}) } catch (e) { console.log(e.name, e.message) }
console.log(await Promise.allSettled([Promise.reject(1), 2])); await Promise.any([Promise.reject(new Error('a'))]).catch((e) => console.log(e.name, e.errors.length)); })();
`,
  ),
  js(
    'util',
    `const util = require('util');
console.log(util.format('%s %d', 'a', 1, 'b'), util.inspect('x'), util.isDeepStrictEqual([1], [1]), util.types.isPromise(Promise.resolve()), util.types.isProxy(new Proxy({}, {})), util.inspect(new Proxy({ a: 1 }, {}), { showProxy: true }), util.stripVTControlCharacters('\\x1b[1mb\\x1b[0m'), util.toUSVString('a'), util.getSystemErrorName(-2), util.styleText('red', 'x'));
util.promisify((cb) => cb(new Error('cb')))().catch((e) => console.log(e.message)); util.callbackify(async () => { throw null })((e) => console.log(e.code, e.message)); util.deprecate(() => {}, 'old thing', 'DEP9')();
console.log(util.parseArgs({ args: ['-f', '--bar', 'b'], options: { f: { type: 'boolean', short: 'f' }, bar: { type: 'string' } } }).values); try { util.parseArgs({ args: ['--x'] }) } catch (e) { console.log(e.code, e.message) }
console.log(util.inspect(new (class extends Error { constructor() { super('own'); this.name = 'OwnError' } })()).split('\\n')[0], util.aborted.length, util.inherits.length);
`,
  ),
  js(
    'AsyncLocalStorage everywhere',
    `const { AsyncLocalStorage, AsyncResource, executionAsyncId } = require('async_hooks'); const { EventEmitter } = require('events'); const fs = require('fs');
// In which order they come is a matter of how fast the machine is.
const told = []; process.on('exit', () => console.log(told.sort().join('\n')));
const als = new AsyncLocalStorage(); const say = (what) => told.push(what + ' ' + als.getStore()); const e = new EventEmitter();
als.run(1, () => {
  process.nextTick(() => say('tick')); setTimeout(() => say('timeout'), 100); setImmediate(() => say('immediate')); queueMicrotask(() => say('microtask')); Promise.resolve().then(() => say('then')); fs.readFile(__filename, () => { say('fs'); fs.promises.readFile(__filename).then(() => say('fs promise')); });
  e.on('x', () => say('emitter')); (async () => { await null; say('await'); try { await Promise.reject(1) } catch { say('catch') } finally { say('finally') } for await (const x of (async function* () { yield 1; await null; yield 2 })()) say('for await'); await { then(r) { say('thenable'); r() } }; say('after thenable') })();
  const bound = AsyncResource.bind(() => say('bound')); als.run(2, bound); als.exit(() => say('exit')); const snap = AsyncLocalStorage.snapshot(); als.run(3, () => snap(() => say('snapshot'))); const r = new AsyncResource('R'); als.run(4, () => r.runInAsyncScope(() => say('resource')));
});
als.run(5, () => e.emit('x')); say('outside'); als.enterWith(6); setTimeout(() => say('enterWith'), 200); console.log(typeof executionAsyncId());
`,
  ),
  js(
    'diagnostics_channel',
    `const dc = require('diagnostics_channel'); const c = dc.channel('a'); console.log(c.hasSubscribers); dc.subscribe('a', (m, n) => console.log(m, n)); c.publish({ x: 1 });
const t = dc.tracingChannel('op'); t.subscribe({ start: () => console.log('start'), end: () => console.log('end'), asyncStart: () => console.log('asyncStart'), asyncEnd: () => console.log('asyncEnd'), error: (m) => console.log('error', m.error.message) });
t.tracePromise(async () => { throw new Error('traced') }).catch(() => {}); try { t.traceSync(() => { throw new Error('sync') }) } catch {}
`,
  ),
  js(
    'os, path, perf_hooks, string_decoder, tty',
    `const os = require('os'); const path = require('path');
console.log(os.platform(), os.EOL === '\\n', os.constants.signals.SIGTERM, typeof os.hostname(), path.join('a', '..', 'b'), path.resolve('/a', '../b'), path.parse('/x/y.tar.gz'), path.relative('/a/b', '/a/c'), path.win32.basename('c:\\\\x'));
const { performance } = require('perf_hooks'); performance.mark('a'); performance.mark('b'); console.log(performance.measure('m', 'a', 'b').duration >= 0, performance.now() > 0, typeof performance.timeOrigin); console.log(require('tty').isatty(1), process.stdout.isTTY, process.stdout.columns, process.stdin.isTTY);
const { StringDecoder } = require('string_decoder'); const d = new StringDecoder('utf8'); console.log(d.write(Buffer.from([0xe2, 0x82])) + d.write(Buffer.from([0xac])) + d.end(), process.hrtime().length, typeof process.hrtime.bigint(), process.uptime() > 0, process.cwd() === __dirname, process.version === 'v' + process.versions.node, process.platform, process.arch, process.release.name);
`,
  ),
  {
    name: 'node:test',
    files: {
      'main.test.mjs': `import test, { describe, it, before, mock } from 'node:test';
import assert from 'node:assert/strict';
test('passes', () => {});
test('subtests', async (t) => { await t.test('inner', () => assert.equal(1, 1)); await t.test('skipped', { skip: 'reason' }, () => {}) });
describe('suite', () => { before(() => {}); it('works', async () => { const f = mock.fn((x) => x + 1); assert.equal(f(1), 2); assert.equal(f.mock.callCount(), 1) }) });
test('todo', { todo: true }, () => {});
`,
    },
    args: ['--test-reporter=tap', 'main.test.mjs'],
  },
  {
    name: 'node:test that fails',
    files: {
      'main.test.mjs': `import test from 'node:test';
import assert from 'node:assert/strict';
test('fails', () => { assert.equal(1, 2) });
test('throws', async () => { await null; throw new Error('broken') });
`,
    },
    args: ['--test-reporter=tap', 'main.test.mjs'],
  },
  js(
    'net',
    `const net = require('net');
const s = net.createServer((c) => { c.on('data', (d) => c.write(d.toString().toUpperCase())); c.on('end', () => { console.log('server end'); c.end() }) }).listen(5000, () => { const c = net.connect(5000, '127.0.0.1', () => c.write('hello')); c.on('data', (d) => { console.log(String(d), c.remotePort, c.remoteAddress); c.end() }); c.on('close', (had) => { console.log('close', had); s.close(() => { console.log('server closed'); net.connect(1, '127.0.0.1').on('error', (e) => console.log(e.code, e.message, e.errno, e.syscall, e.address, e.port)) }) }) });
console.log(net.isIP('::1'), net.isIPv4('1.2.3.4'), net.isIP('x'));
`,
  ),
];
