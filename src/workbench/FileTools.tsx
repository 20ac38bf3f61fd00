import { useSignal } from '@preact/signals';
import { ConfirmButton } from './ConfirmButton.tsx';
import { fileNameProblem } from './file-names.ts';
import type { Workbench } from './workbench.ts';

/** A field for a new file, and a way to take the open one away. */
export function FileTools({ bench }: { readonly bench: Workbench }) {
  const { work, data, open } = bench;
  const adding = useSignal(false);
  const problem = useSignal('');
  const current = open.value;
  const needed = data.fixed.includes(current) || Object.keys(work.files.value).length < 2;
  const add = (path: string): void => {
    problem.value = fileNameProblem(path, Object.keys(work.files.value));
    if (problem.value) return;
    work.add(path);
    open.value = path;
    adding.value = false;
  };
  return (
    <div class="file-tools">
      {adding.value ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const field = event.currentTarget.elements.namedItem('path') as HTMLInputElement;
            add(field.value.trim());
          }}
        >
          <label>
            <span class="unseen">Name of the new file</span>
            <input
              type="text"
              name="path"
              placeholder="errors.mjs"
              spellcheck={false}
              autocomplete="off"
              ref={focusOnce}
            />
          </label>
          <button type="submit" class="quiet">
            Add
          </button>
          <button type="button" class="quiet" onClick={() => (adding.value = false)}>
            Cancel
          </button>
          {problem.value && (
            <p class="problem" role="alert">
              {problem.value}
            </p>
          )}
        </form>
      ) : (
        <button type="button" class="quiet" onClick={() => (adding.value = true)}>
          Add a file
        </button>
      )}
      {!needed && (
        <ConfirmButton
          label={`Remove ${current}`}
          question={`Take ${current} away?`}
          detail="What stands in it is gone then. “Reset the code” brings the files of the start back."
          yes="Take it away"
          onYes={() => {
            work.remove(current);
            open.value = Object.keys(work.files.value)[0] ?? '';
          }}
        />
      )}
    </div>
  );
}

/** The field stands where the button was that asked for it. */
function focusOnce(field: HTMLInputElement | null): void {
  field?.focus();
}
