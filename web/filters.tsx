/** What narrows the queues down; it stands in the address. */
import { useRef } from 'preact/hooks';

import { Choice } from './parts.tsx';
import { setQuery } from './route.ts';
import { planNames } from './words.ts';

/** A shorter text finds nothing: the API refuses it. */
export const shortestText = 3;

const names = ['state', 'status', 'text', 'severity', 'plan', 'owner', 'tenant', 'country', 'sort'] as const;

export function Filters({ query }: { query: URLSearchParams }) {
  const of = (name: (typeof names)[number]) => query.get(name) ?? '';
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const set = (name: (typeof names)[number]) => (value: string) =>
    setQuery({ [name]: value.trim(), rows: '' });
  const text = (name: 'tenant' | 'country', label: string, size: number) => (
    <label>
      {label}
      <input
        type="text"
        size={size}
        value={of(name)}
        onChange={({ currentTarget: { value } }) =>
          set(name)(name === 'country' ? value.toUpperCase() : value)
        }
      />
    </label>
  );
  const isFiltered = names.some((name) => !['state', 'sort'].includes(name) && of(name) !== '');
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label class="search">
        Search
        <input
          id="search"
          type="search"
          placeholder="Reference, external id, title, tenant, contact ..."
          value={of('text')}
          onInput={({ currentTarget }) => {
            clearTimeout(typing.current);
            const { value } = currentTarget;
            typing.current = setTimeout(() => set('text')(value), 250);
          }}
        />
        {of('text') !== '' && of('text').length < shortestText && (
          <small>{shortestText} characters at the least</small>
        )}
      </label>
      <Choice
        label="Severity"
        value={of('severity')}
        options={[
          ['', 'Any'],
          ['A', 'A'],
          ['B', 'B'],
          ['C', 'C'],
        ]}
        onChange={set('severity')}
      />
      <Choice
        label="Plan"
        value={of('plan')}
        options={[['', 'Any'], ...Object.entries(planNames)]}
        onChange={set('plan')}
      />
      <Choice
        label="Owner"
        value={of('owner')}
        options={[['', 'Anybody'], ['me', 'Me'], ['none', 'Nobody'], ...other(of('owner'))]}
        onChange={set('owner')}
      />
      {text('tenant', 'Tenant', 10)}
      {text('country', 'Country', 4)}
      <Choice
        label="Status"
        value={of('status')}
        options={
          of('state') === ''
            ? [
                ['', 'Open'],
                ['closed', 'Closed'],
                ['all', 'Any'],
              ]
            : [
                ['', 'Any'],
                ['open', 'Open'],
                ['closed', 'Closed'],
              ]
        }
        onChange={set('status')}
      />
      <Choice
        label="Sorted by"
        value={of('sort')}
        options={[
          ['', 'Overdue for longest'],
          ['timeLeft', 'Due next'],
          ['newest', 'Newest'],
        ]}
        onChange={set('sort')}
      />
      {isFiltered && (
        <button
          type="button"
          class="clear"
          onClick={() =>
            setQuery(
              Object.fromEntries(
                [...names, 'rows'].flatMap((name) => (['state', 'sort'].includes(name) ? [] : [[name, '']])),
              ),
            )
          }
        >
          Clear
        </button>
      )}
    </form>
  );
}

const other = (owner: string): [string, string][] =>
  ['', 'me', 'none'].includes(owner) ? [] : [[owner, owner]];
