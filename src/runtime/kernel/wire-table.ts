import type { MovedPort, Packet, WireEnd, WireMessage, WireSide } from '../threads/messages.ts';

type Ends = Record<WireSide, number | undefined>;

const otherSide = (side: WireSide): WireSide => (side === 'a' ? 'b' : 'a');

/** Which thread holds which end of a wire between message ports. */
export class WireTable {
  readonly #wires = new Map<string, Ends>();

  /** Passes a message on to whoever holds its end; `send` is told the thread. */
  route(from: number, message: WireMessage, send: (pid: number) => void): void {
    const ends = this.#wires.get(message.wire);
    const to = ends?.[message.side];
    if (message.type === 'wire-close') this.#wires.delete(message.wire);
    if (to === undefined) return;
    if (message.type === 'wire') this.move(from, to, message.packet.moved);
    send(to);
  }

  /** Notes that ends go from one thread to another. The first that is heard of a wire tells where its other end is. */
  move(from: number, to: number, moved: readonly WireEnd[]): void {
    for (const { wire, side } of moved) {
      const ends = this.#wires.get(wire) ?? ({ a: from, b: from } as Ends);
      ends[side] = to;
      this.#wires.set(wire, ends);
    }
  }

  /** Closes the wires of a thread that has ended; `tell` is told of the ends that are left. */
  close(pid: number, tell: (pid: number, message: WireMessage) => void): void {
    for (const [wire, ends] of this.#wires) {
      for (const side of ['a', 'b'] as const) {
        if (ends[side] !== pid) continue;
        this.#wires.delete(wire);
        const other = ends[otherSide(side)];
        if (other !== undefined && other !== pid) {
          tell(other, { type: 'wire-close', wire, side: otherSide(side) });
        }
      }
    }
  }
}

/** The ends that go along with a port. */
export function endsMovedBy(port: MovedPort): WireEnd[] {
  const inPackets = (packets: readonly Packet[]) => packets.flatMap(({ moved }) => moved);
  return [...(port.end ? [port.end] : []), ...inPackets(port.queue)];
}
