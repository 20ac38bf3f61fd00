import { scriptOfPart } from './cut-functions.ts';
import type { OriginalPosition, StandInTest } from './stack-trace.ts';

/** The worker's own script; its frames stand where Node has C++, which shows none. */
const ENGINE_SCRIPT = /^(?:safety-net:|blob:)/;
const FRAME = /^(?:(.*?)@)?(.*?)(?::(\d+):(\d+))?$/;
const NATIVE = '[native code]';

/** A frame with the methods of V8's call sites (https://v8.dev/docs/stack-trace-api), read from another engine's stack. */
export class EmulatedCallSite {
  readonly #name: string;
  readonly #script: string | undefined;
  readonly #line: number | null;
  readonly #column: number | null;
  readonly #isAsync: boolean;

  constructor(frame: {
    readonly name: string;
    readonly script: string | undefined;
    readonly line: number | null;
    readonly column: number | null;
    readonly isAsync: boolean;
  }) {
    this.#name = frame.name;
    this.#script = frame.script;
    this.#line = frame.line;
    this.#column = frame.column;
    this.#isAsync = frame.isAsync;
  }

  getThis(): undefined {
    return undefined;
  }
  getTypeName(): string | null {
    return /^(.*)\.[^.]+$/.exec(this.#name)?.[1] ?? null;
  }
  getFunction(): undefined {
    return undefined;
  }
  getFunctionName(): string | null {
    return this.#name === '' || this.#name.endsWith('<anonymous>') ? null : this.#name.replace(/^.*\./, '');
  }
  getMethodName(): string | null {
    return this.#name.includes('.') ? this.getFunctionName() : null;
  }
  getFileName(): string | undefined {
    return this.#script;
  }
  getScriptNameOrSourceURL(): string | undefined {
    return this.#script;
  }
  getScriptHash(): string {
    return '';
  }
  getLineNumber(): number | null {
    return this.#line;
  }
  getColumnNumber(): number | null {
    return this.#column;
  }
  getEnclosingLineNumber(): number | null {
    return this.#line;
  }
  getEnclosingColumnNumber(): number | null {
    return this.#column;
  }
  getPosition(): number {
    return 0;
  }
  getEvalOrigin(): undefined {
    return undefined;
  }
  getPromiseIndex(): null {
    return null;
  }
  isToplevel(): boolean {
    return !this.#name.includes('.');
  }
  isEval(): boolean {
    return false;
  }
  isNative(): boolean {
    return this.#script === undefined;
  }
  isConstructor(): boolean {
    return false;
  }
  isAsync(): boolean {
    return this.#isAsync;
  }
  isPromiseAll(): boolean {
    return false;
  }
  toString(): string {
    const place =
      this.#script === undefined ? '<anonymous>' : `${this.#script}:${this.#line}:${this.#column}`;
    const text = this.#name === '' ? place : `${this.#name} (${place})`;
    return this.#isAsync ? `async ${text}` : text;
  }
}

/** Firefox decorates names: `outer/inner` for one inside another, `inner/<` for one without a name, `async*name`. */
function plainName(decorated: string): { readonly name: string; readonly isAsync: boolean } {
  const isAsync = /^(?:async\*|promise callback\*)/.test(decorated);
  const bare = decorated.replace(/^.*\*/, '').replace(/\["([^"]*)"\]/g, '.$1');
  if (bare === 'eval code' || bare === 'global code' || bare === 'module code' || bare === 'anonymous') {
    return { name: '', isAsync };
  }
  const own = bare.includes('/') ? bare.slice(bare.lastIndexOf('/') + 1) : bare;
  return { name: /^<*$/.test(own) ? '' : own.replace(/<+$/, '').replace('.prototype.', '.'), isAsync };
}

/**
 * The frames of a stack in the form of Firefox or WebKit (`name@script:line:column`, one a line), innermost first,
 * without the engine's, at places of the program's own text.
 */
export function callSitesOf(
  stack: string,
  original: OriginalPosition,
  isStandIn: StandInTest = () => false,
): EmulatedCallSite[] {
  const sites: EmulatedCallSite[] = [];
  const lines = stack.split('\n');
  /** The frame before, where its function was compiled apart from its script. */
  let body: ConstructorParameters<typeof EmulatedCallSite>[0] | undefined;
  lines.forEach((text, index) => {
    const match = FRAME.exec(text);
    if (!match || text === '') return;
    const [, decorated = '', script = '', line, column] = match;
    if (ENGINE_SCRIPT.test(script)) return;
    // This is how the errors that stand in for the realm's make the real ones.
    if (script === NATIVE && decorated === 'construct') return;
    const { name, isAsync } = plainName(decorated);
    if (script === NATIVE || script === '' || line === undefined) {
      if (name !== '')
        sites.push(new EmulatedCallSite({ name, script: undefined, line: null, column: null, isAsync }));
      return;
    }
    const position = original(script, Number(line), Number(column));
    if (!position) return;
    // V8 shows the body of a CommonJS module as a method of its exports.
    const whole = scriptOfPart(script);
    if (body !== undefined && body.script === script && isStandIn(script, Number(line), Number(column))) {
      // What the function is made of is the frame above: its place, with the name from here.
      sites[sites.length - 1] = new EmulatedCallSite({ ...body, name, isAsync });
      body = undefined;
      return;
    }
    const isModule = name === '' && /^Module(?:\.prototype)?\._compile@/.test(lines[index + 1] ?? '');
    const frame = {
      ...{ name: isModule ? 'Object.<anonymous>' : name, script: whole ?? script },
      ...{ ...position, isAsync },
    };
    sites.push(new EmulatedCallSite(frame));
    body = whole === undefined ? undefined : frame;
  });
  return sites;
}
