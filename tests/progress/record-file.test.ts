import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { answerQuestion, answersOf } from '../../src/progress/learning.ts';
import { Progress } from '../../src/progress/progress.ts';
import { exportRecord, importRecord, largestFile, readRecordFile } from '../../src/progress/record-file.ts';
import { createMemoryStorage } from '../../src/progress/storage.ts';

const newProgress = (): Progress => {
  const storage = createMemoryStorage();
  return new Progress({ open: async () => storage });
};
const fileOf = (text: string, name = 'my record.json') => new File([text], name);
const edit = (progress: Progress, text: string, page: string, second: number) =>
  progress.merge('files', 'u', {
    unit: 'u',
    files: { 'a.mjs': text },
    savedAt: `2026-11-22T12:00:0${second}.000Z`,
    clock: { [page]: 1 },
  });

test('a record goes to another device in one file and joins the one that is there; twice is the same as once', async () => {
  const [here, there] = [newProgress(), newProgress()];
  await answerQuestion(here, 'q', { choice: ['here'], right: true });
  await edit(here, 'from here', 'h', 1);
  await answerQuestion(there, 'q', { choice: ['there'], right: false });
  await edit(there, 'from there', 't', 2);
  const heard: string[] = [];
  there.onChange(({ kind }) => heard.push(kind));
  const file = fileOf(await exportRecord(here));
  expect(await importRecord(there, file)).toEqual({ ok: true, imported: { added: 0, changed: 2, same: 0 } });
  expect(
    answersOf((await there.read('question', 'q'))!)
      .map(({ choice }) => choice[0])
      .sort(),
  ).toEqual(['here', 'there']);
  expect((await there.read('files', 'u'))?.files).toEqual({ 'a.mjs': 'from there' });
  expect([...(await there.list('restore-point')).values()]).toMatchObject([
    { files: { 'a.mjs': 'from here' } },
  ]);
  expect(heard.sort()).toEqual(['files', 'question']);
  expect(await importRecord(there, file)).toEqual({ ok: true, imported: { added: 0, changed: 0, same: 2 } });
});

test.each(['version-1', 'version-2'])('a file of %s is read', async (name) => {
  const { version, records } = JSON.parse(
    readFileSync(new URL(`../fixtures/records/${name}.json`, import.meta.url), 'utf8'),
  );
  const content = JSON.stringify({
    format: 'safety-net-record',
    version,
    records: records
      .filter(({ kind }: { kind: string }) => kind !== 'set-aside')
      .map(({ kind, key, value }: Record<string, unknown>) => ({ kind, key, record: value })),
  });
  const progress = newProgress();
  expect(await importRecord(progress, fileOf(`\uFEFF${content}`))).toMatchObject({ ok: true });
  expect((await progress.read('files', '1-basic-error-handlers'))?.files['server.mjs']).toBe('// mine\n');
});

const recordWith = (record: unknown, kind: unknown = 'files', key: unknown = 'u') =>
  JSON.stringify({ format: 'safety-net-record', version: 2, records: [{ kind, key, record }] });
const work = { unit: 'u', files: {}, savedAt: '2026-11-22T12:00:00.000Z', clock: {} };

const hostile: readonly [content: string, key: string, found: string][] = [
  ['', '', 'an empty file'],
  ['<html>', '', 'something that is not JSON'],
  ['[]', '', 'a list'],
  ['null', '', 'null'],
  ['{"format":"other"}', 'format', '"other"'],
  ['{"format":"safety-net-record","version":"2"}', 'version', '"2"'],
  ['{"format":"safety-net-record","version":0}', 'version', '0'],
  ['{"format":"safety-net-record","version":3}', 'version', '3'],
  ['{"format":"safety-net-record","version":2}', 'records', 'nothing'],
  ['{"format":"safety-net-record","version":2,"records":[7]}', 'records[0]', '7'],
  [recordWith(work, 'prediction'), 'records[0].kind', '"prediction"'],
  [recordWith(work, '__proto__'), 'records[0].kind', '"__proto__"'],
  [recordWith(work, 'files', 7), 'records[0].key', '7'],
  [recordWith(work, 'files', 'v'), 'records[0].record', 'an object (is the record of `u`)'],
  [recordWith({ ...work, savedAt: 'now' }), 'records[0].record.savedAt', '"now" (is no time'],
  [recordWith({ ...work, files: { 'a.mjs': 7 } }), 'records[0].record.files["a.mjs"]', '7'],
  [recordWith({ ...work, files: { '../a.mjs': '' } }), 'records[0].record.files["../a.mjs"]', 'folder'],
  [recordWith({ ...work, files: { '/etc/passwd': '' } }), 'records[0].record.files["/etc/passwd"]', 'folder'],
  [recordWith({ ...work, more: 1 }), 'records[0].record', 'an object'],
  [recordWith({ ...work, clock: { a: -1 } }), 'records[0].record.clock.a', '-1'],
  [recordWith({ ...work, clock: { a: 1e300 } }), 'records[0].record.clock.a', '1e+300'],
  [
    recordWith({ ...work, files: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`${i}`, ''])) }),
    'records[0].record.files',
    'more than 100 files',
  ],
  [`${'['.repeat(200_000)}${']'.repeat(200_000)}`, '', ''],
];

test.each(hostile.map(([content, ...rest]) => [content.slice(0, 150), content, ...rest] as const))(
  '%s is refused with what was found, and nothing of it is taken',
  async (_name, content, key, found) => {
    const progress = newProgress();
    await answerQuestion(progress, 'q', { choice: ['a'] });
    const before = JSON.stringify((await progress.everything()).records);
    const result = await importRecord(progress, fileOf(content));
    expect(result).toMatchObject({ ok: false, refusal: { file: 'my record.json', key } });
    if (!result.ok) {
      expect(result.refusal.found).toContain(found);
      expect(result.refusal.found.length).toBeLessThan(200);
      expect(result.refusal.fix).not.toBe('');
    }
    expect(JSON.stringify((await progress.everything()).records)).toBe(before);
  },
);

test('a file that is too large is refused before it is read', async () => {
  const text = () => Promise.reject(new Error('was read'));
  const result = await importRecord(newProgress(), { name: 'huge.json', size: largestFile + 1, text });
  expect(result).toMatchObject({ ok: false, refusal: { file: 'huge.json', found: '65 MiB' } });
});

test('names that JavaScript gives a meaning do no harm', () => {
  const answers = '{"__proto__":{"at":"2026-11-22T12:00:00.000Z","choice":[]}}';
  const content = recordWith('X', 'question', 'q').replace(
    '"X"',
    `{"id":"q","answers":${answers},"__proto__":{"x":1}}`,
  );
  expect(readRecordFile(content).ok).toBe(false);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});
