import { computed, signal } from '@preact/signals';
import type { Scenario } from '../course/course.ts';
import type { Engine, EngineOptions } from '../engine/engine.ts';
import { createRequest, type HttpRequest } from '../http/message.ts';
import { Session } from '../workbench/session.ts';
import type { TextFiles } from '../workbench/work-files.ts';
import { Xray } from '../workbench/xray.ts';
import { type Moment, momentsOf } from './moments.ts';

/** How long a visitor waits for an answer, in milliseconds. */
const patience = 3000;

export interface StageOptions {
  readonly createEngine: (options: EngineOptions) => Promise<Engine>;
}

/** A scenario as the page has it: texts, no bytes. */
export type StageScenario = Omit<Scenario, 'files'> & { readonly files: TextFiles };

/** One server whose requests are drawn: it runs a scenario for real and keeps the paths that its requests took. */
export class Stage {
  readonly scenario = signal<StageScenario | undefined>(undefined);
  /** The scenario's files as the learner has changed them. */
  readonly files = signal<TextFiles>({});
  /** The files that ran last. */
  readonly ran = signal<TextFiles>({});
  /** `waiting` until each request has been answered, or has not. */
  readonly state = signal<'empty' | 'starting' | 'waiting' | 'done'>('empty');
  readonly session: Session;
  readonly xray: Xray;
  readonly moments = computed((): readonly Moment[] => {
    const moments = momentsOf(this.xray.traces.value);
    const restarts = this.session.supervisor.restarts.value;
    const death = moments.findLast(({ kind }) => kind === 'dies');
    return restarts > 0 && death ? [...moments, restartAfter(death)] : moments;
  });
  readonly told = computed(() => ({
    layers: this.xray.traces.value[0]?.layers ?? [],
    files: this.ran.value,
  }));
  #turn = 0;

  constructor({ createEngine }: StageOptions) {
    this.session = new Session({
      createEngine,
      program: { entry: ['server.mjs'], env: { PORT: '3000' } },
      limits: { request: patience },
    });
    this.xray = new Xray(this.session);
    this.xray.enabled.value = true;
  }

  /** Puts a scenario on the stage, as its author wrote it; nothing runs yet. */
  show(scenario: StageScenario): void {
    this.#turn++;
    this.scenario.value = scenario;
    this.files.value = scenario.files;
    this.xray.clear();
    this.state.value = 'empty';
  }

  /** Starts the server and sends the requests; resolves when each has been answered, or has not. */
  async run(): Promise<void> {
    const scenario = this.scenario.value;
    if (!scenario) return;
    const turn = ++this.#turn;
    const current = (): boolean => turn === this.#turn;
    this.state.value = 'starting';
    const { session } = this;
    session.supervisor.enabled.value = scenario.supervised;
    const files = this.files.value;
    this.ran.value = files;
    await session.run(files, await this.xray.startOptions(files, {}));
    if (!current()) return;
    this.state.value = 'waiting';
    const requests = scenario.requests.map(({ request }) => requestFromLine(request));
    if (session.port === undefined) {
      this.state.value = 'done';
      return;
    }
    if (scenario['at-once']) await Promise.all(requests.map((request) => session.send(request)));
    else for (const request of requests) if (current()) await session.send(request);
    if (current()) this.state.value = 'done';
  }

  dispose(): void {
    this.#turn++;
    this.xray.dispose();
    void this.session.dispose();
  }
}

function requestFromLine(line: string): HttpRequest {
  const [method = 'GET', path = '/'] = line.split(' ');
  return createRequest({ method, path });
}

function restartAfter(death: Moment): Moment {
  return { ...death, kind: 'restarted', spot: 'supervisor', net: 5, passed: [], detail: '' };
}
