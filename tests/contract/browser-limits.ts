const V8_WORDING = 'the message is made inside V8, and this engine has its own words';

const WAITS_FOR_CHILD =
  'a frame of opaque origin cannot share memory between its workers there, and who waits for a child waits on shared memory';

const FETCH_FRAME =
  'the stack of an error of `fetch` has a frame of Node’s library that V8 leaves out (the suite is chosen by the word `context`, so lesson 7 is among it)';

/**
 * What a browser cannot do, by the name of the test that asks for it, each with its reason. Whoever runs the suites
 * there (`npm run test:browsers`) is told where one of these passes after all.
 */
export const browserLimits: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  firefox: {
    'an uncaught error is told on stderr: file, line, the line itself, message and stack': `${V8_WORDING}; its frames tell the column of the statement`,
    'programs fill the memory with buffers':
      'Firefox hands out buffers without end as long as nobody writes into them; the program comes to its end and nothing is used up',
    'lesson 7-request-context: starter': FETCH_FRAME,
    'lesson 7-request-context: solution': FETCH_FRAME,
  },
  webkit: {
    'an uncaught error is told on stderr: file, line, the line itself, message and stack': `${V8_WORDING}; frames of code that went through \`eval\` have no places`,
    'pino logs through a transport in a worker thread':
      'a frame of opaque origin cannot share memory between its workers there, and the transport waits on shared memory',
    'programs wait for a process that waits for itself, without end': WAITS_FOR_CHILD,
    'programs wait for one shell after the other': WAITS_FOR_CHILD,
    'lesson 7-request-context: starter': FETCH_FRAME,
    'lesson 7-request-context: solution': FETCH_FRAME,
  },
};
