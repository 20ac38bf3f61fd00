import type { CommandLine } from '../command-line.ts';
import type { Binding } from '../host.ts';
import type { NodeFacts } from '../node-facts.ts';

/** `internalBinding('options')`. */
export function createOptionsBinding(facts: NodeFacts, commandLine: () => CommandLine): Binding {
  return {
    getCLIOptionsValues: () => ({ __proto__: null, ...commandLine().options }),
    getCLIOptionsInfo: () => ({
      options: new Map(facts.optionInfo.map(([name, info]) => [name, { helpText: '', ...info }])),
      aliases: new Map(facts.optionAliases.map(([name, expansion]) => [name, [...expansion]])),
    }),
    getOptionsAsFlags: () => commandLine().execArgv,
    getEmbedderOptions: () => ({
      shouldNotRegisterESMLoader: false,
      noGlobalSearchPaths: false,
      noBrowserGlobals: false,
      hasEmbedderPreload: false,
    }),
    getEnvOptionsInputType: () => new Map(),
    getNamespaceOptionsInputType: () => new Map(),
    envSettings: facts.optionEnvSettings,
    types: facts.optionTypes,
  };
}
