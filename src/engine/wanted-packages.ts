import { EngineError } from './errors.ts';
import { isShippedPackage, type ShippedPackage, shippedPackages } from './shipped-packages.ts';

/**
 * The packages that a sandbox gets: those that are named, or all.
 *
 * @throws {EngineError} `ERR_ENGINE_UNSUPPORTED` for one that does not exist
 */
export function wantedPackages(names?: readonly string[]): readonly ShippedPackage[] {
  if (names === undefined) return shippedPackages;
  return names.map((name) => {
    if (isShippedPackage(name)) return name;
    throw new EngineError('ERR_ENGINE_UNSUPPORTED', `There is no package \`${name}\` for a sandbox.`, {
      hint: `There are ${shippedPackages.map((each) => `\`${each}\``).join(', ')}.`,
    });
  });
}
