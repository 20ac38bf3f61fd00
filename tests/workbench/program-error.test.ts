import { expect, test } from 'vitest';
import { findProgramError } from '../../src/workbench/program-error.ts';

const files = ['server.mjs', 'lib/shop.mjs'];

test('a syntax error is found with file, line and column, as Node prints it', () => {
  const stderr = `file:///home/learner/app/server.mjs:3
const x = = 1
          ^

SyntaxError: Unexpected token '='
    at compileSourceTextModule (node:internal/modules/esm/utils:318:16)

Node.js v24.21.0`;
  expect(findProgramError(stderr, files)).toEqual({
    text: "SyntaxError: Unexpected token '='",
    place: { file: 'server.mjs', line: 3, column: 11 },
  });
});

test('an error that was thrown at the top names the line that Node prints above it', () => {
  const stderr = `(node:1) Warning: something
file:///tmp/x/app/lib/shop.mjs:7
  throw new TypeError('no stock')
        ^

TypeError: no stock
    at file:///tmp/x/app/lib/shop.mjs:7:9`;
  expect(findProgramError(stderr, files)).toEqual({
    text: 'TypeError: no stock',
    place: { file: 'lib/shop.mjs', line: 7, column: 9 },
  });
});

test('an error from inside a package is placed at the first frame of the learner’s own', () => {
  const stderr = `node:net:1234
    throw ex;
    ^

Error: listen EADDRINUSE: address already in use :::3000
    at Server.setupListenHandle [as _listen2] (node:net:1940:16)
    at Function.listen (/srv/app/node_modules/express/lib/application.js:635:24)
    at file:///srv/app/server.mjs:40:5 {
  code: 'EADDRINUSE'
}`;
  expect(findProgramError(stderr, files)).toEqual({
    text: 'Error: listen EADDRINUSE: address already in use :::3000',
    place: { file: 'server.mjs', line: 40, column: 5 },
  });
});

test('output that has no error in it has none', () => {
  expect(findProgramError('listening\n  Error handling is on\n', files)).toBeUndefined();
});

test('a frame of a file that only ends like one of the learner’s is not a place', () => {
  const stderr = 'Error: x\n    at f (/srv/app/node_modules/p/otherserver.mjs:1:1)';
  expect(findProgramError(stderr, files)?.place).toBeUndefined();
});
