/** Fields of scenarios in which the page's engine is not as real Node, each with its reason. */
export const knownDifferences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'process.abort': { stderr: 'there is no native stack to print' },
  inspect: {
    stdout: 'a browser cannot tell the state of a promise that an async function made: it reads as pending',
  },
  'corners: the names of globals': {
    stdout: 'instrumented code calls the engine by global names that begin with `$c`',
    stderr: 'two constants of workers cannot be deleted in Chromium: `TEMPORARY` and `PERSISTENT`',
  },
  'corners: stacks of code that eval was given': {
    stdout: 'the program went through `eval` itself, and V8 does not tell where such code calls `eval`',
  },
};
