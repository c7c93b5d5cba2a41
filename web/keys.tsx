/** Keys: they do nothing while somebody types. */
import { useEffect, useRef } from 'preact/hooks';

const keys = [
  ['/', 'search'],
  ['j', 'next row'],
  ['k', 'row before'],
  ['Enter', 'open the row'],
  ['c', 'cases'],
  ['p', 'promises'],
  ['m', 'machine'],
  ['d', 'days'],
  ['v', 'preview'],
  ['?', 'this list'],
] as const;

function moveBy(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('a[data-row]')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 ? (step === 1 ? 0 : rows.length - 1) : at + step;
  rows[Math.max(0, Math.min(rows.length - 1, next))]?.focus();
}

export function Keys() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof Element && event.target.closest('input, select, textarea, dialog');
      if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const done = run(event.key);
      if (done) event.preventDefault();
    };
    const run = (key: string): boolean => {
      switch (key) {
        case '/':
          document.getElementById('search')?.focus();
          return true;
        case 'j':
          moveBy(1);
          return true;
        case 'k':
          moveBy(-1);
          return true;
        case 'c':
          location.hash = '#/cases';
          return true;
        case 'p':
          location.hash = '#/promises';
          return true;
        case 'm':
          location.hash = '#/machine';
          return true;
        case 'd':
          location.hash = '#/days';
          return true;
        case 'v':
          location.hash = '#/preview';
          return true;
        case '?':
          dialog.current?.showModal();
          return true;
        default:
          return false;
      }
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  return (
    <dialog ref={dialog} aria-labelledby="keys-title">
      <h2 id="keys-title">Keys</h2>
      <dl>
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button>Close</button>
      </form>
    </dialog>
  );
}
