import { codeLinkCopied, explainShareProblem } from './messages.ts';
import { shareAddress } from './share-link.ts';
import type { Workbench } from './workbench.ts';

/** Copies an address that carries the code; where the browser does not let it, the address is shown to be copied. */
export function ShareButton({ bench }: { readonly bench: Workbench }) {
  const share = async (): Promise<void> => {
    const shared = await shareAddress(location.href, bench.data.place, bench.filesToRun.value);
    if (shared.ok) await bench.copyLink(shared.address, codeLinkCopied);
    else bench.said.value = explainShareProblem(shared.problem);
  };
  const byHand = bench.linkByHand.value;
  return (
    <>
      <button type="button" class="quiet" onClick={() => void share()}>
        Copy a link to this
      </button>
      {byHand && (
        <input
          type="text"
          class="share-link"
          aria-label="The link"
          readOnly
          value={byHand}
          onFocus={(event) => event.currentTarget.select()}
        />
      )}
    </>
  );
}
