/** Fields of scenarios that are others with X-ray on, each with its reason. */
export const tracedDifferences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'call sites': { stdout: 'it prints columns as numbers, and probes stand in the lines' },
  'lesson 3-error-pages: starter': {
    stderr:
      'a stack has ten frames, and Express calls its layers through its tracing channel: the last one is cut off',
  },
};
