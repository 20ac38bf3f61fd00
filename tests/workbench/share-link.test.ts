import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longestPayload, readSharedFiles, shareAddress } from '../../src/workbench/share-link.ts';
import { sharedPlace } from '../../src/workbench/share-place.ts';

const page = 'https://safety.example/learn/1/?mode=full';
const linkOf = (content: string | Uint8Array): string =>
  `#code=exercise,${deflateRawSync(content).toString('base64url')}`;
const linkTo = (value: unknown): string => linkOf(JSON.stringify(value));

test('any files come back as they were, and the page’s own address is kept', async () => {
  const name = fc.stringMatching(/^[a-z]{1,8}\.mjs$/);
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(name, fc.string({ unit: 'binary', maxLength: 200 }), { minKeys: 1, maxKeys: 8 }),
      async (files) => {
        const shared = await shareAddress(page, 'exercise', files);
        if (!shared.ok) throw new Error(shared.problem);
        const url = new URL(shared.address);
        expect(url.origin + url.pathname + url.search).toBe(page);
        expect(sharedPlace(url.hash)).toBe('exercise');
        const read = await readSharedFiles(url.hash);
        // What is no text (half a surrogate pair) is written as the sign for that.
        const texts = Object.fromEntries(
          Object.entries(files).map(([path, text]) => [path, text.toWellFormed()]),
        );
        expect(read.ok && { ...read.files }).toEqual(texts);
      },
    ),
    { numRuns: 30 },
  );
});

test('code that is too long for a link is not cut', async () => {
  const noise = Array.from({ length: 60_000 }, (_, i) =>
    String.fromCharCode(33 + ((i * i * 7919) % 90)),
  ).join('');
  const random = Array.from({ length: 60_000 }, () => Math.random().toString(36)[2]).join('');
  expect(await shareAddress(page, 'exercise', { 'a.mjs': noise + random })).toEqual({
    ok: false,
    problem: 'too-long',
  });
});

test('an address without code has no place', () => {
  for (const fragment of ['', '#', '#the-four-arguments', '#Code=x,y'])
    expect(sharedPlace(fragment)).toBeUndefined();
});

test.each([
  ['nothing', '#code=exercise', 'cut'],
  ['no payload', '#code=exercise,', 'cut'],
  ['signs that are not base64url', '#code=exercise,<script>', 'cut'],
  ['noise', '#code=exercise,AAAAAAAA', 'cut'],
  ['half of a link', linkTo({ 'a.mjs': 'x'.repeat(500) + Math.random() }).slice(0, -12), 'cut'],
  ['more after its end', `${linkTo({ 'a.mjs': 'x' })}AAAA`, 'cut'],
  ['a payload that is too long', `#code=exercise,${'A'.repeat(longestPayload + 1)}`, 'too-long'],
  ['a bomb: 5 MB of nothing', linkOf(new Uint8Array(5_000_000)), 'too-large'],
  ['a bomb in JSON', linkTo({ 'a.mjs': ' '.repeat(1_000_000) }), 'too-large'],
  ['bytes that are no text', linkOf(new Uint8Array([0xff, 0xfe])), 'not-files'],
  ['something that is not JSON', linkOf('hello'), 'not-files'],
  ['JSON that is too deep', linkOf('['.repeat(100_000)), 'not-files'],
  ['a list', linkTo(['a']), 'not-files'],
  ['null', linkTo(null), 'not-files'],
  ['no files', linkTo({}), 'not-files'],
  ['a number for a text', linkTo({ 'a.mjs': 7 }), 'not-files'],
  ['a folder for a text', linkTo({ 'a.mjs': { b: '' } }), 'not-files'],
  [
    'many files',
    linkTo(Object.fromEntries(Array.from({ length: 41 }, (_, i) => [`${i}.mjs`, '']))),
    'too-many-files',
  ],
  ['a path that leads out', linkTo({ '../a.mjs': '' }), 'file-names'],
  ['a path that leads out from within', linkTo({ 'a/../../b.mjs': '' }), 'file-names'],
  ['an absolute path', linkTo({ '/etc/passwd': '' }), 'file-names'],
  ['a path of Windows', linkTo({ 'c:\\a.mjs': '' }), 'file-names'],
  ['a path with a null', linkTo({ 'a\0.mjs': '' }), 'file-names'],
  ['an empty name', linkTo({ '': '' }), 'file-names'],
  ['a name that is too long', linkTo({ ['a'.repeat(101)]: '' }), 'file-names'],
  ['a package', linkTo({ 'node_modules/express/index.js': '' }), 'file-names'],
  ['a file that is also a folder', linkTo({ a: '', 'a/b.mjs': '' }), 'file-names'],
  ['the name of all prototypes', linkOf('{"__proto__":"x"}'), 'file-names'],
])('%s is refused', async (_name, fragment, problem) => {
  expect(await readSharedFiles(fragment)).toEqual({ ok: false, problem });
});

test('no fragment makes it throw, or gives a path that leads out of the folder', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.json().map(linkOf),
        fc.string({ unit: 'binary' }).map((text) => `#code=exercise,${text}`),
      ),
      async (fragment) => {
        const read = await readSharedFiles(fragment);
        if (read.ok)
          for (const path of Object.keys(read.files)) expect(path).not.toMatch(/(^|\/)\.\.?(\/|$)|^\/|\\/);
      },
    ),
  );
});
