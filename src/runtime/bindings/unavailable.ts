/** Refuses something that this engine has nothing for, in the terms that Node uses for other platforms. */
export function unavailable(what: string, reason: string): never {
  const error = new Error(`\`${what}\` is not available in this sandbox: ${reason}.`);
  throw Object.assign(error, { code: 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM' });
}
