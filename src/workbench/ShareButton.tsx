import { useSignal } from '@preact/signals';
import { explainShareProblem } from './messages.ts';
import { shareAddress } from './share-link.ts';
import type { Workbench } from './workbench.ts';

/** Copies an address that carries the code; where the browser does not let it, the address is shown to be copied. */
export function ShareButton({ bench }: { readonly bench: Workbench }) {
  const byHand = useSignal('');
  const share = async (): Promise<void> => {
    byHand.value = '';
    const shared = await shareAddress(location.href, bench.data.place, bench.filesToRun.value);
    if (!shared.ok) {
      bench.said.value = explainShareProblem(shared.problem);
      return;
    }
    try {
      await navigator.clipboard.writeText(shared.address);
      bench.said.value = 'The link is copied. It carries your code itself: nothing was sent anywhere.';
    } catch {
      byHand.value = shared.address;
      bench.said.value = 'The browser did not let the page copy it. The link is beside the button.';
    }
  };
  return (
    <>
      <button type="button" class="quiet" onClick={() => void share()}>
        Copy a link to this
      </button>
      {byHand.value && (
        <input
          type="text"
          class="share-link"
          aria-label="Link to this code"
          readOnly
          value={byHand.value}
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
    </>
  );
}
