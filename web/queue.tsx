/** The queues: what needs somebody, and for how long it can wait. */
import { useRef } from 'preact/hooks';

import type { QueueItem, QueueView } from '../shared/api/operations/cases.ts';
import { CaseActions, type Actable } from './actions.tsx';
import { read } from './api.ts';
import { Countdown } from './countdown.tsx';
import { askAgainAt } from './countdownAt.ts';
import { useLive } from './live.ts';
import { Choice, Instant, Shown, Table, type Column } from './parts.tsx';
import { addressOf, route, setQuery } from './route.ts';
import { useStore } from './store.ts';
import { now, setNow } from './time.ts';
import { capital, clockNames, planNames, plain, queueNames, queueOrder, responseNames } from './words.ts';

const filters = ['state', 'text', 'tenant', 'severity', 'plan', 'country', 'owner', 'sort'] as const;

/** The query of the API for that of the address. */
export function apiQuery(query: URLSearchParams, me: string): URLSearchParams {
  const asked = new URLSearchParams({ sort: 'lateness', top: '100' });
  for (const name of filters) {
    const value = query.get(name)?.trim();
    if (!value || (name === 'text' && value.length < 3)) continue;
    asked.set(name, name === 'owner' && value === 'me' ? me : value);
  }
  if (!asked.has('state')) asked.set('status', 'open');
  return asked;
}

export function Queue({ me }: { me: string }) {
  const { query } = useStore(route);
  const asked = apiQuery(query, me).toString();
  const { loaded, reload } = useLive(
    asked,
    async () => {
      const view = await read<QueueView>(`/api/operations/cases?${asked}`);
      setNow(view.now);
      return view;
    },
    {
      next: ({ value }) => Math.min(...value.map(({ countdown }) => askAgainAt(countdown, now())), Infinity),
    },
  );
  const state = query.get('state') ?? '';
  const counts = loaded.state === 'there' ? loaded.value.counts : undefined;
  return (
    <>
      <h1>Cases</h1>
      <nav class="tabs" aria-label="Queues">
        {['', ...queueOrder].map((each) => (
          <a
            key={each}
            href={addressOf(['cases'], { ...without(query, 'state'), ...(each ? { state: each } : {}) })}
            aria-current={each === state ? 'page' : undefined}
          >
            {each === '' ? 'All open' : queueNames[each as keyof QueueView['counts']]}
            {each !== '' && <span class="count">{counts?.[each as keyof QueueView['counts']] ?? '–'}</span>}
          </a>
        ))}
      </nav>
      <Filters query={query} />
      <Shown loaded={loaded} reload={reload}>
        {(view, at) =>
          view.value.length === 0 ? (
            <p class="state">
              {state === '' ? 'No case fits.' : 'Nothing here: no case of this queue fits.'}
            </p>
          ) : (
            <>
              <Table
                label={state === '' ? 'Open cases' : queueNames[state as keyof QueueView['counts']]}
                columns={columns(at, me, reload)}
                items={view.value}
                keyOf={({ id }) => id}
              />
              {view.nextLink !== undefined && (
                <p class="note">These are the first {view.value.length}: narrow it down to see others.</p>
              )}
            </>
          )
        }
      </Shown>
    </>
  );
}

const without = (query: URLSearchParams, name: string): Record<string, string> =>
  Object.fromEntries([...query].filter(([each]) => each !== name));

function Filters({ query }: { query: URLSearchParams }) {
  const of = (name: string) => query.get(name) ?? '';
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const set = (name: string) => (value: string) => setQuery({ [name]: value });
  return (
    <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
      <label class="search">
        Search
        <input
          id="search"
          type="search"
          placeholder="Reference, title, tenant, contact ..."
          value={of('text')}
          onInput={({ currentTarget }) => {
            clearTimeout(typing.current);
            const { value } = currentTarget;
            typing.current = setTimeout(() => setQuery({ text: value }), 250);
          }}
        />
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
      <label>
        Tenant
        <input
          type="text"
          size={10}
          value={of('tenant')}
          onChange={({ currentTarget }) => set('tenant')(currentTarget.value)}
        />
      </label>
      <Choice
        label="Sorted by"
        value={of('sort')}
        options={[
          ['', 'How late'],
          ['timeLeft', 'Time left'],
          ['newest', 'Newest'],
        ]}
        onChange={set('sort')}
      />
    </form>
  );
}

const other = (owner: string): [string, string][] =>
  ['', 'me', 'none'].includes(owner) ? [] : [[owner, owner]];

function columns(at: number, me: string, reload: () => void): Column<QueueItem>[] {
  return [
    {
      name: 'Case',
      class: 'case',
      of: (item) => (
        <>
          <a data-row href={addressOf(['cases', item.reference])}>
            {item.reference}
          </a>
          <span class="title">{item.title}</span>
          <small>{about(item)}</small>
        </>
      ),
    },
    { name: 'Tenant', of: ({ tenantId }) => tenantId },
    { name: 'Severity', of: ({ severity }) => <span class={`severity ${severity}`}>{severity}</span> },
    { name: 'Plan', of: ({ plan }) => planNames[plan] },
    { name: 'Owner', of: ({ owner }) => owner?.name ?? <span class="none">nobody</span> },
    {
      name: 'Due',
      of: ({ countdown, contact }) =>
        countdown?.dueAt ? (
          <>
            <Instant at={countdown.dueAt} zone={contact.timeZone} />
            {countdown.kind !== 'initialResponse' && <small>{clockNames[countdown.kind]}</small>}
          </>
        ) : (
          <span class="none">–</span>
        ),
    },
    {
      name: 'Time left',
      of: ({ countdown }) =>
        countdown ? <Countdown told={countdown} at={at} /> : <span class="none">nothing runs</span>,
    },
    {
      name: 'Act',
      class: 'act',
      of: (item) => <CaseActions of={actable(item)} me={me} done={reload} />,
    },
  ];
}

/** What stands out about a case, beside its time. */
function about({ states, response, failedMails, approval, alerts }: QueueItem): string {
  const parts = [
    ...(response === 'answeredLate' ? [responseNames[response]] : []),
    ...(alerts?.acknowledgedBy === undefined ? [] : [`acknowledged by ${alerts.acknowledgedBy}`]),
    ...(approval ? [`lowering from ${approval.from} to ${approval.to} waits for approval`] : []),
    ...(failedMails ? [`mail failed: ${plain(failedMails.latest.kind)}, ${failedMails.latest.reason}`] : []),
    ...(states.includes('waitingForCustomer') ? ['waits for the customer'] : []),
    ...(states.includes('atRest') ? ['nothing pending'] : []),
  ];
  return capital(parts.join('; '));
}

export function actable(item: QueueItem): Actable {
  const { id, reference, sequence, owner, alerts, approval, failedMails, response } = item;
  return {
    id,
    reference,
    sequence,
    owner,
    alerts,
    hasAlert: alerts !== undefined && alerts.acknowledgedBy === undefined && response === 'stillWaiting',
    approval: approval !== undefined,
    failedMail: failedMails?.latest.mailId,
  };
}
