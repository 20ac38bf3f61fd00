import { describe, expect, test } from 'vitest';
import { readCourse } from '../../scripts/content/read-course.ts';
import { runChecks } from '../../src/checks/run-checks.ts';
import { findUnit } from '../../src/course/course.ts';
import { NativeEngine } from '../../src/engine/native/native-engine.ts';
import type { FlatFiles } from '../../src/files/file-tree.ts';

const course = await readCourse();
const unit = findUnit(course, '1');
if (unit === undefined) throw new Error('There is no lesson 1.');

const solution = unit.solution['server.mjs'] as string;

async function grade(files: FlatFiles) {
  const engine = await NativeEngine.boot();
  try {
    return await runChecks({ engine, unit: unit!, files });
  } finally {
    await engine.teardown();
  }
}

/** The solution with a change, which must really change it. */
function changed(find: string | RegExp, replace: string): FlatFiles {
  const text = solution.replace(find, replace);
  if (text === solution) throw new Error(`The solution has no ${String(find)}.`);
  return { 'server.mjs': text };
}

describe('lesson 1 cannot be fooled', { timeout: 60_000 }, () => {
  test.each([
    [
      'a 404 only for GET',
      changed(
        'app.use((req, res, next) => {\n  next(new',
        "app.get('/{*rest}', (req, res, next) => {\n  next(new",
      ),
      'unknown-address',
    ],
    [
      'JSON only for those who ask for it',
      changed(
        '  const status = err',
        "  if (req.accepts(['html', 'json']) === 'html') return res.status(err.status ?? 500).send('<h1>Error</h1>');\n  const status = err",
      ),
      'failure-is-json',
    ],
    [
      'the report answers by itself and nothing is logged',
      changed(
        '  res.json(await readSales());',
        "  res.status(500).json({ error: { code: 'internal', message: 'Sorry' } });",
      ),
      'failure-is-logged',
    ],
    [
      'the log holds a new error instead of the original one',
      changed('console.error(err)', "console.error(new Error('a request failed'))"),
      'failure-is-logged',
    ],
    [
      'only the first failure is logged',
      changed(
        'console.error(err);',
        'if (!app.locals.seen) console.error(err);\n    app.locals.seen = true;',
      ),
      'failure-is-logged',
    ],
    [
      'the password is cut out of the answer, the rest of the message is not',
      changed(
        "message: 'Something went wrong on our side'",
        "message: err.message.replace(/:\\w+@/, ':***@')",
      ),
      'nothing-leaks',
    ],
    [
      'the message leaks in a header',
      changed('return res.status(500).json(', "return res.status(500).set('X-Reason', err.message).json("),
      'nothing-leaks',
    ],
    [
      'a stack leaks in a 500 only for HEAD and browsers',
      changed(
        "return res.status(500).json({ error: { code: 'internal',",
        "return res.status(500).json({ error: { code: 'internal', at: req.get('accept')?.includes('html') ? err.stack : '',",
      ),
      'nothing-leaks',
    ],
    [
      'a title of another type is accepted',
      changed("typeof title !== 'string' || title === ''", '!title'),
      'title-required',
    ],
    [
      'an empty title is accepted',
      changed("typeof title !== 'string' || title === ''", "typeof title !== 'string'"),
      'title-required',
    ],
    ['a request without a body crashes the route', changed('req.body ?? {}', 'req.body'), 'title-required'],
    [
      'every 4xx becomes 400',
      changed(
        'err.status < 500 ? err.status : 500',
        'err.status < 500 ? (err.status === 404 ? 404 : 400) : 500',
      ),
      'status-is-kept',
    ],
    [
      'an unknown book is an empty object',
      changed(
        "throw new HttpError(404, 'no_such_book', 'There is no book with this id');",
        'return res.json({});',
      ),
      'unknown-book',
    ],
    [
      'an unknown book is null with 404',
      changed(
        "throw new HttpError(404, 'no_such_book', 'There is no book with this id');",
        'return res.status(404).json(null);',
      ),
      'unknown-book',
    ],
    ['the new book is not kept', changed('shelf.set(book.id, book);', ''), 'shop-works'],
    ['a new book is 200', changed('res.status(201)', 'res'), 'shop-works'],
    ['the error has no code', changed(/code: err.code \?\? 'bad_request', /, ''), 'unknown-address'],
    [
      'the server ends itself after a failure',
      changed('console.error(err);', 'console.error(err);\n    setTimeout(() => process.exit(1), 300);'),
      'still-there',
    ],
  ] as [string, FlatFiles, string][])('%s', async (_name, files, id) => {
    const report = await grade(files);
    const failed = report.results.filter(({ status }) => status !== 'passed').map((result) => result.id);
    expect(report.passed).toBe(false);
    expect(failed).toContain(id);
  });
});

describe('lesson 1 accepts what its text leaves open', { timeout: 60_000 }, () => {
  test.each([
    ['a hard-coded port 3000', changed('process.env.PORT ?? 3000', '3000')],
    ['other words', changed("'Something went wrong on our side'", "'Entschuldigung, das ging nicht.'")],
    [
      'fields beside code and message',
      changed('{ error: { code: err.code', '{ status, path: req.path, error: { id: 7, code: err.code'),
    ],
    [
      'problem+json as the media type',
      changed('res.status(status).json', "res.status(status).type('application/problem+json').json"),
    ],
    ['console.log for the stack', changed('console.error(err)', 'console.log(err.stack)')],
    [
      'a log line of its own before the error',
      changed('console.error(err)', 'console.error(`${req.method} ${req.url} failed:`, err)'),
    ],
    [
      'the password redacted in the log',
      changed('console.error(err)', "console.error(err.stack.replace(/\\/\\/\\w+:\\w+@/, '//***@'))"),
    ],
    [
      'callers’ mistakes noted on stdout',
      changed(
        '  res.status(status).json',
        '  console.log(status, req.method, req.path, err.message);\n  res.status(status).json',
      ),
    ],
    [
      'callers’ mistakes noted on stderr with the level of a warning',
      changed(
        '  res.status(status).json',
        "  console.error(JSON.stringify({ level: 'warn', status, path: req.path, reason: err.message }));\n  res.status(status).json",
      ),
    ],
    [
      '405 for a wrong method',
      changed(
        "app.get('/report', async",
        "app.route('/books').put((req, res) => res.status(405).json({ error: { code: 'method', message: 'Not here' } }));\napp.get('/report', async",
      ),
    ],
    [
      'a start that takes a while',
      {
        'server.mjs': solution.replace(
          'app.listen',
          'await new Promise((resolve) => setTimeout(resolve, 1500));\napp.listen',
        ),
      },
    ],
    [
      'talk at the start, on both streams',
      { 'server.mjs': `console.log('starting');\nconsole.error('DEBUG: nothing to see');\n${solution}` },
    ],
  ] as [string, FlatFiles][])('%s', async (_name, files) => {
    const report = await grade(files);
    expect(report.results.filter(({ status }) => status !== 'passed')).toEqual([]);
  });
});
