import { computed, effect, signal } from '@preact/signals';
import type { CheckReport } from '../checks/check-report.ts';
import type { CheckOptions } from '../checks/run-checks.ts';
import type { Engine, EngineOptions } from '../engine/engine.ts';
import type { ProgressNotice } from '../progress/notices.ts';
import type { Progress } from '../progress/progress.ts';
import type { RestorePoint } from '../progress/record.ts';
import { type BenchLink, withBenchLink } from './bench-link.ts';
import { BenchView, type OutputName, outputNames } from './bench-view.ts';
import { Checker } from './checker.ts';
import type { EditorDeed } from './editor/create-editor.ts';
import { EngineChoice } from './engine-choice.ts';
import { type Harm, harmsFor } from './faults.ts';
import {
  checksJudgeOwnCode,
  explainShareProblem,
  linkByHand,
  type OfferedEngine,
  sharedIsKept,
} from './messages.ts';
import type { SourcePlace } from './program-error.ts';
import {
  draftFromText,
  emptyDraft,
  type RequestDraft,
  requestFromDraft,
  requestLine,
} from './request-text.ts';
import { Session, type StartOptions } from './session.ts';
import { readSharedFiles } from './share-link.ts';
import { sharedPlace } from './share-place.ts';
import { type TextFiles, WorkFiles } from './work-files.ts';
import type { WorkbenchData } from './workbench-data.ts';
import { Xray } from './xray.ts';

export interface WorkbenchTools {
  readonly progress: Progress;
  readonly createEngine: (options: EngineOptions, kind: OfferedEngine) => Promise<Engine>;
  readonly runChecks: (options: CheckOptions) => Promise<CheckReport>;
  /** Called when the files of a bench have been kept: another bench of the page may show the same. */
  readonly onSaved?: (bench: Workbench) => void;
  /** What sandboxes run on, where the page has one choice for all of them. */
  readonly engines?: EngineChoice;
}

/** What can stand beside the code: one solution, a newer start, earlier states. */
export type Beside = 'solution' | 'start' | 'points';
/** The variable that tells programs where the error tracker is: a service that has it is one. */
const trackerAddress = 'TRACKER_URL';

let count = 0;

/** One workbench without its looks: files, server, requests and checks. */
export class Workbench {
  /** Begins the ids of its elements, of which a page may have several sets. */
  readonly id = `bench-${++count}`;
  readonly data: WorkbenchData;
  readonly work: WorkFiles;
  readonly session: Session;
  readonly xray: Xray;
  readonly checker: Checker | undefined;
  readonly view = new BenchView();
  readonly draft = signal<RequestDraft>(emptyDraft);
  readonly open = signal('');
  /** A place that the editor is to show next. */
  readonly wanted = signal<SourcePlace | undefined>(undefined);
  /** What the editor is to do next. */
  readonly deed = signal<{ readonly what: EditorDeed } | undefined>(undefined);
  /** Code that came with a link, which is shown in the place of one's own. */
  readonly shared = signal<TextFiles | undefined>(undefined);
  /** What Run runs. */
  readonly filesToRun = computed(() => this.shared.value ?? this.work.files.value);
  readonly beside = signal<Beside | undefined>(undefined);
  /** What has just been done, for who cannot see it. */
  readonly said = signal('');
  /** An address that the browser did not let the page copy. */
  readonly linkByHand = signal('');
  readonly notice = signal<ProgressNotice | undefined>(undefined);
  /** Rises when what the bench shows is to be seen, wherever the page has been scrolled to. */
  readonly wantsView = signal(0);
  /** What can be done to the server, beside the faults of its services. */
  readonly harms: readonly Harm[];
  /** What this sandbox and its checks run on. */
  readonly engines: EngineChoice;
  readonly #stopListening: () => void;
  readonly #stopFollowing: () => void;

  constructor(data: WorkbenchData, tools: WorkbenchTools) {
    const { progress, createEngine: create, runChecks, engines, onSaved } = tools;
    this.data = data;
    this.engines = engines ?? new EngineChoice(progress);
    const engineKind = (): OfferedEngine => this.engines.kind.value;
    const createEngine = (options: EngineOptions): Promise<Engine> => create(options, engineKind());
    this.work = new WorkFiles({
      unit: data.key,
      starter: data.starter,
      progress,
      onSaved: () => onSaved?.(this),
    });
    this.session = new Session({
      createEngine,
      engineKind,
      program: data.program,
      services: data.services,
    });
    this.#stopFollowing = this.#followChoice();
    this.xray = new Xray(this.session);
    this.harms = harmsFor(data);
    if (data.exercise) {
      this.checker = new Checker({ unit: data.exercise, progress, createEngine, engineKind, runChecks });
    }
    this.open.value = data.open[0] ?? '';
    const [first] = data.requests;
    if (first) this.draft.value = draftOf(first);
    this.#stopListening = progress.onNotice((notice) => {
      if (notice.kind !== 'kept-again') this.notice.value = notice;
      else if (this.notice.value?.kind === 'not-kept') this.notice.value = undefined;
    });
  }

  /** The id of the service that collects errors, if there is one. */
  get collector(): string | undefined {
    return this.session.services.list.find(({ env }) => env === trackerAddress)?.id;
  }

  /** The panes of the server that there are. */
  get outputs(): OutputName[] {
    return outputNames.filter((name) => {
      if (name === 'Tracker') return this.collector !== undefined;
      return name !== 'Terminal' || this.engines.kind.value === 'webcontainer';
    });
  }

  /** Takes over what the learner's record has. */
  async load(): Promise<void> {
    await Promise.all([this.work.load(), this.checker?.load()]);
  }

  /** Starts the program, with probes in it where its path is to be drawn. Resolves as `Session.run` does. */
  async run(options: StartOptions = {}): Promise<void> {
    this.said.value = '';
    void this.work.save();
    if (!this.shared.value) void this.work.keep('run');
    const files = this.filesToRun.value;
    await this.session.run(files, await this.xray.startOptions(files, options));
  }

  /** Runs what was to run on the engine that has been chosen since; the log and the requests go on. */
  async resume(): Promise<void> {
    const files = this.filesToRun.value;
    await this.session.resume(files, await this.xray.startOptions(files, {}));
  }

  check(): void {
    if (this.shared.value) {
      this.said.value = checksJudgeOwnCode;
      return;
    }
    this.said.value = '';
    void this.work.save();
    void this.#check(this.work.files.value);
  }

  async #check(files: TextFiles): Promise<void> {
    const results = await this.checker?.check(files);
    const passed = results?.filter(({ status }) => status === 'passed').length;
    await this.work.keep('check', results && { passed, of: results.length }, files);
  }

  /** Another engine is chosen: the program ends with the one that stands; files, requests and log stay. */
  #followChoice(): () => void {
    let before = this.engines.kind.peek();
    return effect(() => {
      const now = this.engines.kind.value;
      if (now === before) return;
      before = now;
      void this.session.dispose();
    });
  }

  openBeside(what: Beside): void {
    // On a phone it stands where the code does.
    this.view.screen.value = 'code';
    this.beside.value = what;
    this.said.value = '';
  }

  /** Closes what stands beside the code, and gives the focus back to what opened it. */
  closeBeside(): void {
    const what = this.beside.value;
    this.beside.value = undefined;
    const opener = (name = ''): HTMLElement | null =>
      document.querySelector(`#${this.id} [data-opens="${name}"]`);
    requestAnimationFrame(() => (opener(what) ?? opener('points'))?.focus());
  }

  /** Takes other files into the editor; what stood there becomes a restore point. */
  async take(files: TextFiles, reason: RestorePoint['reason'], said: string): Promise<void> {
    const kept = await this.work.replaceWith(files, reason);
    if (!(this.open.value in files)) this.open.value = Object.keys(files)[0] ?? '';
    this.said.value = kept === undefined ? said : `${said} What stood there is among the earlier states.`;
    this.closeBeside();
  }

  /** Opens the code of a fragment (`share-link.ts`), or says why not. Nothing of it is run or kept. */
  async openShared(fragment: string): Promise<void> {
    const read = await readSharedFiles(fragment);
    if (sharedPlace(fragment) !== this.data.place) this.said.value = explainShareProblem('other-place');
    else if (!read.ok) this.said.value = explainShareProblem(read.problem);
    else {
      this.beside.value = undefined;
      this.said.value = '';
      this.shared.value = this.#withFixed(read.files);
    }
  }

  /** Makes the code of a link one's own; what one had becomes a restore point. */
  async keepShared(): Promise<void> {
    const files = this.shared.value;
    if (!files) return;
    this.closeShared();
    await this.take(files, 'copy', sharedIsKept);
  }

  closeShared(): void {
    this.shared.value = undefined;
    if (sharedPlace(location.hash) !== undefined)
      history.replaceState(history.state, '', location.pathname + location.search);
  }

  /** Files that are only to be read are the course's, whatever a link says. */
  #withFixed(files: TextFiles): TextFiles {
    const own = this.data.fixed.flatMap((path) => {
      const text = this.data.starter[path];
      return text === undefined ? [] : [[path, text] as const];
    });
    return { ...files, ...Object.fromEntries(own) };
  }

  /** Sends the request that stands in the form. Rejects with a `DraftError` where it is none. */
  async sendDraft(): Promise<void> {
    await this.session.send(requestFromDraft(this.draft.value));
  }

  /**
   * Puts a request that a check has sent into the form and sends it to the learner's own server, which is started where none
   * runs. Resolves to the id of the exchange; `undefined` where the server does not listen, or the text is no whole request.
   */
  async sendChecked(sent: string): Promise<number | undefined> {
    const draft = draftFromText(sent);
    if (!draft) return undefined;
    this.draft.value = draft;
    this.view.screen.value = 'server';
    if (this.session.port === undefined) await this.run();
    if (this.session.port === undefined) return undefined;
    await this.sendDraft();
    return this.session.exchanges.all.value.at(-1)?.id;
  }

  /** Switches the X-ray on or off; a running server is started anew. */
  async setXray(on: boolean): Promise<void> {
    this.xray.enabled.value = on;
    if (this.session.port !== undefined) await this.run();
  }

  /** Fills the page with the bench, or gives the page back; the address follows. */
  setFull(full: boolean): void {
    if (this.view.full.value === full) return;
    this.view.full.value = full;
    history.pushState(null, '', this.link());
  }

  /** Shows what an address says. */
  follow({ file, request, full, output }: BenchLink): void {
    this.view.full.value = full;
    if (file !== undefined && file in this.work.files.value) this.open.value = file;
    if (output && this.outputs.includes(output)) this.view.showOutput(output);
    if (request === undefined) return;
    const suggested = this.data.requests.find(({ label }) => label === request);
    const draft = suggested ? draftOf(suggested) : draftFromText(request);
    if (!draft) return;
    this.draft.value = draft;
    // On a phone, what was asked for is on the other screen.
    if (file === undefined) this.view.screen.value = 'server';
  }

  /** The address of this page that leads to what is seen now. */
  link(): string {
    const { output, full } = this.view;
    const name = output.value as BenchLink['output'];
    return withBenchLink(location.href, {
      bench: this.data.place,
      file: this.open.value === this.data.open[0] ? undefined : this.open.value,
      request: sameDraft(this.draft.value, this.data.requests) ? undefined : requestLine(this.draft.value),
      full: full.value,
      output: name === 'Log' ? undefined : name,
    });
  }

  /** Copies an address, and says `copied`; where the browser does not let it, the address is shown to be copied by hand. */
  async copyLink(address: string, copied: string): Promise<void> {
    this.linkByHand.value = '';
    try {
      await navigator.clipboard.writeText(address);
      this.said.value = copied;
    } catch {
      this.linkByHand.value = address;
      this.said.value = linkByHand;
    }
  }

  bringIntoView(): void {
    this.wantsView.value++;
  }

  /** Does in the editor what a key does there. */
  edit(what: EditorDeed): void {
    this.view.screen.value = 'code';
    this.deed.value = { what };
  }

  show(place: SourcePlace): void {
    this.view.screen.value = 'code';
    if (place.file in this.work.files.value) this.open.value = place.file;
    this.wanted.value = place;
  }

  dispose(): void {
    this.#stopListening();
    this.#stopFollowing();
    this.work.dispose();
    this.checker?.cancel();
    this.xray.dispose();
    void this.session.dispose();
  }
}

/** A suggested request as the form shows it. */
export function draftOf(request: WorkbenchData['requests'][number]): RequestDraft {
  const { method, path, headers, body } = request;
  return {
    method,
    path,
    headers: headers.map(([name, value]) => `${name}: ${value}`).join('\n'),
    body: body ?? '',
  };
}

/** Whether a draft is the first of the suggestions: what the form shows by itself. */
function sameDraft(draft: RequestDraft, [first]: WorkbenchData['requests']): boolean {
  return first !== undefined && requestLine(draft) === requestLine(first);
}
