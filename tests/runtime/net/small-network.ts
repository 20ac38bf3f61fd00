/** A switch with endpoints, wired as in the engine: control messages over ports, so that they arrive later. */
import { MessageChannel } from 'node:worker_threads';
import { createPipeWrapBinding } from '../../../src/runtime/bindings/pipe-wrap.ts';
import { createStreamWrapBinding } from '../../../src/runtime/bindings/stream-wrap.ts';
import { createTcpWrapBinding } from '../../../src/runtime/bindings/tcp-wrap.ts';
import type { Any } from '../../../src/runtime/host.ts';
import { NetworkSwitch } from '../../../src/runtime/net/network-switch.ts';
import { createNetworkDevice, type WorkerNetwork } from '../../../src/runtime/net/worker-network.ts';
import { createFakeHost, type FakeHost } from './fake-host.ts';

export interface SmallNetwork {
  readonly switch: NetworkSwitch;
  /** `port state endpoint`, as the engine reports it. */
  readonly portEvents: string[];
  /** Messages that went through the switch, both ways, by type. */
  readonly traffic: string[];
  addDevice(endpoint: number): WorkerNetwork;
  addProcess(endpoint: number): FakeHost & { readonly network: WorkerNetwork };
  /** The endpoint's thread is gone without a word. */
  kill(endpoint: number): void;
  /** Resolves when no control message is under way, and what was sent on direct lines has arrived. */
  settle(): Promise<void>;
  close(): void;
}

/** Turns of Node's loop; a message on a port of the same thread takes one. */
export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise((resolve) => setImmediate(resolve));
}

export function createSmallNetwork(): SmallNetwork {
  const portEvents: string[] = [];
  const traffic: string[] = [];
  const controls = new Map<number, { close(): void }[]>();
  let underWay = 0;
  const linkPorts = new Map<number, { close(): void }[]>();
  const networkSwitch = new NetworkSwitch({
    onPort: (port, state, endpoint) => void portEvents.push(`${port} ${state} ${endpoint}`),
  });

  function addDevice(endpoint: number): WorkerNetwork {
    const { port1: kernel, port2: process } = new MessageChannel();
    controls.set(endpoint, [kernel, process]);
    linkPorts.set(endpoint, []);
    const seed = networkSwitch.addEndpoint(endpoint, (message, transfer) => {
      traffic.push(message.type);
      underWay++;
      kernel.postMessage({ message, ports: transfer }, transfer as Any);
    });
    kernel.on('message', ({ message }) => {
      underWay--;
      traffic.push(message.type);
      networkSwitch.onMessage(endpoint, message);
    });
    const device = createNetworkDevice(
      seed,
      (message) => {
        underWay++;
        process.postMessage({ message });
      },
      (callback) => void setImmediate(callback),
    );
    process.on('message', ({ message, ports = [] }) => {
      underWay--;
      linkPorts.get(endpoint)?.push(...ports);
      device.onMessage(message, ports);
    });
    return device;
  }

  return {
    switch: networkSwitch,
    portEvents,
    traffic,
    addDevice,
    addProcess(endpoint) {
      const network = addDevice(endpoint);
      const factories: Record<string, Any> = {
        stream_wrap: createStreamWrapBinding,
        tcp_wrap: createTcpWrapBinding,
        pipe_wrap: createPipeWrapBinding,
      };
      const host = createFakeHost({ network, bindings: (self, name) => factories[name]?.(self) });
      return host as FakeHost & { readonly network: WorkerNetwork };
    },
    kill(endpoint) {
      for (const port of [...(linkPorts.get(endpoint) ?? []), ...(controls.get(endpoint) ?? [])])
        port.close();
      networkSwitch.removeEndpoint(endpoint);
    },
    async settle() {
      while (underWay > 0) await turns(1);
      await turns(5);
    },
    close() {
      for (const port of [...controls.values(), ...linkPorts.values()].flat()) port.close();
    },
  };
}
