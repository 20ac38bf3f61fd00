/** `internalBinding('uv')`: libuv's error numbers (Linux), names and messages. */
import type { Binding, Host } from '../host.ts';
import { errorLines } from './uv/errors.ts';

/** Error number (negative) to name and message. */
export function readErrors(): Map<number, [name: string, message: string]> {
  const errors = new Map<number, [string, string]>();
  for (const line of errorLines.trim().split('\n')) {
    const [name, number, ...message] = line.split(' ');
    errors.set(Number(number), [name!, message.join(' ')]);
  }
  return errors;
}

export function createUvBinding(_host: Host): Binding {
  const errors = readErrors();
  const unknown = (code: number) => `Unknown system error ${code}`;
  const binding: Binding = {
    errname: (code: number) => errors.get(code)?.[0] ?? unknown(code),
    getErrorMap: () => new Map(errors),
    getErrorMessage: (code: number) => errors.get(code)?.[1] ?? unknown(code),
  };
  for (const [code, [name]] of errors) binding[`UV_${name}`] = code;
  return binding;
}
