import type { BootStage, ExitStatus } from '../engine/engine.ts';
import { type Explanation, stageNames } from './messages.ts';
import type { SourcePlace } from './program-error.ts';

/** What the learner's program is doing. Times are `Date.now()`. */
export type ProcessState =
  | { readonly kind: 'none' }
  | { readonly kind: 'booting'; readonly stage: BootStage }
  | { readonly kind: 'starting'; readonly pid: number | undefined }
  | { readonly kind: 'silent'; readonly pid: number; readonly failure: Explanation }
  | { readonly kind: 'listening'; readonly port: number; readonly pid: number; readonly since: number }
  | { readonly kind: 'stopping' }
  | { readonly kind: 'stopped'; readonly forced: boolean }
  | {
      readonly kind: 'exited';
      readonly pid: number;
      readonly status: ExitStatus;
      readonly at: number;
      readonly failure: Explanation;
      readonly place: SourcePlace | undefined;
    }
  | { readonly kind: 'failed'; readonly failure: Explanation };

/** Whether there is something that Stop would end. */
export function canStop({ kind }: ProcessState): boolean {
  return kind === 'booting' || kind === 'starting' || kind === 'silent' || kind === 'listening';
}

/** The state in a line. */
export function stateLine(state: ProcessState): string {
  switch (state.kind) {
    case 'none':
      return 'not started';
    case 'booting':
      return stageNames[state.stage];
    case 'starting':
      return state.pid === undefined ? 'starting …' : `started, pid ${state.pid}, not listening yet`;
    case 'silent':
      return `running, pid ${state.pid}, but listening on no port`;
    case 'listening':
      return `running on ${state.port}, pid ${state.pid}`;
    case 'stopping':
      return 'stopping …';
    case 'stopped':
      return state.forced ? 'stopped by force: it did not react to SIGTERM' : 'stopped';
    case 'exited': {
      const how =
        state.status.signal === null ? `exited ${state.status.code}` : `ended by ${state.status.signal}`;
      return `${how}, ${new Date(state.at).toLocaleTimeString('en-GB')}`;
    }
    case 'failed':
      return 'the sandbox failed';
  }
}

/** What went wrong, where something did. */
export function stateFailure(state: ProcessState): Explanation | undefined {
  return 'failure' in state ? state.failure : undefined;
}
