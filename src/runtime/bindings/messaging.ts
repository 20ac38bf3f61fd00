/**
 * `internalBinding('messaging')`: message ports, broadcast channels and structured clone.
 *
 * A message is copied when it is posted and delivered in a task of its own; to a port of another thread it goes through
 * the kernel.
 */
import type { Any, Binding, Host } from '../host.ts';
import { withStackRoom } from '../stack-room.ts';
import { codedError } from './fs/native-error.ts';
import { DataCloneFailure } from './messaging/data-clone-failure.ts';
import { createMessageCloner, type Revive } from './messaging/message-clone.ts';
import { type PortOwner, PortState } from './messaging/port-state.ts';
import { PortWires } from './messaging/port-wires.ts';
import { unavailable } from './unavailable.ts';

const RealmDOMException = globalThis.DOMException;

/** The class that Node's library defines for each context, where the host knows it. */
function domExceptionOf(host: Host): typeof DOMException {
  return host.perContext.DOMException ?? RealmDOMException;
}

/** Of the binding: takes the end of a channel out of the hands of whoever holds the port. */
export const detachPort = Symbol('detachPort');

const portWiresOfHost = new WeakMap<Host, () => PortWires>();

/** The channels of a process that lead to other threads. */
export function portWiresOf(host: Host): PortWires {
  host.binding('messaging');
  const wires = portWiresOfHost.get(host);
  if (!wires) throw new Error('The process has no message ports.');
  return wires();
}

export function createMessagingBinding(host: Host): Binding {
  const { handle_onclose, no_message_symbol, oninit } = host.binding('symbols');
  const DOMException = domExceptionOf(host);
  /** Of the library: what a port tells its listeners. */
  const { emitMessage } = host.perContext;
  const refusal = (message: string) =>
    withStackRoom(Error, () => new DOMException(message, 'DataCloneError'));
  const handles = new WeakMap<object, PortHandle>();
  const broadcasts = new Map<string, Set<PortState>>();
  let createObject: (info: string) => Any = (info) =>
    unavailable(info, 'the library has no deserializer yet');
  let cloner: ReturnType<typeof createMessageCloner> | undefined;

  /** The handle of a port: what keeps the process alive. The object that programs see has another ancestry. */
  class PortHandle extends host.HandleWrap implements PortOwner {
    readonly port: Any;
    state: PortState;
    isReceiving = false;
    readonly #isBroadcast: boolean;
    #isScheduled = false;

    constructor(port: Any, state: PortState, isBroadcast: boolean) {
      super('MESSAGEPORT');
      this.port = port;
      this.state = state;
      this.#isBroadcast = isBroadcast;
      state.owner = this;
      this.setActive(true);
    }

    onActivity(): void {
      if (this.#isScheduled || this.isClosing) return;
      this.#isScheduled = true;
      host.loop.post(() => {
        this.#isScheduled = false;
        this.#deliverNext();
      });
    }

    /** One message per task. */
    #deliverNext(): void {
      if (this.isClosing) return;
      const message = this.isReceiving ? this.state.queue.shift() : undefined;
      if (message) {
        if (this.state.queue.length > 0 || this.state.isClosed) this.onActivity();
        this.emit(message.data);
      } else if (this.state.isClosed) this.closePort();
    }

    emit(read: () => unknown): void {
      let data: unknown;
      let type = 'message';
      try {
        data = read();
      } catch (error) {
        [data, type] = [error, 'messageerror'];
      }
      this.makeCallback(() => emitMessage.call(this.port, data, [], type));
    }

    closePort(): void {
      this.close(() => this.port[handle_onclose]?.());
    }

    override onClose(): void {
      if (this.state.owner !== this) return;
      this.state.owner = undefined;
      this.state.leave(!this.#isBroadcast);
    }

    /** Takes the end of the channel away, for another port object. */
    detach(): PortState {
      this.state.owner = undefined;
      this.closePort();
      return this.state;
    }
  }

  // Its name has to outlast the minifier: programs print ports, and stacks name them.
  const { MessagePort } = {
    MessagePort: function (this: object): never {
      throw codedError('ERR_CONSTRUCT_CALL_INVALID', 'Constructor cannot be called', TypeError);
    },
  };

  // The library puts `NodeEventTarget` in place of this ancestor, and keeps its methods.
  MessagePort.prototype = Object.create({
    ref(this: object) {
      handles.get(this)?.ref();
    },
    unref(this: object) {
      handles.get(this)?.unref();
    },
    hasRef(this: object) {
      const handle = handles.get(this);
      // The library prints a port as a copy of it, and knows the copy by this.
      if (!handle) throw new TypeError('Illegal invocation');
      return handle.isClosing ? undefined : handle.hasRef();
    },
    close(this: object) {
      handles.get(this)?.closePort();
    },
  });
  Object.defineProperty(MessagePort.prototype, 'constructor', {
    value: MessagePort,
    writable: true,
    configurable: true,
  });

  MessagePort.prototype.postMessage = function postMessage(
    this: object,
    ...args: [value?: unknown, options?: Any]
  ) {
    if (args.length === 0) {
      throw codedError(
        'ERR_MISSING_ARGS',
        'Not enough arguments to MessagePort.postMessage',
        TypeError as Any,
      );
    }
    const handle = handles.get(this);
    const [value, options] = args;
    const transfer = Array.isArray(options) ? options : [...(options?.transfer ?? [])];
    if (transfer.includes(this)) throw refusal('Transfer list contains source port');
    const copy = cloneOut(value, transfer);
    if (!handle || handle.isClosing || handle.state.isClosed) return undefined;
    handle.state.send({ data: copy });
    return true;
  };

  MessagePort.prototype.start = function start(this: object) {
    const handle = handles.get(this);
    if (!handle) return;
    handle.isReceiving = true;
    if (handle.state.queue.length > 0 || handle.state.isClosed) handle.onActivity();
  };

  function createPort(state: PortState, isBroadcast = false): Any {
    const port = Object.create(MessagePort.prototype);
    const handle = new PortHandle(port, state, isBroadcast);
    handles.set(port, handle);
    port[oninit]?.();
    if (state.isClosed) handle.onActivity();
    return port;
  }

  /** Copies now; the other side reads a copy of its own, so that a broadcast shares nothing. */
  function cloneOut(value: unknown, transfer: readonly unknown[]): () => unknown {
    const copy = clone(value, transfer);
    let isTaken = false;
    return () => {
      if (!isTaken) {
        isTaken = true;
        return copy;
      }
      return clone(copy, []);
    };
  }

  const theCloner = () => (cloner ??= createMessageCloner(host, () => createObject));
  let portWires: PortWires | undefined;
  const wires = () =>
    (portWires ??= new PortWires({
      device: host.threads,
      codec: theCloner(),
      takePort: (object) => handles.get(object)?.detach(),
      createPort: (state) => createPort(state),
    }));
  portWiresOfHost.set(host, wires);

  function clone(value: unknown, transfer: readonly unknown[]): unknown {
    cloner = theCloner();
    const takePort = (object: unknown): Revive | undefined => {
      const handle = handles.get(object as object);
      if (!handle) return undefined;
      if (handle.isClosing) throw new DataCloneFailure('MessagePort in transfer list is already detached');
      const state = handle.detach();
      return () => createPort(state);
    };
    for (const object of transfer) {
      const isKnown =
        object instanceof ArrayBuffer || handles.has(object as object) || cloner.isSpecial(object);
      if (!isKnown) throw refusal('Found invalid value in transferList.');
    }
    try {
      return cloner.clone(value, transfer, takePort, (object) => handles.has(object));
    } catch (error) {
      throw error instanceof DataCloneFailure ? refusal(error.message) : error;
    }
  }

  // A property’s name outlives the minifier.
  const { MessageChannel } = {
    MessageChannel: function (this: Any): void {
      const group = new Set<PortState>();
      const [first, second] = [new PortState(group), new PortState(group)];
      this.port1 = createPort(first);
      this.port2 = createPort(second);
    },
  };

  function broadcastChannel(name: string): Any {
    let group = broadcasts.get(name);
    if (!group) {
      broadcasts.set(name, (group = new Set()));
      wires().joinBroadcast(name, group);
    }
    return createPort(new PortState(group), true);
  }

  function receiveMessageOnPort(port: object): unknown {
    const handle = handles.get(port);
    if (!handle) {
      const message = 'The "port" argument must be a MessagePort instance';
      throw codedError('ERR_INVALID_ARG_TYPE', message, TypeError);
    }
    const message = handle.state.queue.shift();
    return message ? message.data() : no_message_symbol;
  }

  return {
    MessageChannel,
    MessagePort,
    DOMException,
    /** For `worker.ts`: the end of a channel behind a port, which is closed. */
    [detachPort]: (port: object) => handles.get(port)?.detach(),
    broadcastChannel,
    receiveMessageOnPort,
    stopMessagePort(port: object) {
      const handle = handles.get(port);
      if (handle) handle.isReceiving = false;
    },
    /** Delivers at once what has come. */
    drainMessagePort(port: object) {
      const handle = handles.get(port);
      for (let message = handle?.state.queue.shift(); message; message = handle?.state.queue.shift()) {
        emitMessage.call(port, message.data(), [], 'message');
      }
    },
    moveMessagePortToContext: (port: object) => port,
    setDeserializerCreateObjectFunction(create: (info: string) => Any) {
      createObject = create;
    },
    structuredClone: (value: unknown, { transfer }: { transfer: readonly unknown[] }) =>
      clone(value, transfer),
    exposeLazyDOMExceptionProperty(target: object) {
      Object.defineProperty(target, 'DOMException', {
        value: DOMException,
        writable: true,
        configurable: true,
      });
    },
  };
}
