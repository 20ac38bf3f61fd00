import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findViolations, importsOf, readSources } from './imports.ts';
import { rooms } from './rooms.ts';

const sources = readSources(fileURLToPath(new URL('../..', import.meta.url)));

test('every import follows an arrow', () => {
  expect(findViolations(sources)).toEqual([]);
});

test('the files of every kind are seen, and their imports are found', () => {
  for (const ending of ['.ts', '.tsx', '.astro', '.css', '.mdx']) {
    expect(
      sources.some(({ path }) => path.endsWith(ending)),
      ending,
    ).toBe(true);
  }
  expect(sources.flatMap(importsOf).length).toBeGreaterThan(100);
});

test('the arrows have no circle between rooms', () => {
  // `engine` may name its implementations in the switch alone; `course` names the engine's types.
  const next = (room: string): readonly string[] =>
    (rooms[room]?.rooms ?? []).filter(
      (to) => to !== room && !(room === 'engine' && to.startsWith('engine/')),
    );
  const view = new Set(['components', 'layouts', 'pages']);
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    next(from).some((room) => room === to || (!seen.has(room) && reaches(room, to, seen.add(room))));
  expect(Object.keys(rooms).filter((room) => !view.has(room) && reaches(room, room))).toEqual([]);
});

describe('a planted violation is found', () => {
  test.each([
    ['src/http/x.ts', "import { z } from 'zod';"],
    ['src/files/x.ts', "import { a } from '../http/message.ts';"],
    ['src/course/x.ts', "import { runChecks } from '../checks/run-checks.ts';"],
    ['src/course/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['src/checks/x.ts', "import { NativeEngine } from '../engine/native/native-engine.ts';"],
    ['src/workbench/x.tsx', "import { EmbeddedEngine } from '../engine/embedded/embedded-engine.ts';"],
    ['src/workbench/x.tsx', "const x = await import('../engine/embedded/embedded-engine.ts');"],
    ['src/engine/other.ts', "export { EmbeddedEngine } from './embedded/embedded-engine.ts';"],
    ['src/engine/x.ts', "import { Kernel } from '../runtime/kernel/kernel.ts';"],
    ['src/runtime/x.ts', "import { Session } from '../workbench/session.ts';"],
    ['src/quiz/x.ts', "import '../progress/progress.ts';"],
    ['src/progress/x.ts', "import {\n  a,\n  b,\n} from '../workbench/session.ts';"],
    [
      'src/components/X.astro',
      "---\nimport { NativeEngine } from '../engine/native/native-engine.ts';\n---\n<p />",
    ],
    ['src/components/X.astro', "<script>\n  import 'lodash';\n</script>"],
    ['src/pages/x.mjs', "import express from 'express';"],
    ['src/markdown/x.ts', "import type { Course } from '../course/course.ts';"],
    ['src/runtime/x.ts', "new Worker(new URL('../workbench/session.ts', import.meta.url));"],
    ['src/newroom/x.ts', "import '../http/message.ts';"],
    ['src/workbench/x.ts', "import '../../scripts/serve.mjs';"],
    ['src/checks/x.ts', "const all = import.meta.glob('/content/**/*');"],
    ['content/lessons/1-x/lesson.mdx', "import Note from '../../../src/components/Note.astro';"],
  ])('%s: %s', (path, text) => {
    expect(findViolations([{ path, text }])).toHaveLength(1);
  });
});

describe('what is allowed is not reported', () => {
  test.each([
    ['src/engine/create-engine.ts', "const { E } = await import('./embedded/embedded-engine.ts');"],
    ['src/components/X.astro', "---\nimport type { Course } from '../course/course.ts';\n---"],
    ['src/workbench/x.ts', "// import '../pages/x.ts'\nimport { signal } from '@preact/signals';"],
    ['content/lessons/1-x/starter/server.mjs', "import express from 'express'"],
    ['src/checks/x.ts', "const program = `\nimport http from 'node:http';\n`;"],
  ])('%s: %s', (path, text) => {
    expect(findViolations([{ path, text }])).toEqual([]);
  });
});
