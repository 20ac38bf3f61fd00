/** What is made ready in a worker before its program is known. */
import type { StartFacts } from './node-facts.ts';

export interface WarmUpOutcome {
  readonly onDone: () => void;
  /** A step threw; no other one is run. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Runs the steps one by one, each in a task of its own, until `stop` is called: a program that starts meanwhile does
 * not wait.
 */
export function runWhenIdle(steps: Iterator<void>, { onDone, onFailure }: WarmUpOutcome): { stop(): void } {
  const { port1, port2 } = new MessageChannel();
  const stop = () => port1.close();
  port1.onmessage = () => {
    try {
      if (!steps.next().done) {
        port2.postMessage(undefined);
        return;
      }
      onDone();
    } catch (error) {
      onFailure(error);
    }
    stop();
  };
  port2.postMessage(undefined);
  return { stop };
}

/**
 * Whether a program that is started this way finds things as they would be in a worker that has loaded nothing yet:
 * modules of the library that read options or variables when they are loaded must not have been loaded before.
 */
export function canStartWarm(
  { options, env: names }: StartFacts,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): boolean {
  const given = `${args.join(' ')} ${env['NODE_OPTIONS'] ?? ''}`.replaceAll('--no-', '--');
  return !options.some((option) => given.includes(option)) && !names.some((name) => Object.hasOwn(env, name));
}
