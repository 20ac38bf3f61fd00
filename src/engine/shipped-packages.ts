/**
 * The packages that a sandbox can have, with whatever they need: `packages` of `EngineOptions` names some of them.
 * Their versions are those of `package-lock.json`; `scripts/sandbox-packages.mjs` packs them.
 */
export const shippedPackages = [
  'express',
  'pino',
  'pino-http',
  'ejs',
  'eta',
  'nunjucks',
  'opossum',
  '@sentry/node',
  'fastify',
  'koa',
  'hono',
  '@hono/node-server',
] as const;

export type ShippedPackage = (typeof shippedPackages)[number];

export function isShippedPackage(name: string): name is ShippedPackage {
  return (shippedPackages as readonly string[]).includes(name);
}
