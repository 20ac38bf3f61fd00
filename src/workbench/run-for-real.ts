import { recordTranscript, type TranscriptEvent } from '../checks/record-transcript.ts';
import type { Transcript } from '../course/course.ts';
import { createEngine } from '../engine/create-engine.ts';
import { EngineError } from '../engine/errors.ts';
import { runForRealMessages as messages } from './messages.ts';

/** What a page fetches of a question whose answer is shown by a run (`src/pages/lab/[text]/[question].json.ts`). */
export interface RealRun {
  readonly run: Transcript;
  readonly packages: readonly string[];
}

/** Runs a question's server in this page and writes down, in `place`, what it did. */
export async function runForReal(address: string, place: HTMLElement): Promise<void> {
  place.replaceChildren(line(messages.starting));
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address} came back with status ${response.status}`);
    const { run, packages } = (await response.json()) as RealRun;
    const engine = await createEngine('embedded', { packages });
    try {
      const { events } = await recordTranscript(engine, run);
      place.replaceChildren(showEvents(events), line(messages.real));
    } finally {
      await engine.teardown();
    }
  } catch (error) {
    const cause = error instanceof EngineError ? error.message : messages.failed;
    place.replaceChildren(line(`${cause} ${messages.stillTrue}`));
  }
}

function line(text: string): HTMLElement {
  return Object.assign(document.createElement('p'), { className: 'run-note', textContent: text });
}

/** As `src/components/Transcript.astro` shows them. */
function showEvents(events: readonly TranscriptEvent[]): HTMLElement {
  const list = document.createElement('ol');
  for (const event of events) {
    const item = document.createElement('li');
    item.className = event.kind;
    if (event.kind === 'response') item.dataset['class'] = String(Math.floor(event.status / 100));
    const [what, text] = wordsOf(event);
    const body = document.createElement(what === '' ? 'code' : event.kind === 'fault' ? 'span' : 'pre');
    body.textContent = text;
    if (what !== '')
      item.append(Object.assign(document.createElement('span'), { className: 'what', textContent: what }));
    item.append(body);
    list.append(item);
  }
  const figure = document.createElement('div');
  figure.className = 'transcript';
  figure.append(list);
  return figure;
}

function wordsOf(event: TranscriptEvent): readonly [string, string] {
  switch (event.kind) {
    case 'command':
      return ['', `$ ${event.text}`];
    case 'exit':
      return ['', event.signal === null ? `exited with code ${event.code}` : `ended by ${event.signal}`];
    case 'fault':
      return ['switch', event.text];
    case 'stdout':
    case 'stderr':
      return ['log', event.text];
    case 'no-response':
      return ['no response', event.text];
    default:
      return [event.kind, event.text];
  }
}
