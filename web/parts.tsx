/** What the parts of the page are made of. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import type { Loaded } from './live.ts';
import { setQuery } from './route.ts';
import { useStore } from './store.ts';
import { inZone, ownZone, tick } from './time.ts';

/** An instant in the viewer's zone, with the customer's beside it where that is another. */
export function Instant({ at, zone }: { at: string; zone?: string | undefined }) {
  useStore(tick);
  return (
    <time dateTime={at} title={`${at} (${ownZone})`}>
      {inZone(at)}
      {zone !== undefined && zone !== ownZone && (
        <small class="zone" title={zone}>
          {inZone(at, zone)} {zone.split('/').at(-1)?.replaceAll('_', ' ')}
        </small>
      )}
    </time>
  );
}

/** What is being loaded, has failed, or is there. */
export function Shown<T>({
  loaded,
  reload,
  children,
}: {
  loaded: Loaded<T>;
  reload: () => void;
  children: (value: T, at: number) => ComponentChildren;
}) {
  switch (loaded.state) {
    case 'loading':
      return (
        <p class="state" role="status">
          Loading ...
        </p>
      );
    case 'failed':
      return (
        <div class="state failed" role="alert">
          <p>{loaded.why}</p>
          <button type="button" onClick={reload}>
            Try again
          </button>
        </div>
      );
    case 'there':
      return (
        <>
          {loaded.why !== undefined && (
            <p class="note" role="status">
              What is shown is from before: {loaded.why}
            </p>
          )}
          {children(loaded.value, loaded.at)}
        </>
      );
  }
}

export interface Column<T> {
  readonly name: string;
  readonly of: (item: T) => ComponentChildren;
  readonly class?: string;
}

/** A table, which a narrow screen shows as cards; roles are named, since other boxes than those of tables lose them. */
export function Table<T>({
  label,
  columns,
  items,
  keyOf,
}: {
  label: string;
  columns: readonly Column<T>[];
  items: readonly T[];
  keyOf: (item: T) => string;
}) {
  return (
    <table role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ name, class: kind }) => (
            <th key={name} scope="col" role="columnheader" class={kind}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {items.map((item) => (
          <tr key={keyOf(item)} role="row">
            {columns.map(({ name, of, class: kind }) => (
              <td key={name} role="cell" data-name={name} class={kind}>
                {of(item)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Names and what they stand for. */
export function Facts({ facts }: { facts: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What a list goes on with, where it has more pages: how many rows are shown stands in the address. */
export function More({ shown, next, by }: { shown: number; next: string | undefined; by: number }) {
  if (next === undefined) return null;
  return (
    <p class="more">
      These are the first {shown}.{' '}
      <button type="button" onClick={() => setQuery({ rows: String(shown + by) })}>
        Show {by} more
      </button>
    </p>
  );
}

/** A button for what takes a moment and may fail: `run` says why it did not work, or nothing. */
export function Action({
  label,
  of,
  run,
}: {
  label: string;
  /** What it is done to, for who does not see where the button stands. */
  of?: string;
  run: () => Promise<string | undefined>;
}) {
  const [state, setState] = useState<{ busy: boolean; why?: string | undefined }>({ busy: false });
  const click = async () => {
    setState({ busy: true });
    setState({ busy: false, why: await run() });
  };
  return (
    <span class="action">
      <button
        type="button"
        disabled={state.busy}
        aria-label={of === undefined ? label : `${label}: ${of}`}
        onClick={() => void click()}
      >
        {label}
      </button>
      {state.why !== undefined && (
        <span class="why" role="alert">
          {state.why}
        </span>
      )}
    </span>
  );
}

export function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly (readonly [value: string, name: string])[];
  onChange: (value: string) => void;
}) {
  return (
    <label>
      {label}
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map(([each, name]) => (
          <option key={each} value={each} selected={each === value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
