/** The `util` binding changes the realm that it is made for; a test that shares its realm puts it right afterwards. */
export function keepRealm(): () => void {
  const kept: [holder: object, name: string][] = [
    [globalThis, 'Proxy'],
    [Proxy, 'revocable'],
    [Promise, 'resolve'],
    [Promise, 'reject'],
    [Promise, 'withResolvers'],
  ];
  const before = kept.map(([holder, name]) => Object.getOwnPropertyDescriptor(holder, name)!);
  const symbols = new Set(Object.getOwnPropertySymbols(Object.prototype));
  return () => {
    for (const [index, [holder, name]] of kept.entries()) Object.defineProperty(holder, name, before[index]!);
    for (const symbol of Object.getOwnPropertySymbols(Object.prototype)) {
      if (!symbols.has(symbol)) delete (Object.prototype as Record<symbol, unknown>)[symbol];
    }
  };
}
