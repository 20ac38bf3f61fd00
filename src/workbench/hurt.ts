import type { Harm } from './faults.ts';
import { answeredBefore } from './messages.ts';
import { requestFromDraft } from './request-text.ts';
import type { Workbench } from './workbench.ts';

/** How long a client that hangs up has waited, in milliseconds. */
const patience = 60;

/** Does one of its harms to a bench’s server. */
export async function hurt(bench: Workbench, harm: Harm): Promise<void> {
  const { session, draft } = bench;
  bench.said.value = '';
  if (harm.kind === 'start') {
    await bench.run(harm.options);
    if (harm.afterwards === undefined || session.port === undefined) return;
  } else if (session.port === undefined) return;
  session.timeline.add({ kind: 'fault', text: harm.label, at: Date.now(), cause: null });
  if (harm.kind === 'start') session.signal(harm.afterwards as NonNullable<typeof harm.afterwards>);
  else if (harm.kind === 'signal') session.signal(harm.signal);
  else if (harm.kind === 'request') await session.send(harm.request);
  else {
    await session.sendAndHangUp(requestFromDraft(draft.value), patience);
    if (session.exchanges.all.value.at(-1)?.kind === 'answered') bench.said.value = answeredBefore(patience);
  }
}
