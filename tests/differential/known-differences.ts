/** Fields of scenarios in which the page's engine is not as real Node, each with its reason. */
export const knownDifferences: Readonly<Record<string, Readonly<Record<string, string>>>> = {};
