/**
 * The rooms of the house and what each may import: other rooms, and packages. Everything that is not listed is
 * forbidden. A room is the folder below `src/`; the engine's parts are rooms of their own.
 */
export interface Room {
  readonly rooms: readonly string[];
  /** Package names, or `*` for any. */
  readonly packages: readonly string[];
}

const view = [
  'http',
  'files',
  'course',
  'engine',
  'checks',
  'quiz',
  'progress',
  'recall',
  'workbench',
  'components',
  'markdown',
  'layouts',
  'styles',
];

export const rooms: Readonly<Record<string, Room>> = {
  http: { rooms: [], packages: [] },
  files: { rooms: [], packages: [] },
  course: { rooms: ['http', 'files', 'engine'], packages: ['zod', 'yaml'] },
  engine: { rooms: ['http', 'files', 'engine/embedded', 'engine/webcontainer'], packages: [] },
  'engine/embedded': { rooms: ['http', 'files', 'engine', 'runtime'], packages: [] },
  // `node:*` is for the program inside the container.
  'engine/webcontainer': {
    rooms: ['http', 'files', 'engine'],
    packages: ['@webcontainer/api', 'node:*'],
  },
  'engine/native': { rooms: ['http', 'files', 'engine'], packages: ['node:*'] },
  runtime: {
    rooms: ['http', 'files', 'engine'],
    packages: [
      'acorn',
      '@sveltejs/acorn-typescript',
      'cjs-module-lexer',
      '@noble/ciphers',
      '@noble/hashes',
      'fflate',
      'magic-string',
      'pako',
    ],
  },
  checks: { rooms: ['http', 'files', 'engine', 'course'], packages: [] },
  xray: { rooms: [], packages: ['acorn', 'node:*'] },
  quiz: { rooms: ['course'], packages: [] },
  progress: { rooms: ['course'], packages: ['idb', 'zod'] },
  recall: {
    rooms: ['course', 'progress', 'workbench', 'styles'],
    packages: ['ts-fsrs', 'preact', '@preact/signals'],
  },
  workbench: {
    rooms: ['http', 'files', 'course', 'engine', 'checks', 'quiz', 'progress', 'xray', 'styles'],
    packages: [
      'preact',
      '@preact/signals',
      '@xterm/xterm',
      '@codemirror/*',
      '@lezer/highlight',
      'acorn',
      '@sveltejs/acorn-typescript',
      'zod',
    ],
  },
  visualize: {
    rooms: ['http', 'files', 'course', 'engine', 'workbench', 'xray', 'components', 'styles'],
    packages: ['preact', '@preact/signals'],
  },
  markdown: { rooms: [], packages: ['shiki'] },
  styles: { rooms: [], packages: [] },
  components: { rooms: view, packages: ['astro', 'node:crypto', 'node:fs', 'node:path'] },
  layouts: { rooms: view, packages: ['astro', 'node:crypto'] },
  pages: { rooms: [...view, 'visualize'], packages: ['astro'] },
};

/** The only file that names the engines. */
export const engineSwitch = 'src/engine/create-engine.ts';
