import { describe, expect, test } from 'vitest';
import { treeFromFlat } from '../../src/files/file-tree.ts';
import { textFromBytes } from '../../src/http/message.ts';
import type { Lab } from './lab.ts';

export function describeFiles(lab: Lab): void {
  describe('files', () => {
    const text = async (path: string): Promise<string> => textFromBytes(await lab.engine.readFile(path));

    test('a mounted tree can be read and listed, text and bytes alike', async () => {
      const bytes = new Uint8Array([0, 255, 128, 10]);
      await lab.engine.mount(treeFromFlat({ 'a.txt': 'grüße\n', 'sub/deep/b.bin': bytes }));
      expect(await text('a.txt')).toBe('grüße\n');
      expect([...(await lab.engine.readFile('sub/deep/b.bin'))]).toEqual([...bytes]);
      expect(await lab.engine.list()).toEqual(['a.txt', 'sub/deep/b.bin']);
      expect(await lab.engine.list('sub')).toEqual(['sub/deep/b.bin']);
    });

    test('a second tree is laid over the first: its files win, the others stay', async () => {
      await lab.engine.mount(treeFromFlat({ 'a.txt': 'one', 'sub/b.txt': 'two', 'was-folder/c.txt': 'c' }));
      await lab.engine.mount(
        treeFromFlat({ 'a.txt': 'new', 'sub/d.txt': 'four', 'was-folder': 'now a file' }),
      );
      expect(await lab.engine.list()).toEqual(['a.txt', 'sub/b.txt', 'sub/d.txt', 'was-folder']);
      expect(await text('a.txt')).toBe('new');
      expect(await text('was-folder')).toBe('now a file');
    });

    test('`writeFile` makes the folders above a file, and replaces what was there', async () => {
      await lab.engine.writeFile('x/y/z.txt', 'first');
      await lab.engine.writeFile('x/y/z.txt', 'second');
      expect(await text('x/y/z.txt')).toBe('second');
    });

    test('`rm` removes a file, a folder with all it holds, and nothing without complaint', async () => {
      await lab.engine.mount(treeFromFlat({ 'a.txt': '', 'sub/b.txt': '', 'sub/c/d.txt': '' }));
      await lab.engine.rm('a.txt');
      await lab.engine.rm('sub');
      await lab.engine.rm('never-there');
      expect(await lab.engine.list()).toEqual([]);
    });

    test('reading what is not there, or a folder, is `ERR_ENGINE_NO_FILE`', async () => {
      await lab.engine.mount(treeFromFlat({ 'sub/b.txt': '' }));
      await expect(lab.engine.readFile('no.txt')).rejects.toMatchObject({ code: 'ERR_ENGINE_NO_FILE' });
      await expect(lab.engine.readFile('sub')).rejects.toMatchObject({ code: 'ERR_ENGINE_NO_FILE' });
      await expect(lab.engine.readFile('sub/b.txt/c')).rejects.toMatchObject({ code: 'ERR_ENGINE_NO_FILE' });
    });

    test.each(['../outside.txt', '/etc/passwd', 'a/../../b', ''])('the path %j is refused', async (path) => {
      await expect(lab.engine.readFile(path)).rejects.toThrow('cannot be a file path');
      await expect(lab.engine.writeFile(path, '')).rejects.toThrow('cannot be a file path');
    });

    test('`node_modules` is left out of listings', async () => {
      await lab.engine.mount(
        treeFromFlat({ 'a.txt': '', 'node_modules/x/index.js': '', 'sub/node_modules/y.js': '' }),
      );
      expect(await lab.engine.list()).toEqual(['a.txt']);
      await lab.engine.rm('node_modules');
      await lab.engine.rm('sub');
    });

    test('what a program writes can be read by the engine and by the next program', async () => {
      await lab.run({
        'main.mjs': `import fs from 'node:fs'; fs.mkdirSync('out'); fs.writeFileSync('out/a.txt', 'from a program');`,
      });
      expect(await text('out/a.txt')).toBe('from a program');
      const { stdout } = await lab.run(
        {
          'next.cjs': `process.stdout.write(require('node:fs').readFileSync('out/a.txt', 'utf8').toUpperCase())`,
        },
        ['next.cjs'],
      );
      expect(stdout).toBe('FROM A PROGRAM');
    });

    test('a running program sees what the engine writes', async () => {
      const running = await lab.start({
        'note.txt': 'old',
        'main.mjs': `
          import fs from 'node:fs';
          process.stdin.once('data', () => { console.log(fs.readFileSync('note.txt', 'utf8')); process.exit(); });
          console.log('waiting');`,
      });
      await running.wrote('waiting');
      await lab.engine.writeFile('note.txt', 'new');
      running.process.write('go\n');
      expect((await running.ended).stdout).toBe('waiting\nnew\n');
    });

    test('a mounted `node_modules` is what programs import', async () => {
      const { stdout } = await lab.run({
        'node_modules/greeting/package.json': '{"name":"greeting","type":"module","exports":"./hello.js"}',
        'node_modules/greeting/hello.js': 'export const hello = "hello from a package";',
        'main.mjs': `import { hello } from 'greeting'; console.log(hello);`,
      });
      expect(stdout).toBe('hello from a package\n');
      await lab.engine.rm('node_modules');
    });
  });
}
