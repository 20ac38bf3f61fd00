/**
 * What the bindings know about the realm beyond what a program may ask: which objects are proxies, how promises ended,
 * which objects are module namespaces.
 */
import type { Binding, Host } from '../../host.ts';
import { type PromiseLedger, trackPromises } from './promise-ledger.ts';
import { type ProxyRegistry, trackProxies } from './proxies.ts';

export interface RealmKnowledge {
  readonly proxies: ProxyRegistry;
  readonly promises: PromiseLedger;
  /** `current` may be replaced by whoever makes module namespaces that are not the browser's own. */
  readonly isModuleNamespace: { current: (value: object) => boolean };
}

const knowledge = Symbol('realm knowledge');

/** Replaces `Proxy` and three static methods of `Promise` in the host's realm and keeps the result in the binding. */
export function knowRealm(host: Host, binding: Binding): RealmKnowledge {
  const proxies = trackProxies(host.global);
  const made: RealmKnowledge = {
    proxies,
    promises: trackPromises(host.global, proxies.has),
    isModuleNamespace: { current: () => false },
  };
  Object.defineProperty(binding, knowledge, { value: made });
  return made;
}

/** The knowledge that the process's `util` binding keeps. */
export function realmOf(host: Host): RealmKnowledge {
  return (host.binding('util') as unknown as Record<symbol, RealmKnowledge>)[knowledge]!;
}
