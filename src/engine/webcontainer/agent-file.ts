import type { FileSystemTree, WebContainer } from '@webcontainer/api';
import { EngineError } from '../errors.ts';
import { type BeatLimits, GuestChannel } from './guest-channel.ts';

const folder = '.safety-net';
const file = 'agent.cjs';

/** The resident program, where it is mounted. */
export function agentFile(source: string): FileSystemTree {
  return { [folder]: { directory: { [file]: { file: { contents: source } } } } };
}

/** Starts the resident program and waits until it says so, at most `limit` milliseconds. */
export async function startAgent(
  container: WebContainer,
  beat: BeatLimits,
  limit: number,
  signal?: AbortSignal,
): Promise<GuestChannel> {
  const started = GuestChannel.open(container, `${folder}/${file}`, beat);
  const settled = new AbortController();
  const late = new Promise<never>((_resolve, reject) => {
    const timer = setTimeout(() => {
      reject(
        new EngineError(
          'ERR_ENGINE_TIMEOUT',
          `No program started in the container within ${Math.round(limit / 1000)} seconds.`,
        ),
      );
    }, limit);
    settled.signal.addEventListener('abort', () => clearTimeout(timer));
    signal?.addEventListener('abort', () => reject(signal.reason), { signal: settled.signal });
  });
  try {
    const channel = await Promise.race([started, late]);
    await Promise.race([channel.hello, late]);
    return channel;
  } catch (error) {
    void started.then((channel) => channel.close()).catch(() => {});
    throw error;
  } finally {
    settled.abort();
  }
}
