/**
 * The script of the frame in which a container's client lives. The client keeps its state in the module, one instance
 * for as long as its page lives, and a boot that hangs holds every later one up; in a frame of its own it can be thrown
 * away, and a page can have several.
 */
import { WebContainer } from '@webcontainer/api';
import type { ContainerFrame } from '../container-frame.ts';

declare global {
  /** The client's own switch for another host: https://webcontainers.io/api. */
  var WEBCONTAINER_API_IFRAME_URL: string | undefined;
  /** The text of `guest/agent.ts` in one file, put in when the engine is packed. */
  const GUEST_AGENT: string;
}

const page = window.parent as typeof globalThis.window & typeof globalThis;
const host = page.WEBCONTAINER_API_IFRAME_URL;
if (host !== undefined) globalThis.WEBCONTAINER_API_IFRAME_URL = host;

const frame: ContainerFrame = {
  boot: (options) => WebContainer.boot(options),
  agent: GUEST_AGENT,
  fetch: (...what) => fetch(...what),
  origin: new URL(host ?? 'https://stackblitz.com').origin,
};
Object.assign(window, { containerFrame: frame });
