/** A button for what is done with a reason, which is asked for first and kept on the timeline. */
import { useRef, useState } from 'preact/hooks';

/** The most that the API takes. */
const longest = 1000;

export function ReasonAction({
  label,
  of,
  explained,
  disabled = false,
  run,
}: {
  label: string;
  of: string;
  /** What it leads to. */
  explained: string;
  disabled?: boolean;
  /** Says why it did not work, or nothing. */
  run: (reason: string) => Promise<string | undefined>;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState('');
  const [state, setState] = useState<{ busy: boolean; why?: string | undefined }>({ busy: false });
  const name = `${label}: ${of}`;
  const submit = async () => {
    setState({ busy: true });
    const why = await run(reason.trim());
    setState({ busy: false, why });
    if (why !== undefined) return;
    setReason('');
    dialog.current?.close();
  };
  return (
    <span class="action">
      <button type="button" disabled={disabled} aria-label={name} onClick={() => dialog.current?.showModal()}>
        {label}
      </button>
      <dialog ref={dialog} aria-label={name}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
        >
          <h2>{name}</h2>
          <p>{explained}</p>
          <label>
            Reason
            <textarea
              required
              maxLength={longest}
              rows={3}
              value={reason}
              onInput={({ currentTarget }) => setReason(currentTarget.value)}
            />
          </label>
          {state.why !== undefined && (
            <p class="why" role="alert">
              {state.why}
            </p>
          )}
          <p class="buttons">
            <button disabled={state.busy || reason.trim() === ''}>{label}</button>
            <button type="button" onClick={() => dialog.current?.close()}>
              Cancel
            </button>
          </p>
        </form>
      </dialog>
    </span>
  );
}
