/**
 * Methods of the realm's prototypes as they were before any program ran, for code that runs in the middle of a
 * program's own: Node's `primordials`, for the few that the engine needs.
 */
const uncurry = <This, Args extends unknown[], Result>(method: (this: This, ...args: Args) => Result) =>
  Function.prototype.call.bind(method) as (self: This, ...args: Args) => Result;

export const exec: (pattern: RegExp, text: string) => RegExpExecArray | null = uncurry(RegExp.prototype.exec);
export const startsWith: (text: string, start: string) => boolean = uncurry(String.prototype.startsWith);
export const indexOf: (text: string, part: string) => number = uncurry(String.prototype.indexOf);
export const slice: (text: string, from: number, to?: number) => string = uncurry(String.prototype.slice);
