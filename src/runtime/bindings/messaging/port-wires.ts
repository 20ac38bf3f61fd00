import type { Any } from '../../host.ts';
import type { MovedPort, Packet, ThreadMessage, WireEnd } from '../../threads/messages.ts';
import type { ThreadDevice } from '../../threads/thread-device.ts';
import { PortState } from './port-state.ts';

/** Turns values into packets and back; see `message-clone.ts`. */
export interface PacketCodec {
  pack(value: unknown, movePort: (object: object) => MovedPort | undefined): Packet;
  unpack(packet: Packet, makePort: (port: MovedPort) => Any): unknown;
}

const keyOf = ({ wire, side }: WireEnd) => `${wire}:${side}`;

/** Channels whose two ends are in different threads: here, another member of the port's group stands for the far end. */
export class PortWires {
  readonly #device: ThreadDevice;
  readonly #codec: PacketCodec;
  /** The state of a port that programs hold, taken out of their hands. */
  readonly #takePort: (object: object) => PortState | undefined;
  readonly #createPort: (state: PortState) => Any;
  /** What stands for the far end, by the near one. */
  readonly #bridges = new Map<string, PortState>();
  readonly #endOfBridge = new Map<PortState, WireEnd>();
  /** What stands for the members of a broadcast group in other threads, by its name. */
  readonly #broadcasts = new Map<string, PortState>();

  constructor(options: {
    readonly device: ThreadDevice;
    readonly codec: PacketCodec;
    readonly takePort: (object: object) => PortState | undefined;
    readonly createPort: (state: PortState) => Any;
  }) {
    this.#device = options.device;
    this.#codec = options.codec;
    this.#takePort = options.takePort;
    this.#createPort = options.createPort;
    options.device.listen((message) => this.#receive(message));
  }

  /** Prepares a port for the journey to another thread. */
  depart(state: PortState): MovedPort {
    const queue = state.queue.splice(0).map(({ data }) => this.#pack(data()));
    if (state.isClosed) return { end: undefined, queue };
    const other = [...state.group].find((member) => member !== state);
    const known = other && this.#endOfBridge.get(other);
    if (known) {
      this.#bridges.delete(keyOf(known));
      this.#endOfBridge.delete(other);
      return { end: known, queue };
    }
    const wire = this.#device.newWire();
    state.group.delete(state);
    this.#bridge(state.group, { wire, side: 'a' });
    return { end: { wire, side: 'b' }, queue };
  }

  /** A port that has come from another thread. */
  arrive({ end, queue }: MovedPort): Any {
    const state = new PortState(new Set());
    if (end) this.#bridge(state.group, end);
    for (const packet of queue) state.queue.push({ data: () => this.#unpack(packet) });
    if (!end) state.isClosed = true;
    return this.#createPort(state);
  }

  /** Joins a broadcast group with those of its name in other threads. */
  joinBroadcast(name: string, group: Set<PortState>): void {
    const others = new PortState(group);
    this.#broadcasts.set(name, others);
    others.owner = {
      onActivity: () => {
        for (let message = others.queue.shift(); message; message = others.queue.shift()) {
          this.#device.send({ type: 'broadcast', name, packet: this.#pack(message.data()) });
        }
      },
    };
  }

  #bridge(group: Set<PortState>, near: WireEnd): void {
    const bridge = new PortState(group);
    this.#bridges.set(keyOf(near), bridge);
    this.#endOfBridge.set(bridge, near);
    const far: WireEnd = { wire: near.wire, side: near.side === 'a' ? 'b' : 'a' };
    bridge.owner = {
      onActivity: () => {
        for (let message = bridge.queue.shift(); message; message = bridge.queue.shift()) {
          this.#device.send({ type: 'wire', ...far, packet: this.#pack(message.data()) });
        }
        if (!bridge.isClosed || !this.#bridges.delete(keyOf(near))) return;
        this.#endOfBridge.delete(bridge);
        this.#device.send({ type: 'wire-close', ...far });
      },
    };
  }

  #receive(message: ThreadMessage): void {
    if (message.type === 'broadcast') {
      this.#broadcasts.get(message.name)?.send({ data: () => this.#unpack(message.packet) });
      return;
    }
    const bridge = this.#bridges.get(keyOf(message));
    if (!bridge) {
      // The end has moved on since, and the kernel knows where to; or it is closed, and the kernel drops it.
      this.#device.send(message);
      return;
    }
    if (message.type === 'wire') {
      bridge.send({ data: () => this.#unpack(message.packet) });
      return;
    }
    this.#bridges.delete(keyOf(message));
    this.#endOfBridge.delete(bridge);
    bridge.owner = undefined;
    bridge.leave(true);
  }

  #pack(value: unknown): Packet {
    return this.#codec.pack(value, (object) => {
      const state = this.#takePort(object);
      return state && this.depart(state);
    });
  }

  #unpack(packet: Packet): unknown {
    return this.#codec.unpack(packet, (port) => this.arrive(port));
  }
}
