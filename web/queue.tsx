/** The queues: what needs somebody, and for how long it can wait. */
import type { QueueItem, QueueView } from '../shared/api/operations/cases.ts';
import { CaseActions, type Actable } from './actions.tsx';
import { readPages } from './api.ts';
import { Countdown } from './countdown.tsx';
import { askAgainAt } from './countdownAt.ts';
import { useLive } from './live.ts';
import { Download } from './download.tsx';
import { Filters, shortestText } from './filters.tsx';
import { Instant, More, Shown, Table, type Column } from './parts.tsx';
import { addressOf, rowsIn, route } from './route.ts';
import { useStore } from './store.ts';
import { now, setNow } from './time.ts';
import { capital, clockNames, planNames, plain, queueNames, queueOrder, responseNames } from './words.ts';

const filters = ['state', 'text', 'tenant', 'severity', 'plan', 'country', 'owner', 'sort'] as const;

/** Cases on a page of the API. */
const pageSize = 100;

/** The query of the API for that of the address. */
export function apiQuery(query: URLSearchParams, me: string): URLSearchParams {
  const asked = new URLSearchParams({ sort: 'lateness', top: String(pageSize) });
  for (const name of filters) {
    const value = query.get(name)?.trim();
    if (!value || (name === 'text' && value.length < shortestText)) continue;
    asked.set(name, name === 'owner' && value === 'me' ? me : value);
  }
  const status = query.get('status') || (asked.has('state') ? 'all' : 'open');
  if (status !== 'all') asked.set('status', status);
  return asked;
}

export function Queue({ me }: { me: string }) {
  const { query } = useStore(route);
  const asked = apiQuery(query, me).toString();
  const rows = rowsIn(query, pageSize);
  const { loaded, reload } = useLive(
    asked,
    async () => {
      const view = await readPages<QueueView>(`/api/operations/cases?${asked}`, rows);
      setNow(view.now);
      return view;
    },
    {
      extent: rows,
      next: ({ value }) => Math.min(...value.map(({ countdown }) => askAgainAt(countdown, now())), Infinity),
    },
  );
  const state = query.get('state') ?? '';
  const counts = loaded.state === 'there' ? loaded.value.counts : undefined;
  return (
    <>
      <div class="title-bar">
        <h1>Cases</h1>
        <Download path={`/api/operations/cases?${asked}`} name="Cases" />
      </div>
      <nav class="tabs" aria-label="Queues">
        {['', ...queueOrder].map((each) => (
          <a
            key={each}
            href={addressOf(['cases'], {
              ...without(query, 'state', 'rows'),
              ...(each ? { state: each } : {}),
            })}
            aria-current={each === state ? 'page' : undefined}
          >
            {each === ''
              ? query.get('status')
                ? 'All'
                : 'All open'
              : queueNames[each as keyof QueueView['counts']]}
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
                label={tableName(state)}
                columns={columns(at, me, reload)}
                items={view.value}
                keyOf={({ id }) => id}
              />
              <More shown={view.value.length} next={view.nextLink} by={pageSize} />
            </>
          )
        }
      </Shown>
    </>
  );
}

/** `state`: one queue, several joined by commas, or nothing. */
const tableName = (state: string): string =>
  Object.hasOwn(queueNames, state) ? queueNames[state as keyof QueueView['counts']] : 'Cases';

const without = (query: URLSearchParams, ...names: string[]): Record<string, string> =>
  Object.fromEntries([...query].filter(([each]) => !names.includes(each)));

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
function about({ states, response, failedMails, notedMails, approval, alerts }: QueueItem): string {
  const parts = [
    ...(response === 'answeredLate' ? [responseNames[response]] : []),
    ...(alerts?.acknowledgedBy === undefined ? [] : [`acknowledged by ${alerts.acknowledgedBy}`]),
    ...(approval ? [`lowering from ${approval.from} to ${approval.to} waits for approval`] : []),
    ...(failedMails ? [`mail failed: ${plain(failedMails.latest.kind)}, ${failedMails.latest.reason}`] : []),
    ...(notedMails ? [`mail that is no answer of the contact: ${notedMails.latest.from}`] : []),
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
