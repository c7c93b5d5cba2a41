/** One case: its clocks and why they come due, what happened, and what can be done. */
import type { ComponentChildren } from 'preact';

import type { QueueItem, QueueView } from '../shared/api/operations/cases.ts';
import type { CaseView, ClockView, TimelineEntry } from '../shared/api/schemas.ts';
import { CaseActions } from './actions.tsx';
import { read, readPages } from './api.ts';
import { CaseAlarm } from './caseAlarm.tsx';
import { Countdown } from './countdown.tsx';
import { askAgainAt } from './countdownAt.ts';
import { useLive } from './live.ts';
import { actable } from './queue.tsx';
import { Facts, Instant, Shown } from './parts.tsx';
import { Proof } from './proof.tsx';
import { addressOf, route, setQuery } from './route.ts';
import { useStore } from './store.ts';
import { inUnits, ms, now } from './time.ts';
import { Timeline } from './timeline.tsx';
import {
  clockNames,
  coverageNames,
  isMerelyDue,
  linkNames,
  planNames,
  plain,
  queueNames,
  stateName,
} from './words.ts';

interface Seen {
  readonly view: CaseView;
  /** As a row of the queues, which has the countdown; undefined where it is in none of what they show. */
  readonly item: QueueItem | undefined;
  readonly timeline: readonly TimelineEntry[];
}

/** Of a long timeline the latest events are read, and all of them where somebody wants to see them. */
const latest = 500;

async function load(reference: string, all: boolean): Promise<Seen> {
  const path = `/api/cases/${encodeURIComponent(reference)}`;
  const view = await read<CaseView>(path);
  const after = all ? 0 : Math.max(0, view.sequence - latest);
  const [{ value }, timeline] = await Promise.all([
    read<QueueView>(`/api/operations/cases?text=${encodeURIComponent(view.reference)}&top=5`),
    readPages<{ readonly value: readonly TimelineEntry[]; readonly nextLink?: string }>(
      `${path}/timeline?top=500&after=${after}`,
      Infinity,
    ),
  ]);
  return { view, item: value.find(({ id }) => id === view.id), timeline: timeline.value };
}

export function CasePage({ reference, me }: { reference: string; me: string }) {
  const { query } = useStore(route);
  const all = query.get('events') === 'all';
  const { loaded, reload } = useLive(reference, () => load(reference, all), {
    extent: all ? Infinity : latest,
    concerns: (change, seen) => change.all || (seen !== undefined && change.cases.has(seen.view.id)),
    next: ({ item }) => askAgainAt(item?.countdown ?? null, now()),
  });
  return (
    <>
      {loaded.state !== 'there' && <h1 class="reference">{reference}</h1>}
      <Shown loaded={loaded} reload={reload}>
        {(seen, at) => <Case seen={seen} at={at} me={me} reload={reload} />}
      </Shown>
    </>
  );
}

function Case({ seen, at, me, reload }: { seen: Seen; at: number; me: string; reload: () => void }) {
  const { view, item, timeline } = seen;
  const zone = item?.contact.timeZone;
  const { firstName, lastName } = view.contactDetails;
  const facts: readonly (readonly [string, ComponentChildren])[] = [
    ['Tenant', <a href={addressOf(['cases'], { tenant: view.tenantId })}>{view.tenantId}</a>],
    ['Severity', `${view.severity}, ${coverageNames[view.coverage]}`],
    ['Plan', planNames[view.plan]],
    ['Category', plain(view.category)],
    ['Service', view.service.name],
    ['Owner', view.owner?.name ?? 'nobody'],
    ['Contact', `${firstName} ${lastName}`],
    ['Submitted', <Instant at={view.submittedAt} zone={zone} />],
    ...view.linkedCases.map(
      (each) =>
        [linkNames[each.kind], <a href={addressOf(['cases', each.reference])}>{each.reference}</a>] as const,
    ),
    ...(view.externalId === undefined ? [] : [['External id', view.externalId] as const]),
    ...(view.closing ? [['Closed', plain(view.closing.reason)] as const] : []),
  ];
  return (
    <article class="onecase">
      <p class="back">
        <a href={addressOf(['cases'])}>All cases</a>
      </p>
      <h1>
        <span class="reference">{view.reference}</span> {view.title}
      </h1>
      <p class="chips">
        <span class="chip">{view.status}</span>
        {item?.states.map((state) => (
          <span key={state} class={`chip ${state}`}>
            {queueNames[state]}
          </span>
        ))}
        {item?.approval && (
          <span class="chip">
            lowering from {item.approval.from} to {item.approval.to} waits for approval
          </span>
        )}
        {view.alerts?.acknowledgedBy !== undefined && (
          <span class="chip">acknowledged by {view.alerts.acknowledgedBy}</span>
        )}
      </p>
      <div class="bar-of-actions">
        {item && <CaseActions of={{ ...actable(item), sequence: view.sequence }} me={me} done={reload} />}
      </div>
      <Facts facts={facts} />
      {view.description !== undefined && <p class="description">{view.description}</p>}
      <h2>Clocks</h2>
      {view.clocks.length === 0 && <p class="state">No clock runs.</p>}
      {view.clocks.map((clock) => (
        <Clock key={clock.id} view={view} clock={clock} item={item} at={at} zone={zone} />
      ))}
      <AlarmPart view={view} />
      <h2>What happened</h2>
      <Timeline entries={timeline} clocks={view.clocks} zone={zone} />
    </article>
  );
}

function AlarmPart({ view }: { view: CaseView }) {
  const { query } = useStore(route);
  const open = query.get('alarm') === 'open';
  return (
    <>
      <div class="title-bar">
        <h2>Alarm</h2>
        <button type="button" aria-expanded={open} onClick={() => setQuery({ alarm: open ? '' : 'open' })}>
          {open ? 'Hide the alarm' : 'Show the alarm'}
        </button>
      </div>
      {open && <CaseAlarm caseId={view.id} reference={view.reference} />}
    </>
  );
}

function Clock({
  view,
  clock,
  item,
  at,
  zone,
}: {
  view: CaseView;
  clock: ClockView;
  item: QueueItem | undefined;
  at: number;
  zone: string | undefined;
}) {
  const { query } = useStore(route);
  const open = query.get('proof') === clock.id;
  const countdown = item?.countdown?.clockId === clock.id ? item.countdown : undefined;
  return (
    <section class="clock" aria-label={clockNames[clock.kind]}>
      <h3>{clockNames[clock.kind]}</h3>
      <span class={`chip ${isMerelyDue(clock) ? '' : clock.state}`}>{stateName(clock)}</span>
      {countdown ? (
        <Countdown told={countdown} at={at} />
      ) : (
        <span>
          {clock.lateBy === undefined
            ? `${inUnits(ms(clock.elapsed))} of ${inUnits(ms(clock.target))} used`
            : `late by ${inUnits(ms(clock.lateBy))}`}
        </span>
      )}
      {clock.dueAt !== null && (
        <span>
          due <Instant at={clock.dueAt} zone={zone} />
        </span>
      )}
      <button type="button" aria-expanded={open} onClick={() => setQuery({ proof: open ? '' : clock.id })}>
        {open ? 'Hide the proof' : 'Why then?'}
      </button>
      {clock.uncertain && (
        <p class="note">
          It rests on days that are not sure ({clock.uncertain.days.join(', ')}): between{' '}
          <Instant at={clock.uncertain.earliest} zone={zone} /> and{' '}
          <Instant at={clock.uncertain.latest} zone={zone} />.
        </p>
      )}
      {open && <Proof caseId={view.id} clockId={clock.id} zone={zone} />}
    </section>
  );
}
