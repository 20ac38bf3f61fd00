/** `internalBinding('url_pattern')`: the browser's `URLPattern` with Node's errors, or one that says that there is none. */
import type { Any, Binding, Host } from '../host.ts';
import { codedError } from './fs/native-error.ts';

type Pattern = new (...parameters: unknown[]) => object;

const isObject = (value: unknown) =>
  (typeof value === 'object' && value !== null) || typeof value === 'function';

function typeError(code: string, message: string): Error {
  return codedError(code, message, TypeError as ErrorConstructor);
}

export function createUrlPatternBinding(host: Host): Binding {
  const native = (host.global as { URLPattern?: Pattern }).URLPattern;
  return { URLPattern: native ? patternWithNodeErrors(native) : missingPattern() };
}

function missingPattern(): Pattern {
  return class URLPattern {
    constructor() {
      throw new TypeError(
        '`URLPattern` is not available: this browser has none. Match the parts of a `URL` instead.',
      );
    }
  };
}

/** The same class for the program, because it has the same prototype. */
function patternWithNodeErrors(native: Pattern): Pattern {
  const made = function URLPattern(...parameters: unknown[]): object {
    if (!new.target) {
      throw typeError('ERR_CONSTRUCT_CALL_REQUIRED', 'Cannot call constructor without `new`');
    }
    const [input, second, options] = parameters;
    if (input !== undefined && input !== null && typeof input !== 'string' && !isObject(input)) {
      throw typeError('ERR_INVALID_ARG_TYPE', 'Input must be an object or a string');
    }
    if (second !== undefined && second !== null && typeof second !== 'string' && !isObject(second)) {
      throw typeError('ERR_INVALID_ARG_TYPE', 'second argument must be a string or object');
    }
    if (options !== undefined && options !== null && !isObject(options)) {
      throw typeError('ERR_INVALID_ARG_TYPE', 'options must be an object');
    }
    const given = [textsOf(input), second, options].filter((each) => each !== undefined && each !== null);
    try {
      return Reflect.construct(native, given, new.target);
    } catch {
      throw typeError('ERR_INVALID_URL_PATTERN', 'Failed to construct URLPattern');
    }
  };
  const { prototype } = native;
  for (const name of ['exec', 'test'] as const) answerWithNodeErrors(prototype, name);
  delete prototype[Symbol.toStringTag];
  Object.defineProperty(prototype, 'constructor', { value: made });
  Object.defineProperty(made, 'name', { value: 'URLPattern' });
  Object.defineProperty(made, 'prototype', { value: prototype, writable: false });
  return made as unknown as Pattern;
}

/** Node takes no notice of parts that are no texts. */
function textsOf(input: unknown): unknown {
  if (typeof input === 'string') return input;
  return Object.fromEntries(Object.entries(input ?? {}).filter(([, value]) => typeof value === 'string'));
}

function answerWithNodeErrors(prototype: Any, name: 'exec' | 'test'): void {
  const native = prototype[name];
  const { [name]: method } = {
    [name](this: object, ...parameters: unknown[]): unknown {
      const [input, base] = parameters;
      if (input !== undefined && input !== null && typeof input !== 'string' && !isObject(input)) {
        throw typeError('ERR_INVALID_ARG_TYPE', 'URLPattern input needs to be a string or an object');
      }
      if (base !== undefined && typeof base !== 'string') {
        throw typeError('ERR_INVALID_ARG_TYPE', 'baseURL must be a string');
      }
      try {
        return Reflect.apply(native, this, [textsOf(input), ...parameters.slice(1)]);
      } catch (error) {
        if (!(this instanceof prototype.constructor)) throw error;
        throw typeError('ERR_OPERATION_FAILED', `Failed to ${name} URLPattern`);
      }
    },
  };
  prototype[name] = method;
}
