import type { Signal } from '../engine/engine.ts';
import type { HttpRequest } from '../http/message.ts';
import type { StartOptions } from './session.ts';
import type { WorkbenchData } from './workbench-data.ts';

/** Something that can be done to a running server, beside the faults of its services. */
export type Harm =
  | { readonly kind: 'signal'; readonly label: string; readonly signal: Signal }
  | { readonly kind: 'request'; readonly label: string; readonly request: HttpRequest }
  | { readonly kind: 'hang-up'; readonly label: string }
  /** Starts the program anew; once it listens, sends it the signal. */
  | {
      readonly kind: 'start';
      readonly label: string;
      readonly options: StartOptions;
      readonly afterwards?: Signal;
    };

const crasher = '.faults/crash-in-a-timer.cjs';

/** A timer that fails a moment after SIGUSR2: an error on a stack that no handler of the server stands on. */
const crashInATimer: StartOptions = {
  nodeArguments: ['--require', `./${crasher}`],
  extraFiles: {
    [crasher]: `process.on('SIGUSR2', () => {
  setTimeout(() => { throw new Error('a timer failed') }, 1)
})
`,
  },
};

/** What can be done to a unit's server: from its data, so that no button is there without a use. */
export function harmsFor(data: WorkbenchData): Harm[] {
  const json = data.requests.find(({ method, body }) => method === 'POST' && body !== undefined);
  const texts = Object.values(data.starter);
  const logFile = texts.some((text) => text.includes('LOG_FILE'));
  return [
    ...(json === undefined
      ? []
      : [
          {
            kind: 'request' as const,
            label: 'Malformed JSON',
            request: {
              method: json.method,
              path: json.path,
              headers: [['Content-Type', 'application/json'] as const],
              body: new TextEncoder().encode('{"broken":'),
            },
          },
        ]),
    { kind: 'hang-up', label: 'Client hangs up' },
    { kind: 'start', label: 'Start with the port taken', options: { portTaken: true } },
    ...(logFile
      ? [
          {
            kind: 'start' as const,
            label: 'Start with the disk full',
            options: { env: { LOG_FILE: '/dev/full' } },
          },
        ]
      : []),
    { kind: 'start', label: 'Crash in a timer', options: crashInATimer, afterwards: 'SIGUSR2' },
    { kind: 'signal', label: 'SIGTERM', signal: 'SIGTERM' },
  ];
}
