import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CourseText, Sections } from '../../src/course/course.ts';

export interface Reading {
  readonly words: number;
  /** At 220 words a minute, without what is done on the page. */
  readonly minutes: number;
  readonly perSentence: number;
  /** Flesch's reading ease: 60 and more is plain English, below 30 is hard. */
  readonly ease: number;
}

const frontMatter = /^---\n[\s\S]*?\n---\n/;

/** The MDX of a text; the pages of sections have theirs in several files. */
export function sourceText(text: CourseText | Sections): string {
  const sources = 'parts' in text ? text.parts.map(({ source }) => source) : [text.source];
  return sources
    .map((source) => readFileSync(fileURLToPath(new URL(`../../content/${source}`, import.meta.url)), 'utf8'))
    .map((mdx) => mdx.replace(frontMatter, ''))
    .join('\n');
}

/** Length and difficulty of the prose in an MDX text: without front matter, code, components and marks. */
export function measureText(mdx: string): Reading {
  const prose = proseOf(mdx);
  const words = prose.match(/[\p{L}][\p{L}\p{N}’'-]*/gu) ?? [];
  const sentences = Math.max(1, prose.split(/[.!?:;](?=\s|$)/).filter((part) => /\p{L}/u.test(part)).length);
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  const perSentence = words.length / sentences;
  return {
    words: words.length,
    minutes: Math.max(1, Math.round(words.length / 220)),
    perSentence,
    ease: words.length === 0 ? 0 : 206.835 - 1.015 * perSentence - 84.6 * (syllables / words.length),
  };
}

/** The sentences alone; a code word counts as one word. */
export function proseOf(mdx: string): string {
  return mdx
    .replace(frontMatter, '')
    .replace(/^\s*(```+|~~~+)[\s\S]*?^\s*\1\s*$/gm, '')
    .replace(/`[^`]*`/g, 'code')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\{[^}]*\}/g, ' ')
    .replace(/\]\([^)]*\)/g, ']')
    .replace(/^#+ (.*)$/gm, '$1.')
    .replace(/[*_[\]|]/g, '');
}

function syllablesOf(word: string): number {
  const groups = word
    .toLowerCase()
    .replace(/(?:[^laeiouy]es|[^laeiouyt]ed|[^l]e)$/, '')
    .match(/[aeiouy]+/g);
  return Math.max(1, groups?.length ?? 1);
}
