/** What the start of a typical server loads (`scripts/start-record.mjs`). */
export interface StartFacts {
  /** Modules of the library, in the order of loading. */
  readonly modules: readonly string[];
  /** Options and environment variables that some of them read when they are loaded. */
  readonly options: readonly string[];
  readonly env: readonly string[];
}

/** What the packer reads off the pinned Node, so that nothing about it is typed in twice. */
export interface NodeFacts {
  /** As `v24.21.0`. */
  readonly version: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly release: Readonly<Record<string, string>>;
  /** `process.config` as JSON. */
  readonly config: string;
  /** Ids of all modules of the library, in Node's order. */
  readonly builtinIds: readonly string[];
  readonly cannotBeRequired: readonly string[];
  readonly exitCodes: Readonly<Record<string, number>>;
  /** `async_wrap.Providers`. */
  readonly providers: Readonly<Record<string, number>>;
  /** Command-line options: value when not given, and how a given one is read. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly optionInfo: readonly (readonly [
    name: string,
    info: { readonly type: number; readonly envVarSettings: number; readonly defaultIsTrue: boolean },
  ])[];
  readonly optionAliases: readonly (readonly [name: string, expansion: readonly string[]])[];
  /** Names of the globals of a Node realm. */
  readonly globals: readonly string[];
  readonly start: StartFacts;
  readonly optionTypes: Readonly<Record<string, number>>;
  readonly optionEnvSettings: Readonly<Record<string, number>>;
}
