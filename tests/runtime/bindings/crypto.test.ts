import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createCryptoBinding } from '../../../src/runtime/bindings/crypto.ts';
import { createPlainHost, outcome } from './plain-host.ts';

const program = fileURLToPath(new URL('crypto-program.ts', import.meta.url));

async function linesOf(...args: string[]): Promise<string[]> {
  const flags = ['--expose-internals', '--no-warnings', program, ...args];
  const { stdout } = await promisify(execFile)(process.execPath, flags, { maxBuffer: 1e8 });
  return stdout.split('\n');
}

describe('`node:crypto` on this binding', () => {
  it('gives every result and every error of Node', async () => {
    const [nodes, ours] = await Promise.all([linesOf(), linesOf('ours')]);
    expect(nodes.length).toBeGreaterThan(300);
    expect(ours).toEqual(nodes);
  }, 60_000);
});

describe('the crypto binding', () => {
  const host = createPlainHost();
  const binding = createCryptoBinding(host);

  it('has a name for everything that Node has, and a reason where it has nothing behind it', () => {
    const list = `Object.keys(require('internal/test/binding').internalBinding('crypto')).join(' ')`;
    const names = execFileSync(process.execPath, ['--expose-internals', '-p', list], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
      .trim()
      .split(' ');
    const missing = names.filter((name) => !(name in binding));
    // The library takes these for optional algorithms of OpenSSL, and an engine of it for a thing of the past.
    expect(missing.filter((name) => !/Argon2|Kmac|^EVP_PKEY_(ML|SLH)|AES_OCB|setEngine/.test(name))).toEqual(
      [],
    );
    for (const name of ['Sign', 'ECDH', 'RsaKeyPairGenJob']) {
      expect(outcome(() => new binding[name]())).toMatchObject({
        code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
        message: expect.stringContaining(`\`crypto.${name}\` is not available`),
      });
    }
    expect(outcome(() => binding['publicEncrypt']())).toMatchObject({
      code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM',
    });
  });

  it('holds the process up while background work is queued', async () => {
    const job = new binding['RandomBytesJob'](binding['kCryptoJobAsync'], new Uint8Array(8), 0, 8);
    const done = new Promise((resolve) => {
      job.ondone = resolve;
    });
    job.run();
    expect(host.references.count).toBe(1);
    expect(await done).toBeUndefined();
    expect(host.references.count).toBe(0);
  });

  it('gives the Web Crypto of the browser, whose operations hold the process up', async () => {
    const { crypto, SubtleCrypto, Crypto } = binding['webCrypto'];
    expect(crypto).toBeInstanceOf(Crypto);
    expect(crypto.subtle).toBeInstanceOf(SubtleCrypto);
    const digest = crypto.subtle.digest('SHA-256', new Uint8Array());
    expect(host.references.count).toBe(1);
    expect(Buffer.from(await digest).toString('hex')).toMatch(/^e3b0c442/);
    expect(host.references.count).toBe(0);
    await expect(crypto.subtle.digest('nope', new Uint8Array())).rejects.toThrow();
    expect(host.references.count).toBe(0);
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
      'verify',
    ]);
    const data = Buffer.from('signed');
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, data);
    expect(
      await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, pair.publicKey, signature, data),
    ).toBe(true);
  });
});
