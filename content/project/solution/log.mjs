import { currentRequest } from './context.mjs';
import { withoutSecrets } from './secrets.mjs';

/** One line of JSON on stdout, which names its request. An error stands in `err`, with its causes. */
export function log(level, msg, { err, ...fields } = {}) {
  const line = { time: new Date().toISOString(), level, msg, ...currentRequest(), ...fields };
  if (err !== undefined) line.err = plainError(err);
  process.stdout.write(`${withoutSecrets(JSON.stringify(line))}\n`);
}

/** An `Error` has no properties that JSON can see. Only these few are copied: `body`, say, holds what a visitor sent. */
function plainError(err) {
  if (!(err instanceof Error)) return { message: String(err) };
  const { name, message, code, stack, cause } = err;
  return { name, message, code, stack, cause: cause === undefined ? undefined : plainError(cause) };
}
