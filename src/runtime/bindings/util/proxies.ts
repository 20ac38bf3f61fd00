/**
 * Knows which objects are proxies, by standing in for the realm's `Proxy` constructor.
 *
 * A program cannot tell a proxy from its target, but `util.inspect` and `util.types.isProxy` can, so every proxy that
 * is made after {@link trackProxies} is remembered together with its target and handler.
 */
export interface ProxyRegistry {
  /** `[target, handler]`, `[null, null]` once revoked, `undefined` for what is no proxy. */
  details(value: unknown): [target: object, handler: object] | [null, null] | undefined;
  has(value: unknown): boolean;
}

/** Replaces `Proxy` of the realm, once, before any other code has seen it. */
export function trackProxies(realm: { Proxy: ProxyConstructor }): ProxyRegistry {
  const Native = realm.Proxy;
  const makeRevocable = Native.revocable;
  const known = new WeakMap<object, [object, object] | [null, null]>();

  const revocable = {
    // A method has no [[Construct]], as Node's `Proxy.revocable`.
    revocable(target: object, handler: ProxyHandler<object>) {
      const made = makeRevocable(target, handler);
      known.set(made.proxy, [target, handler]);
      const native = made.revoke;
      const revoke = () => {
        known.set(made.proxy, [null, null]);
        native();
      };
      Object.defineProperty(revoke, 'name', { value: '' });
      return { proxy: made.proxy, revoke };
    },
  }.revocable;
  Object.defineProperty(Native, 'revocable', {
    value: revocable,
    writable: true,
    enumerable: false,
    configurable: true,
  });

  const Tracked = new Native(Native, {
    construct(Constructor, args) {
      const proxy = Reflect.construct(Constructor, args) as object;
      known.set(proxy, [args[0] as object, args[1] as object]);
      return proxy;
    },
  });
  Object.defineProperty(realm, 'Proxy', {
    value: Tracked,
    writable: true,
    enumerable: false,
    configurable: true,
  });

  const lookUp = (value: unknown) => known.get(value as object);
  return { details: lookUp, has: (value) => known.has(value as object) };
}
