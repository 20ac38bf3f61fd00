/** Programs that send messages and clone values; `library` gives the modules of Node's library. */
import { inspect } from 'node:util';
import type { Any } from '../../../src/runtime/host.ts';

type Library = (id: string) => Any;
type Scenario = (library: Library) => unknown;

const next = (port: Any, event: string) =>
  new Promise<unknown>((resolve) =>
    port.once(event, (value: Any) => resolve(value?.type === 'close' ? 'closed' : value)),
  );

function attempt(call: () => unknown): unknown {
  try {
    return inspect(call(), { depth: 5 });
  } catch (error) {
    const { name, code, message } = error as Error & { code?: unknown };
    return { name, code, message, isDomException: error instanceof DOMException };
  }
}

const values = (): unknown[] => {
  const cyclic: Any = { list: [] };
  cyclic.list.push(cyclic);
  return [
    1n,
    'text',
    undefined,
    cyclic,
    new Map([[{ a: 1 }, new Set(['x'])]]),
    new Date(5),
    /x/gi,
    new RangeError('far'),
    new Uint8Array([1, 2]),
    Buffer.from('buffer'),
    new (class Point {
      x = 1;
    })(),
    Object(3),
  ];
};

export const scenarios: Record<string, Scenario> = {
  'messages arrive one by one, later, in order, as copies': async (library) => {
    const { MessageChannel } = library('internal/worker/io');
    const { port1, port2 } = new MessageChannel();
    const seen: unknown[] = [];
    const done = new Promise<void>((resolve) => {
      port2.on('message', (value: unknown) => {
        seen.push(inspect(value));
        if (value === 'last') resolve();
        process.nextTick(() => seen.push('tick'));
      });
    });
    const sent = { count: 1 };
    port1.postMessage(sent);
    sent.count = 2;
    port1.postMessage(sent);
    port1.postMessage('last');
    seen.push('posted');
    await done;
    port1.close();
    return seen;
  },

  'any cloneable value goes through': async (library) => {
    const { MessageChannel } = library('internal/worker/io');
    const { port1, port2 } = new MessageChannel();
    const got: unknown[] = [];
    for (const value of values()) {
      const arrival = next(port2, 'message');
      port1.postMessage(value);
      got.push(inspect(await arrival, { depth: 5 }).split('\n')[0]);
    }
    port1.close();
    return got;
  },

  'the other end closes after it has got everything': async (library) => {
    const { MessageChannel } = library('internal/worker/io');
    const { port1, port2 } = new MessageChannel();
    const events: unknown[] = [];
    port2.on('message', (value: unknown) => events.push(value));
    const closed = [next(port1, 'close'), next(port2, 'close')];
    port1.postMessage('a');
    port1.postMessage('b');
    const callback = new Promise((resolve) => port1.close(() => resolve('callback')));
    events.push(...(await Promise.all([...closed, callback])));
    port2.postMessage('nobody hears this');
    return events;
  },

  'listeners in the style of the web get events': async (library) => {
    const { MessageChannel } = library('internal/worker/io');
    const { port1, port2 } = new MessageChannel();
    const event: Any = await new Promise((resolve) => {
      port2.onmessage = resolve;
      port1.postMessage({ a: 1 });
    });
    port1.close();
    return [
      event.constructor.name,
      event.type,
      inspect(event.data),
      event.target === port2,
      event.ports.length,
    ];
  },

  'a message can be taken at once': (library) => {
    const { MessageChannel, receiveMessageOnPort } = library('internal/worker/io');
    const { port1, port2 } = new MessageChannel();
    const before = receiveMessageOnPort(port2);
    port1.postMessage('one');
    port1.postMessage(undefined);
    const got = [
      before,
      receiveMessageOnPort(port2),
      receiveMessageOnPort(port2),
      receiveMessageOnPort(port2),
    ];
    port1.close();
    return [inspect(got), attempt(() => receiveMessageOnPort({}))];
  },

  'buffers and ports move where they are listed': async (library) => {
    const { MessageChannel } = library('internal/worker/io');
    const { port1, port2 } = new MessageChannel();
    const inner = new MessageChannel();
    const { buffer } = new Uint8Array([1, 2, 3]);
    const arrival = next(port2, 'message');
    inner.port1.postMessage('sent before the port moved');
    port1.postMessage({ buffer, port: inner.port2 }, [buffer, inner.port2]);
    const { buffer: moved, port }: Any = await arrival;
    const heard = await next(port, 'message');
    inner.port1.close();
    port1.close();
    return [buffer.byteLength, moved.byteLength, heard, port === inner.port2, port.constructor.name];
  },

  'what cannot be sent throws a DataCloneError': (library) => {
    const { MessageChannel, MessagePort } = library('internal/worker/io');
    const { port1, port2 } = new MessageChannel();
    const outcomes = [
      attempt(() => port1.postMessage(() => 1)),
      attempt(() => port1.postMessage({ deep: [Symbol('s')] })),
      attempt(() => port1.postMessage(new WeakMap())),
      attempt(() => port1.postMessage(1, [port1])),
      attempt(() => port1.postMessage(1, [{}])),
      attempt(() => port1.postMessage(port2)),
      attempt(() => new MessagePort()),
      attempt(() => port1.postMessage({ deep: [{ port2 }] })),
    ];
    port1.close();
    return outcomes;
  },

  'ports say whether they keep the process alive': (library) => {
    const { MessageChannel } = library('internal/worker/io');
    const { port1 } = new MessageChannel();
    const listener = () => {};
    const states = [port1.hasRef()];
    port1.on('message', listener);
    states.push(port1.hasRef());
    port1.unref();
    states.push(port1.hasRef());
    port1.ref();
    states.push(port1.hasRef());
    port1.off('message', listener);
    states.push(port1.hasRef());
    port1.close();
    return states;
  },

  'a broadcast reaches all others of its name': async (library) => {
    const { BroadcastChannel } = library('internal/worker/io');
    const [one, two, three] = [
      new BroadcastChannel('n'),
      new BroadcastChannel('n'),
      new BroadcastChannel('n'),
    ];
    const other = new BroadcastChannel('other');
    const heard: unknown[] = [];
    other.onmessage = () => heard.push('other');
    const arrivals = [two, three].map(
      (channel) =>
        new Promise<Any>((resolve) => {
          channel.onmessage = (event: Any) => resolve(event.data);
        }),
    );
    one.postMessage({ a: 1 });
    const [first, second] = await Promise.all(arrivals);
    heard.push(inspect(first), first === second);
    for (const channel of [one, two, three, other]) channel.close();
    heard.push(attempt(() => one.postMessage(1)));
    return heard;
  },

  'structuredClone copies values, and moves what is listed': (library) => {
    const { structuredClone } = library('internal/worker/js_transferable');
    const { buffer } = new Uint8Array([1]);
    return [
      ...values().map((value) => inspect(structuredClone(value), { depth: 5 }).split('\n')[0]),
      attempt(() => structuredClone(buffer, { transfer: [buffer] })),
      buffer.byteLength,
      attempt(() => structuredClone(new DOMException('gone', 'AbortError')).message),
      attempt(() => structuredClone({ e: new DOMException('gone', 'AbortError') }).e.name),
      attempt(() => structuredClone()),
      attempt(() => structuredClone(() => 1)),
    ];
  },
};
