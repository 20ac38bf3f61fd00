/** What the endpoints of the network (processes, and the page) and the kernel's switch say to each other. */

/** A socket that listens, as every endpoint knows it. */
export interface ListeningSocket {
  readonly endpoint: number;
  /** Unique within its endpoint. */
  readonly id: number;
  readonly address: string;
  /** -1 for a Unix socket, whose path is `address`. */
  readonly port: number;
  readonly ipv6Only: boolean;
}

/** What an endpoint needs to know to take part; the switch makes it, and it travels with the start of a process. */
export interface NetworkSeed {
  readonly endpoint: number;
  readonly sockets: readonly ListeningSocket[];
}

/** From an endpoint to the switch. */
export type EndpointMessage =
  | { readonly type: 'net-listen'; readonly socket: ListeningSocket }
  | { readonly type: 'net-unlisten'; readonly id: number }
  /** Asks for a direct line to another endpoint. */
  | { readonly type: 'net-link'; readonly peer: number }
  /** Asks whether the endpoint's table lags behind: who listens there now? */
  | {
      readonly type: 'net-resolve';
      readonly request: number;
      readonly address: string;
      readonly port: number;
    }
  | { readonly type: 'net-echo'; readonly request: number };

/** From the switch to an endpoint. */
export type SwitchMessage =
  | { readonly type: 'net-opened'; readonly socket: ListeningSocket }
  | { readonly type: 'net-closed'; readonly endpoint: number; readonly id: number }
  /** The name was taken when `net-listen` arrived. */
  | { readonly type: 'net-refused'; readonly id: number }
  /** A direct line; its `MessagePort` comes with the message. */
  | { readonly type: 'net-linked'; readonly peer: number }
  | { readonly type: 'net-resolved'; readonly request: number; readonly sockets: readonly ListeningSocket[] }
  | { readonly type: 'net-echoed'; readonly request: number }
  /** The endpoint has ended. */
  | { readonly type: 'net-gone'; readonly endpoint: number };

export type SendToSwitch = (message: EndpointMessage, transfer?: Transferable[]) => void;
export type SendToEndpoint = (message: SwitchMessage, transfer?: Transferable[]) => void;
