import { useRef } from 'preact/hooks';

interface Props {
  readonly label: string;
  readonly question: string;
  /** What will happen, and how it can be undone. */
  readonly detail: string;
  readonly yes: string;
  readonly onYes: () => void;
  /** What it opens beside the code: the focus comes back here. */
  readonly opens?: string;
}

/** A button that asks once before it does something. */
export function ConfirmButton({ label, question, detail, yes, onYes, opens }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button type="button" class="quiet" data-opens={opens} onClick={() => dialog.current?.showModal()}>
        {label}
      </button>
      <dialog ref={dialog} class="confirm" aria-label={question}>
        <form method="dialog">
          <p class="question">{question}</p>
          <p>{detail}</p>
          <div class="answers">
            <button type="submit" class="primary" onClick={onYes}>
              {yes}
            </button>
            <button type="submit">Cancel</button>
          </div>
        </form>
      </dialog>
    </>
  );
}
