import { hurt } from './hurt.ts';
import { viewLinkCopied } from './messages.ts';
import { canStop } from './process-state.ts';
import { draftOf, type Workbench } from './workbench.ts';

/** Something that can be done, found by its name. */
export interface Command {
  readonly name: string;
  readonly run: () => void;
}

/**
 * Everything that can be done with a bench: what it knows of, and each control that stands in it now, so that nothing is out
 * of reach of who types.
 */
export function commandsFor(bench: Workbench, root: Element): Command[] {
  const known = knownCommands(bench);
  const names = new Set(known.map(({ name }) => name));
  return [...known, ...controlCommands(root).filter(({ name }) => !names.has(name))];
}

function knownCommands(bench: Workbench): Command[] {
  const { session, view, data, xray, work } = bench;
  const command = (name: string, run: () => unknown): Command => ({ name, run: () => void run() });
  const running = canStop(session.state.value);
  return [
    command(running ? 'Restart' : 'Run', () => bench.run()),
    ...(running ? [command('Stop', () => session.stop())] : []),
    ...(bench.checker ? [command('Check', () => bench.check())] : []),
    command(view.full.value ? 'Back to the text' : 'Full page', () => bench.setFull(!view.full.value)),
    ...data.requests.map((request) =>
      command(`Request: ${request.label}`, () => {
        bench.draft.value = draftOf(request);
        view.screen.value = 'server';
        if (session.port !== undefined) return bench.sendDraft();
        return undefined;
      }),
    ),
    ...Object.keys(work.files.value).map((file) =>
      command(`File: ${file}`, () => {
        bench.open.value = file;
        view.screen.value = 'code';
      }),
    ),
    command('Code: undo', () => bench.edit('undo')),
    command('Code: do it again', () => bench.edit('redo')),
    command('Code: find', () => bench.edit('find')),
    ...bench.outputs.map((name) => command(`Show: ${name}`, () => view.showOutput(name))),
    command(xray.enabled.value ? 'X-ray: switch it off' : 'X-ray: switch it on', () => {
      view.showOutput('X-ray');
      return bench.setXray(!xray.enabled.value);
    }),
    ...session.services.list.flatMap(({ id, title, faults }) =>
      Object.keys(faults).map((fault) =>
        command(`Fault: ${title}: ${fault === 'off' ? 'works' : fault}`, () => session.fault(id, fault)),
      ),
    ),
    ...bench.harms.map((harm) => command(`Fault: ${harm.label}`, () => hurt(bench, harm))),
    command('Signal: SIGKILL', () => session.signal('SIGKILL')),
    command('Keys', () => {
      view.keys.value = true;
    }),
    command('Copy a link to this view', () => bench.copyLink(bench.link(), viewLinkCopied)),
  ];
}

const reachable =
  'button, summary, select, input, textarea, [role="textbox"], [role="separator"], [role="listbox"]';

function controlCommands(root: Element): Command[] {
  const commands: Command[] = [];
  for (const control of root.querySelectorAll<HTMLElement>(reachable)) {
    if (control.closest('dialog') || control.getAttribute('aria-disabled') === 'true') continue;
    const name = nameOf(control);
    if (name === '') continue;
    const acts: boolean = control.matches('button, summary, input[type="checkbox"]');
    const opens: boolean = control.matches('summary');
    commands.push({
      name: acts ? name : `Go to: ${name}`,
      run: () => {
        for (
          let around = control.closest('details');
          around;
          around = around.parentElement?.closest('details') ?? null
        )
          around.open = true;
        control.focus();
        if (acts && !opens) control.click();
      },
    });
  }
  return commands;
}

function nameOf(control: HTMLElement): string {
  const label = control.closest('label')?.textContent;
  const text =
    control.getAttribute('aria-label') ?? (control.matches('button, summary') ? control.textContent : label);
  const name = (text ?? '').trim().replace(/\s+/g, ' ');
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}

/** The commands whose name has each of the words that were typed, those that begin with them first. */
export function matchingCommands(commands: readonly Command[], typed: string): Command[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const begins = (name: string): number => (words[0] !== undefined && name.startsWith(words[0]) ? 0 : 1);
  return commands
    .map((command) => ({ command, name: command.name.toLowerCase() }))
    .filter(({ name }) => words.every((word) => name.includes(word)))
    .sort((a, b) => begins(a.name) - begins(b.name))
    .map(({ command }) => command);
}
