import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { engineSwitch, rooms } from './rooms.ts';

/** A file of the repository: its path from the root, with slashes, and its text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const extensions = 'ts,tsx,astro,mjs,mdx,css';

/** All source files below `src/` and `content/`. */
export function readSources(root: string): SourceFile[] {
  const patterns = [`src/**/*.{${extensions}}`, `content/**/*.{${extensions}}`, `src/**/*.d.ts`];
  return globSync(patterns, { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !path.includes('/node_modules/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(posix.join(root, path), 'utf8') }));
}

const token = /("[^"\n]*"|'[^'\n]*')|(`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/** The text without comments, and without programs that stand in it as texts of several lines. */
const withoutComments = (text: string): string =>
  text.replace(token, (_match, quoted: string | undefined, template: string | undefined) => {
    if (template !== undefined) return template.includes('\n') ? '``' : template;
    return quoted ?? '';
  });

/** What a file imports, as it is written: static and dynamic imports, re-exports, CSS `@import`, workers by URL. */
export function importsOf({ path, text }: SourceFile): string[] {
  const code = withoutComments(text);
  const patterns = path.endsWith('.css')
    ? [/@import\s+(?:url\()?["']([^"']+)["']/g]
    : [
        /^\s*(?:import|export)\b[^;'"`]*?\bfrom\s*["']([^"']+)["']/gm,
        /^\s*import\s*["']([^"']+)["']/gm,
        /\bimport\s*\(\s*["'`]([^"'`]+)["'`]/g,
        /\bnew\s+URL\(\s*["']([^"']+\.(?:ts|mjs|js))["']\s*,\s*import\.meta\.url/g,
        /import\.meta\.glob(?:<[^>]*>)?\(\s*\[?\s*["']([^"']+)["']/g,
      ];
  return patterns.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] as string));
}

/** The room that a file lies in, or `undefined` for one outside all of them. */
export function roomOf(path: string): string | undefined {
  const [top, first, second] = path.split('/');
  if (top !== 'src' || first === undefined) return top === 'content' ? 'content' : undefined;
  return `${first}/${second}` in rooms ? `${first}/${second}` : first;
}

const allows = (allowed: readonly string[], name: string): boolean =>
  allowed.some((entry) => (entry.endsWith('*') ? name.startsWith(entry.slice(0, -1)) : name === entry));

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Every import that an arrow forbids, in a sentence each. */
export function findViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    importsOf(file).flatMap((specifier) => judge(file.path, specifier.split('?')[0] ?? '')),
  );
}

function judge(path: string, specifier: string): string[] {
  const room = roomOf(path);
  if (room === undefined) return [];
  if (isLearnersFile(path)) return [];
  const says = (reason: string): string[] => [`\`${path}\` imports \`${specifier}\`: ${reason}`];
  if (room === 'content') return says('`content/` imports nothing; the components are provided.');
  const rules = rooms[room];
  if (!rules) return says(`\`src/${room}\` is no room of \`tests/architecture/rooms.ts\`.`);
  if (!specifier.startsWith('.') && !specifier.startsWith('/')) {
    const name = specifier.startsWith('node:') ? specifier : packageOf(specifier);
    return allows(rules.packages, name) ? [] : says(`\`src/${room}\` does not use that package.`);
  }
  const target = specifier.startsWith('/') ? specifier.slice(1) : posix.join(posix.dirname(path), specifier);
  const there = roomOf(target);
  if (there === room) return [];
  if (there === 'content') {
    return ['components', 'layouts', 'pages'].includes(room)
      ? []
      : says('only pages and components read `content/`.');
  }
  if (there === undefined) return says('it leaves `src/`.');
  if (there === 'engine/native') return says('the native engine is for scripts and tests.');
  if (there.startsWith('engine/') && path !== engineSwitch) {
    return says(`only \`${engineSwitch}\` names an implementation.`);
  }
  return rules.rooms.includes(there)
    ? []
    : says(`there is no arrow from \`src/${room}\` to \`src/${there}\`.`);
}

/** Code of exercises is data here; it imports what a learner's server imports. */
function isLearnersFile(path: string): boolean {
  return (
    /^content\/.*\/(?:starter|solution|mistakes|right|experiments?|challenge|services)\//.test(path) ||
    /^content\/(?:services|visualize)\//.test(path)
  );
}
