/**
 * Uses `node:crypto` in every way that the binding supports and prints what came out, one line each.
 *
 * Run by real Node with `--expose-internals`: as it is, or, with the argument `ours`, with our binding in the place of
 * its own, before its library takes anything out of it.
 */
import { createRequire } from 'node:module';
import { inspect, promisify } from 'node:util';
import type { Any } from '../../../src/runtime/host.ts';

const require = createRequire(import.meta.url);

if (process.argv[2] === 'ours') {
  const { internalBinding } = require('internal/test/binding');
  // The getter of the global would load the library before the binding is in its place.
  const getRandomValues = (bytes: Uint8Array) => bytes.map((_, i) => (bytes[i] = Math.random() * 256));
  Object.defineProperty(globalThis, 'crypto', { configurable: true, value: { getRandomValues } });
  class AsyncWrap {
    makeCallback(this: Any, callback: Any, ...args: Any[]): Any {
      return (typeof callback === 'function' ? callback : this[callback]).apply(this, args);
    }
  }
  const loop = { ref() {}, unref() {}, post: (task: () => void) => setImmediate(task) };
  const { createCryptoBinding } = await import('../../../src/runtime/bindings/crypto.ts');
  const binding = createCryptoBinding({ AsyncWrap, loop, global: globalThis, builtin: require } as Any);
  for (const [name, value] of Object.entries(binding)) {
    // Numbers are read-only and the same; a difference throws here.
    if (typeof value !== 'number') internalBinding('crypto')[name] = value;
    else if (internalBinding('crypto')[name] !== value) throw new Error(`\`${name}\` is not ${value}`);
  }
}

const crypto = require('node:crypto');
const { subtle } = crypto.webcrypto;

function show(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (value instanceof ArrayBuffer) return `ArrayBuffer ${Buffer.from(value).toString('hex')}`;
  return value;
}

async function line(name: string, run: () => unknown): Promise<void> {
  let result: unknown;
  try {
    result = show(await run());
  } catch (thrown) {
    const { name, code, message, library, reason, cause } = thrown as Any;
    result = { name, code, message, library, reason, cause: cause?.message };
  }
  console.log(
    name,
    inspect(result, { depth: 5, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: null }),
  );
}

const data = Buffer.from('The quick brown fox é€😀'.repeat(20));
const supported: string[] = crypto.getHashes().filter((name: string) => !/sm3|md5-sha1/i.test(name));

await line('hashes', () => supported);
for (const name of [...supported, 'SHA256', 'SHA-256', 'Sha2-512/256', 'nope']) {
  await line(`hash ${name}`, () => crypto.createHash(name).update(data).digest('hex'));
  await line(`pieces and copy ${name}`, () => {
    const hash = crypto.createHash(name);
    for (let i = 0; i < data.length; i += 37) hash.update(data.subarray(i, i + 37));
    const copy = hash.copy();
    copy.update('z');
    return [hash.digest('base64'), copy.digest('latin1')];
  });
  await line(`one shot ${name}`, () => crypto.hash(name, data));
  if (!name.includes('shake')) {
    await line(`hmac ${name}`, () => crypto.createHmac(name, 'key').update(data).digest('base64url'));
  }
}
for (const outputLength of [0, 1, 16, 32, 100, 200]) {
  for (const name of ['shake128', 'shake256']) {
    await line(`length ${name} ${outputLength}`, () => [
      crypto.createHash(name, { outputLength }).update('a').digest('hex'),
      crypto.createHash(name).update('a').copy({ outputLength }).digest('hex'),
      crypto.hash(name, 'a', { outputLength }),
    ]);
  }
}
await line('length of sha256', () => crypto.createHash('sha256', { outputLength: 32 }).digest('hex'));
await line('wrong length', () => crypto.hash('sha256', 'x', { outputLength: 3 }));
await line('latin1 in, buffer out', () => crypto.createHash('md5').update('é', 'latin1').digest());
await line('hex in', () => crypto.createHash('md5').update('616263', 'hex').digest('buffer'));
await line('unknown encoding out', () => crypto.createHash('md5').update('abc').digest('nope'));
await line('digest twice', () => {
  const hash = crypto.createHash('md5');
  hash.digest();
  return hash.digest();
});
await line('update with a number', () => crypto.createHash('md5').update(5));
await line('hmac digest twice', () => {
  const hmac = crypto.createHmac('md5', 'k');
  hmac.digest();
  return hmac.digest('hex');
});
await line('hmac with a key object', () =>
  crypto.createHmac('sha256', crypto.createSecretKey('abc', 'utf8')).update('x').digest('hex'),
);
await line('hmac with a long key', () =>
  crypto.createHmac('sha256', 'k'.repeat(500)).update('').digest('hex'),
);
await line('hash as a stream', async () => {
  const hash = crypto.createHash('sha1');
  hash.setEncoding('hex');
  hash.write('a');
  hash.end('b');
  return (await hash.toArray()).join('');
});

const [ab, ac] = [Buffer.from('ab'), Buffer.from('ac')];
for (const [a, b] of [
  [ab, Uint8Array.of(97, 98)],
  [ab, ac],
  [ab, Buffer.from('a')],
  ['ab', ab],
]) {
  await line('timingSafeEqual', () => crypto.timingSafeEqual(a, b));
}

for (const [digest, iterations, length] of [
  ['sha1', 1, 20],
  ['sha256', 500, 64],
  ['sha512', 3, 0],
  ['nope', 1, 1],
  ['md5', 2, 5],
]) {
  await line('pbkdf2', () => crypto.pbkdf2Sync('pw', 'salt', iterations, length, digest));
  await line('pbkdf2 later', () => promisify(crypto.pbkdf2)('pw', 'salt', iterations, length, digest));
  await line('hkdf', () => crypto.hkdfSync(digest, 'key', 'salt', 'info', length));
  await line('hkdf later', () => promisify(crypto.hkdf)(digest, 'key', 'salt', 'info', length));
}
await line('hkdf, the longest', () => crypto.hkdfSync('sha256', 'k', 's', 'i', 255 * 32));
await line('hkdf, too long', () => crypto.hkdfSync('sha256', 'k', 's', 'i', 255 * 32 + 1));
// Without those whose message depends on what OpenSSL failed at before.
for (const options of [{}, { N: 16, r: 1, p: 2 }, { N: 3 }, { N: 1024, r: 8, p: 1, maxmem: 100 }]) {
  await line(`scrypt ${JSON.stringify(options)}`, () => crypto.scryptSync('pw', 'salt', 33, options));
}
await line('scrypt later', () => promisify(crypto.scrypt)('pw', 'salt', 64, { N: 1024 }));

await line('random bytes', () => [0, 10, 200_000].map((size) => crypto.randomBytes(size).length));
await line('random bytes differ', () =>
  crypto
    .randomBytes(200_000)
    .subarray(-64)
    .some((byte: number) => byte !== 0),
);
await line('random bytes later', async () => (await promisify(crypto.randomBytes)(33)).length);
await line('random integers', async () => {
  const numbers = [crypto.randomInt(5, 10), (await promisify(crypto.randomInt)(3)) + 5];
  return numbers.every((number) => number >= 5 && number < 10);
});
await line('random fill in the middle', () => {
  const bytes = new Uint8Array(100);
  crypto.randomFillSync(bytes, 30, 40);
  return [bytes.subarray(0, 30), bytes.subarray(30, 70), bytes.subarray(70)].map((part) =>
    part.some((byte) => byte !== 0),
  );
});
await line('uuid', () => {
  const form = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  return [crypto.randomUUID(), crypto.randomUUID({ disableEntropyCache: true })].every((id) => form.test(id));
});
await line('too few bytes', () => crypto.randomBytes(-1));

const key = crypto.createSecretKey(Buffer.from('00112233445566778899aabbccddeeff', 'hex'));
await line('key', () => [
  [key.type, key.symmetricKeySize, key.export().toString('hex'), key.export({ format: 'jwk' }), inspect(key)],
  [key.equals(crypto.createSecretKey(Buffer.alloc(16))), key.equals(crypto.createSecretKey(key.export()))],
  key instanceof crypto.KeyObject,
]);
await line('key of pooled bytes', () => {
  const bytes = Buffer.from('abcd');
  const made = crypto.createSecretKey(bytes);
  bytes.fill(0);
  return [made.export().toString(), made.export().buffer.byteLength];
});
await line('made keys', async () => [
  crypto.generateKeySync('aes', { length: 256 }).symmetricKeySize,
  (await promisify(crypto.generateKey)('hmac', { length: 64 })).symmetricKeySize,
]);

const names = ['aes-256-ctr', 'aes-128-ecb', 'AES-192-GCM', 'id-aes256-GCM', 'aes256', 427, 'nope'];
await line('cipher info', () => names.map((name) => crypto.getCipherInfo(name)));

for (const bits of [128, 192, 256]) {
  for (const mode of ['cbc', 'ctr', 'ecb', 'gcm']) {
    const iv = mode === 'ecb' ? null : Buffer.alloc(mode === 'gcm' ? 12 : 16, 3);
    for (const length of [0, 1, 15, 16, 17, 31, 32, 33, 100, 1000]) {
      await line(`aes ${bits} ${mode} ${length}`, () => {
        const secret = Buffer.alloc(bits / 8, length + 1);
        const plain = Buffer.alloc(length, 'abcdefgh');
        const additional = Buffer.alloc(length % 37, 7);
        const cipher = crypto.createCipheriv(`aes-${bits}-${mode}`, secret, iv);
        if (mode === 'gcm') cipher.setAAD(additional);
        const parts = [];
        for (let at = 0; at < length; at += 7) parts.push(cipher.update(plain.subarray(at, at + 7)));
        parts.push(cipher.final());
        const packed = Buffer.concat(parts);
        const decipher = crypto.createDecipheriv(`aes-${bits}-${mode}`, secret, iv);
        if (mode === 'gcm') decipher.setAAD(additional).setAuthTag(cipher.getAuthTag());
        const back = [];
        for (let at = 0; at < packed.length; at += 13)
          back.push(decipher.update(packed.subarray(at, at + 13)));
        back.push(decipher.final());
        const lengths = [parts, back].map((list) => list.map((part) => part.length).join());
        return [
          packed.toString('hex'),
          lengths,
          Buffer.concat(back).equals(plain),
          mode === 'gcm' && show(cipher.getAuthTag()),
        ];
      });
    }
  }
}

const secret = Buffer.alloc(32, 1);
const [iv, iv12] = [Buffer.alloc(16, 2), Buffer.alloc(12, 3)];
const cbc = (method = 'createCipheriv') => crypto[method]('aes-256-cbc', secret, iv);
const gcm = (method = 'createCipheriv', options = {}) => crypto[method]('aes-256-gcm', secret, iv12, options);
for (const length of [1, 8, 13, 16, 20, 64]) {
  await line(`gcm with an iv of ${length}`, () => {
    const cipher = crypto.createCipheriv('aes-256-gcm', secret, Buffer.alloc(length, 5));
    return [cipher.update('hello', 'utf8', 'hex'), cipher.final('hex'), show(cipher.getAuthTag())];
  });
}
await line('the counter wraps', () => {
  return crypto
    .createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16, 255))
    .update(Buffer.alloc(64));
});
await line('text in, base64 out', () => {
  const cipher = cbc();
  return cipher.update('héllo wörld '.repeat(3), 'utf8', 'base64') + cipher.final('base64');
});
const misuses: Record<string, () => unknown> = {
  'unknown cipher': () => crypto.createCipheriv('nope', secret, iv),
  'iv for ecb': () => crypto.createCipheriv('aes-256-ecb', secret, iv),
  'no iv': () => crypto.createCipheriv('aes-256-cbc', secret, null),
  'empty iv': () => crypto.createCipheriv('aes-256-gcm', secret, Buffer.alloc(0)),
  'short iv': () => crypto.createCipheriv('aes-256-ctr', secret, iv12),
  'tag length 3': () => gcm('createCipheriv', { authTagLength: 3 }),
  'final twice': () => [cbc()].map((cipher) => [cipher.final(), cipher.final()]),
  'padding off, cut': () => cbc().setAutoPadding(false).update('a') && cbc().setAutoPadding(false),
  'bad padding': () => [cbc('createDecipheriv')].map((d) => [d.update(Buffer.alloc(16)), d.final()]),
  'half a block': () => [cbc('createDecipheriv')].map((d) => [d.update(Buffer.alloc(5)), d.final()]),
  'no block': () => cbc('createDecipheriv').final(),
  'half a block unpadded': () =>
    [cbc('createDecipheriv').setAutoPadding(false)].map((d) => [d.update(Buffer.alloc(5)), d.final()]),
  'padding after the end': () => [cbc()].map((cipher) => [cipher.final(), cipher.setAutoPadding(false)]),
  'no tag': () => [gcm('createDecipheriv')].map((d) => [d.update('a'), d.final()]),
  'wrong tag': () =>
    [gcm('createDecipheriv').setAuthTag(Buffer.alloc(16))].map((d) => [d.update('a'), d.final()]),
  'tag of 7': () => gcm('createDecipheriv').setAuthTag(Buffer.alloc(7)),
  'tag of 12 for 16': () => gcm('createDecipheriv', { authTagLength: 16 }).setAuthTag(Buffer.alloc(12)),
  'tag twice': () => gcm('createDecipheriv').setAuthTag(Buffer.alloc(16)).setAuthTag(Buffer.alloc(16)),
  'tag too early': () => gcm().getAuthTag(),
  'tag of cbc': () => [cbc()].map((cipher) => [cipher.final(), cipher.getAuthTag()]),
  'additional data of cbc': () => cbc().setAAD(Buffer.from('b')),
  'additional data too late': () =>
    [gcm()].map((cipher) => [cipher.update('a'), cipher.setAAD(Buffer.from('b'))]),
};
for (const [name, run] of Object.entries(misuses)) await line(name, () => inspect(run()).length > 0);
await line('short tag over two pieces of additional data', () => {
  const cipher = gcm('createCipheriv', { authTagLength: 8 })
    .setAAD(Buffer.from('aa'))
    .setAAD(Buffer.from('bb'));
  cipher.update('hello');
  cipher.final();
  return cipher.getAuthTag();
});

for (const name of ['SHA-1', 'SHA-256', 'SHA-512', 'SHA3-256'])
  await line(`subtle ${name}`, () => subtle.digest(name, data));
await line('subtle hmac', async () => {
  const mac = await subtle.importKey('raw', Buffer.from('abc'), { name: 'HMAC', hash: 'SHA-256' }, true, [
    'sign',
    'verify',
  ]);
  const signature = await subtle.sign('HMAC', mac, data);
  const verified = [
    await subtle.verify('HMAC', mac, signature, data),
    await subtle.verify('HMAC', mac, signature, ab),
  ];
  const exported = [
    await subtle.exportKey('jwk', mac),
    Buffer.from(await subtle.exportKey('raw', mac)).toString(),
  ];
  return [show(signature), verified, exported, inspect(mac)];
});
await line('subtle made key', async () => {
  const mac = await subtle.generateKey({ name: 'HMAC', hash: 'SHA-1' }, true, ['sign']);
  return [mac.algorithm, mac.usages, (await subtle.exportKey('raw', mac)).byteLength];
});
await line('subtle pbkdf2', async () => {
  const password = await subtle.importKey('raw', Buffer.from('pw'), 'PBKDF2', false, ['deriveBits']);
  return subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: ab, iterations: 10 }, password, 128);
});
await line('subtle hkdf', async () => {
  const material = await subtle.importKey('raw', Buffer.from('pw'), 'HKDF', false, ['deriveKey']);
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: ab, info: ac };
  const derived = await subtle.deriveKey(parameters, material, { name: 'HMAC', hash: 'SHA-256' }, true, [
    'sign',
  ]);
  return subtle.exportKey('raw', derived);
});
await line('subtle random values', () => crypto.getRandomValues(new Uint8Array(5)).length);

// At the end, because OpenSSL tells their errors again at its next failure.
await line('short key', () => crypto.createCipheriv('aes-256-cbc', Buffer.alloc(5), iv));
await line('cipher info with lengths', () => [
  crypto.getCipherInfo('aes-256-gcm', { ivLength: 16 }),
  crypto.getCipherInfo('aes-256-cbc', { ivLength: 12 }),
  crypto.getCipherInfo('aes-256-cbc', { keyLength: 12 }),
]);
