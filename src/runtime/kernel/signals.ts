import type { ExitStatus } from '../../engine/engine.ts';

// Linux numbers (signal(7)).
const NUMBERS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGUSR2: 12,
  SIGTERM: 15,
} as const;

type SignalName = NonNullable<ExitStatus['signal']>;

export function signalNumber(name: SignalName): number {
  return NUMBERS[name];
}

/** The name of a signal; one that has no name here ends a process like SIGTERM. */
export function signalName(number: number): SignalName {
  const found = Object.entries(NUMBERS).find(([, value]) => value === number);
  return (found?.[0] as SignalName | undefined) ?? 'SIGTERM';
}
