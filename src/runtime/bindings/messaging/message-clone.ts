import type { Any, Host } from '../../host.ts';
import type { MovedPort, Packet, PacketMark, WireEnd } from '../../threads/messages.ts';
import { DataCloneFailure } from './data-clone-failure.ts';

const nativeStructuredClone = globalThis.structuredClone;

const kTransferable = 1;
const kCloneable = 2;
const UNLISTED = 'Object that needs transfer was found in message but not listed in transferList';
const MARK = '\0nodejs.specialObject';

/** An object that cannot go through the realm's own structured clone, and how it is made again on the other side. */
export type Revive = () => unknown;

export interface MessageCloner {
  /**
   * A deep copy of `value`; what is in `transfer` moves. `takePort` gives the revival of a port in the list, or
   * `undefined` for what is no port; `isPort` tells those that would have to be in it. Throws a `DataCloneFailure`.
   */
  clone(
    value: unknown,
    transfer: readonly unknown[],
    takePort: (object: unknown) => Revive | undefined,
    isPort: (object: object) => boolean,
  ): unknown;
  isSpecial(value: unknown): boolean;
  /** A copy that another thread can read; ports in it are taken along. */
  pack(value: unknown, movePort: (object: object) => MovedPort | undefined): Packet;
  unpack(packet: Packet, makePort: (port: MovedPort) => Any): unknown;
}

/**
 * Structured clone with the objects that Node's library marks as its own: they say themselves what stands for them, and
 * a deserializer makes them again.
 */
export function createMessageCloner(host: Host, create: () => (info: string) => Any): MessageCloner {
  const { messaging_clone_symbol, messaging_deserialize_symbol, messaging_transfer_symbol } =
    host.binding('symbols');
  const { privateSymbols } = host.binding('util');
  const modeSymbol = privateSymbols.transfer_mode_private_symbol;
  const modeOf = (value: unknown): number | undefined =>
    isObject(value) ? (value as Any)[modeSymbol] : undefined;

  function revivalOf(object: Any, isListed: boolean): Revive {
    const mode = modeOf(object) ?? 0;
    const method =
      isListed && mode & kTransferable
        ? messaging_transfer_symbol
        : mode & kCloneable
          ? messaging_clone_symbol
          : undefined;
    if (typeof object[method] !== 'function') throw new DataCloneFailure(describe(object));
    const { data, deserializeInfo } = object[method]();
    return () => {
      const made = create()(deserializeInfo);
      made[messaging_deserialize_symbol](data);
      return made;
    };
  }

  function clone(
    value: unknown,
    transfer: readonly unknown[],
    takePort: (object: unknown) => Revive | undefined,
    isPort: (object: object) => boolean,
  ): unknown {
    const revivals = new Map<unknown, Revive>();
    for (const object of transfer) {
      const port = takePort(object);
      if (port) revivals.set(object, port);
      else if (modeOf(object) !== undefined) revivals.set(object, revivalOf(object, true));
    }
    const moved = transfer.filter((object) => !revivals.has(object)) as Transferable[];
    const isSpecial = (object: object) => {
      if (revivals.has(object) || modeOf(object) !== undefined) return true;
      if (isPort(object)) throw new DataCloneFailure(UNLISTED);
      return false;
    };
    if (!contains(value, isSpecial)) return cloneNatively(value, moved);

    const marks: Revive[] = [];
    const marked = rebuild(value, (object) => {
      if (!isSpecial(object)) return undefined;
      let revive = revivals.get(object);
      if (!revive) revivals.set(object, (revive = revivalOf(object, false)));
      return { [MARK]: marks.push(once(revive)) - 1 };
    });
    const copy = cloneNatively(marked, moved);
    return rebuild(copy, (object) => {
      const index = (object as Any)[MARK];
      return typeof index === 'number' ? marks[index]?.() : undefined;
    });
  }

  function pack(value: unknown, movePort: (object: object) => MovedPort | undefined): Packet {
    const marks: PacketMark[] = [];
    const moved: WireEnd[] = [];
    const markOf = (object: Any): PacketMark | undefined => {
      const port = movePort(object);
      if (port) {
        moved.push(...endsOf(port));
        return { kind: 'port', port };
      }
      const mode = modeOf(object);
      if (mode === undefined) return undefined;
      const method = mode & kTransferable ? messaging_transfer_symbol : messaging_clone_symbol;
      if (typeof object[method] !== 'function') throw new DataCloneFailure(describe(object));
      const { data, deserializeInfo } = object[method]();
      const packed = pack(data, movePort);
      moved.push(...packed.moved);
      return { kind: 'object', info: deserializeInfo, data: packed };
    };
    const known = new Map<object, number>();
    const marked = rebuild(value, (object) => {
      let index = known.get(object);
      if (index === undefined) {
        const mark = markOf(object);
        if (!mark) return undefined;
        index = marks.push(mark) - 1;
        known.set(object, index);
      }
      return { [MARK]: index };
    });
    return { value: marks.length > 0 ? marked : value, marks, moved };
  }

  function unpack({ value, marks }: Packet, makePort: (port: MovedPort) => Any): unknown {
    if (marks.length === 0) return value;
    const made = marks.map((mark) =>
      once(() => {
        if (mark.kind === 'port') return makePort(mark.port);
        const object = create()(mark.info);
        object[messaging_deserialize_symbol](unpack(mark.data, makePort));
        return object;
      }),
    );
    return rebuild(value, (object) => {
      const index = (object as Any)[MARK];
      return typeof index === 'number' ? made[index]?.() : undefined;
    });
  }

  return { clone, pack, unpack, isSpecial: (value) => modeOf(value) !== undefined };
}

/** The ends of wires that go along with a port. */
function endsOf(port: MovedPort): WireEnd[] {
  return [...(port.end ? [port.end] : []), ...port.queue.flatMap(({ moved }) => moved)];
}

function cloneNatively(value: unknown, transfer: Transferable[]): unknown {
  try {
    return nativeStructuredClone(value, { transfer });
  } catch (error) {
    const { name, message } = error as Error;
    // A getter of the program may throw anything: that is the program's own.
    if (name !== 'DataCloneError') throw error;
    throw new DataCloneFailure(message.replace(/^Failed to execute '\w+' on '\w+': /, ''));
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function describe(object: Any): string {
  return `#<${object?.constructor?.name ?? 'Object'}> could not be cloned.`;
}

function once(revive: Revive): Revive {
  let made: { value: unknown } | undefined;
  return () => (made ??= { value: revive() }).value;
}

/** The objects that structured clone walks through, with their parts. */
function partsOf(value: object): unknown[] {
  if (Array.isArray(value)) return value;
  if (value instanceof Map) return [...value].flat();
  if (value instanceof Set) return [...value];
  return isRecord(value) ? Object.values(value) : [];
}

function isRecord(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Object]';
}

function contains(value: unknown, wanted: (object: object) => boolean): boolean {
  const seen = new Set<unknown>();
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const here = waiting.pop();
    if (!isObject(here) || seen.has(here)) continue;
    seen.add(here);
    if (wanted(here)) return true;
    if (typeof here === 'object') for (const part of partsOf(here)) if (isObject(part)) waiting.push(part);
  }
  return false;
}

/** A copy of the containers in a value, in which `replace` has put something else for some of the objects. */
function rebuild(value: unknown, replace: (object: object) => unknown): unknown {
  const copies = new Map<unknown, unknown>();
  const copy = (here: unknown): unknown => {
    if (!isObject(here)) return here;
    if (copies.has(here)) return copies.get(here);
    const replaced = replace(here);
    if (replaced !== undefined) {
      copies.set(here, replaced);
      return replaced;
    }
    if (Array.isArray(here)) {
      const array: unknown[] = new Array(here.length);
      copies.set(here, array);
      for (const key of Object.keys(here)) (array as Any)[key] = copy((here as Any)[key]);
      return array;
    }
    if (here instanceof Map) {
      const map = new Map();
      copies.set(here, map);
      for (const [key, part] of here) map.set(copy(key), copy(part));
      return map;
    }
    if (here instanceof Set) {
      const set = new Set();
      copies.set(here, set);
      for (const part of here) set.add(copy(part));
      return set;
    }
    if (typeof here !== 'object' || !isRecord(here)) return here;
    const record: Any = {};
    copies.set(here, record);
    for (const key of Object.keys(here)) record[key] = copy((here as Any)[key]);
    return record;
  };
  return copy(value);
}
