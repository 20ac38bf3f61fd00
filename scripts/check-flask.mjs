#!/usr/bin/env node
/**
 * Runs the Flask form that stands beside the Node form in each lesson, as it stands there, and compares what the text says
 * of it with what happens (`tests/content/flask/<lesson>.py`).
 *
 *     node scripts/check-flask.mjs [lesson…]
 *
 * Takes the Python that `SAFETY_NET_PYTHON` names, or the first with Flask; without one it says so and ends with 0. What a
 * lesson needs besides (`requests`, `sentry_sdk`) may be missing, which is said too. Exit code: 1 where something that a
 * text says is not so, or where a Flask tab has no file that runs it.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const lessons = join(root, 'content/lessons');
const missingPackage = 3;

function pythonWithFlask() {
  const named = process.env.SAFETY_NET_PYTHON;
  const candidates = named ? [named] : ['python3', 'python', '/usr/bin/python3'];
  return candidates.find((python) => spawnSync(python, ['-c', 'import flask']).status === 0);
}

/** The Python code of the tabs called “Flask”, one text. */
function flaskCode(lesson) {
  const text = readFileSync(join(lessons, lesson, 'lesson.mdx'), 'utf8');
  const tabs = [...text.matchAll(/<Tab label="Flask">([\s\S]*?)<\/Tab>/g)].map(([, tab]) => tab);
  const blocks = tabs.flatMap((tab) => [...tab.matchAll(/^```python[^\n]*\n([\s\S]*?)^```/gm)]);
  return blocks.map(([, code]) => code).join('\n');
}

/** Runs one lesson's; resolves to whether all that its text says is so. */
function check(python, lesson, folder) {
  const program = join(root, 'tests/content/flask', `${lesson}.py`);
  console.log(`\n${lesson}`);
  if (!existsSync(program)) {
    console.log(`✗ its Flask tab is run by nothing: write \`tests/content/flask/${lesson}.py\`.`);
    return false;
  }
  const tab = join(folder, `${lesson}.py`);
  writeFileSync(tab, flaskCode(lesson));
  const env = {
    ...process.env,
    PYTHONIOENCODING: 'utf8',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONPATH: join(program, '..'),
  };
  const { status, stdout, stderr } = spawnSync(python, ['-W', 'ignore', program, tab], {
    encoding: 'utf8',
    env,
  });
  process.stdout.write(stdout);
  if (status === 0 || status === missingPackage) return true;
  process.stdout.write(stderr.trimEnd().split('\n').slice(-6).join('\n').concat('\n'));
  return false;
}

const python = pythonWithFlask();
const wanted = process.argv.slice(2);
const all = readdirSync(lessons).filter((lesson) => flaskCode(lesson) !== '');
if (python === undefined) {
  console.log(`The Flask forms of ${all.length} lessons were not run: there is no Python with Flask here.`);
} else {
  const folder = mkdtempSync(join(tmpdir(), 'safety-net-flask-'));
  const chosen = all.filter(
    (lesson) => wanted.length === 0 || wanted.some((name) => lesson.startsWith(name)),
  );
  const wrong = chosen.filter((lesson) => !check(python, lesson, folder));
  rmSync(folder, { recursive: true });
  console.log(`\n${chosen.length - wrong.length} passed, ${wrong.length} failed (${python})`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
