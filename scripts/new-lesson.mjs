#!/usr/bin/env node
/**
 * Begins a lesson: a folder in `content/lessons/` that loads and passes `npm run check:content`, to be filled.
 *
 *     node scripts/new-lesson.mjs <slug> [title]
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onNode24 } from './node-24.mjs';

if (onNode24(import.meta.url)) {
  const { newLessonFiles, withLesson } = await import('./content/new-lesson.ts');
  const content = fileURLToPath(new URL('../content', import.meta.url));
  const [slug, ...words] = process.argv.slice(2);
  const numbers = readdirSync(join(content, 'lessons')).map((name) => Number.parseInt(name, 10) || 0);
  const id = /^\d+-/.test(slug ?? '') ? slug : `${Math.max(0, ...numbers) + 1}-${slug}`;
  const folder = join(content, 'lessons', id);
  if (!slug || !/^[1-9]\d*-[a-z0-9-]+$/.test(id)) {
    console.error('Usage: node scripts/new-lesson.mjs <slug> [title], with a slug such as `rate-limits`.');
    process.exitCode = 2;
  } else if (existsSync(folder)) {
    console.error(`\`content/lessons/${id}\` exists already: choose another slug.`);
    process.exitCode = 2;
  } else {
    for (const [path, text] of Object.entries(newLessonFiles(words.join(' ') || slug))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const course = join(content, 'course.yaml');
    writeFileSync(course, withLesson(readFileSync(course, 'utf8'), id));
    console.log(`content/lessons/${id} is there. Fill it, then: npm run check:content ${id}`);
  }
}
