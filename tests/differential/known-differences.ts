const FRAME_OF_TICKS =
  'microtasks run by themselves in a browser, so the frame of `processTicksAndRejections` is missing below them';

const CONTEXT_HAS_GONE =
  'a browser tells of an exception in a microtask, and of a rejection, when the context in which it happened has gone';

/** Fields of scenarios in which the page's engine is not as real Node, each with its reason. */
export const knownDifferences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'Express errors by default': {
    'request 7 GET /reject: body': FRAME_OF_TICKS,
    stderr: FRAME_OF_TICKS,
  },
  'context of what nobody caught in a microtask': { stdout: CONTEXT_HAS_GONE },
  'context of what nobody caught as a rejection': { stdout: CONTEXT_HAS_GONE },
  'context of what nobody caught in an async function': { stdout: CONTEXT_HAS_GONE },
  'context of what nobody caught in a handler of a promise': { stdout: CONTEXT_HAS_GONE },
  'process.abort': { stderr: 'there is no native stack to print' },
  inspect: {
    stdout: 'a browser cannot tell the state of a promise that an async function made: it reads as pending',
  },
  'TypeScript that needs more than stripping': {
    stderr: 'the snippet of the error carries the place of the `throw` in the library above it',
  },
};
