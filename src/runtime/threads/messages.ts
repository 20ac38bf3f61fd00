/** What threads of a process say to each other; the kernel passes it on, in order with everything else. */

/** The two ends of a wire, which joins message ports of two threads. */
export type WireSide = 'a' | 'b';

export interface WireEnd {
  readonly wire: string;
  readonly side: WireSide;
}

/** A value whose special objects are replaced by marks; each mark says how to make the object again. */
export interface Packet {
  readonly value: unknown;
  readonly marks: readonly PacketMark[];
  /** Ends of wires that go along: they live at the receiver from now on. */
  readonly moved: readonly WireEnd[];
}

export type PacketMark =
  | { readonly kind: 'port'; readonly port: MovedPort }
  | { readonly kind: 'object'; readonly info: string; readonly data: Packet };

/** A port on its way to another thread, with what it has not delivered yet. */
export interface MovedPort {
  /** `undefined` where the other end is closed. */
  readonly end: WireEnd | undefined;
  readonly queue: readonly Packet[];
}

/** To the end that is named, wherever it lives. */
export type WireMessage =
  | ({ readonly type: 'wire'; readonly packet: Packet } & WireEnd)
  | ({ readonly type: 'wire-close' } & WireEnd);

/** To all other threads of the process: what one of them said on a `BroadcastChannel`. */
export interface BroadcastMessage {
  readonly type: 'broadcast';
  readonly name: string;
  readonly packet: Packet;
}

export type ThreadMessage = WireMessage | BroadcastMessage;

export interface ThreadRequest {
  readonly threadId: number;
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly execArgv: readonly string[];
  readonly resourceLimits: readonly number[];
  readonly port: MovedPort;
}

/** What a worker is told when it is made to be a thread; the rest comes through its port. */
export interface ThreadFacts {
  readonly threadId: number;
  readonly name: string;
  readonly resourceLimits: readonly number[];
}
