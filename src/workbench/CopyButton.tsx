import { useSignal } from '@preact/signals';

interface Props {
  readonly label: string;
  readonly text: () => string;
}

/** Copies a text, and says that it did; where the browser does not let it, the text is shown to be copied by hand. */
export function CopyButton({ label, text }: Props) {
  const said = useSignal('');
  const byHand = useSignal('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text());
      byHand.value = '';
      said.value = 'Copied.';
    } catch {
      byHand.value = text();
      said.value = 'Copy it from here:';
    }
  };
  return (
    <span class="copy">
      <button type="button" class="quiet" onClick={() => void copy()}>
        {label}
      </button>
      <span role="status">{said.value}</span>
      {byHand.value && <code>{byHand.value}</code>}
    </span>
  );
}
