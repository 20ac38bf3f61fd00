import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { type StripError, transformSync } from '../../../src/runtime/transform/typescript/strip-types.ts';
import { TYPESCRIPT_SOURCES } from './typescript-sources.ts';

// Node says on stderr that the function is experimental.
vi.spyOn(process, 'emitWarning').mockImplementation(() => {});

interface Outcome {
  readonly code?: string;
  readonly error?: unknown;
}

function outcomeOfNode(source: string): Outcome {
  try {
    return { code: stripTypeScriptTypes(source) };
  } catch (error) {
    const { code, message, stack } = error as Error & { code: string };
    return { error: { code, message, arrow: stack!.split('\n\nSyntaxError')[0]!.trimEnd() } };
  }
}

function outcomeOfOurs(source: string): Outcome {
  try {
    return transformSync(source);
  } catch (error) {
    const { code, message, filename, startLine, snippet } = error as StripError;
    const codes = {
      UnsupportedSyntax: 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX',
      InvalidSyntax: 'ERR_INVALID_TYPESCRIPT_SYNTAX',
    };
    return { error: { code: codes[code], message, arrow: `${filename}:${startLine}\n${snippet}`.trimEnd() } };
  }
}

describe('stripping types', () => {
  test.each(TYPESCRIPT_SOURCES)('does with %j what Node does', (source) => {
    expect(outcomeOfOurs(source)).toEqual(outcomeOfNode(source));
  });

  test('does with the sources of this project what Node does', () => {
    const root = join(import.meta.dirname, '../../../src');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /\.ts$/.test(name),
    );
    for (const name of files) {
      const source = readFileSync(join(root, name), 'utf8');
      // Node writes other white space for characters that are several bytes long.
      const plain = (code: string | undefined) => code?.replace(/\p{Zs}/gu, ' ');
      expect(plain(outcomeOfOurs(source).code), name).toBe(plain(outcomeOfNode(source).code));
    }
    expect(files.length).toBeGreaterThan(50);
  });

  test('gives code that Node runs', () => {
    const { code } = transformSync(
      'const f = <T>(x: T): T => x; console.log(f<number>(41) + (1 as number));',
    );
    expect(execFileSync(process.execPath, ['-e', code], { encoding: 'utf8' })).toBe('42\n');
  });

  test('says that it cannot transform', () => {
    expect(() => transformSync('enum A {}', { mode: 'transform' })).toThrow(
      expect.objectContaining({
        code: 'UnsupportedSyntax',
        message: expect.stringContaining('only be stripped'),
      }),
    );
  });
});
