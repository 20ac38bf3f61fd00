/** Fields of scenarios in which the page's engine is not as real Node, each with its reason. */
export const knownDifferences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'process.abort': { stderr: 'there is no native stack to print' },
  inspect: {
    stdout: 'a browser cannot tell the state of a promise that an async function made: it reads as pending',
  },
};
