/** Whether the machine itself is healthy: alarms, mail, work over many cases, and what cannot be read. */
import type { z } from 'zod';

import type { AlarmView, alarmsViewSchema } from '../shared/api/schemas.ts';
import { restart } from './actions.tsx';
import { read } from './api.ts';
import { useLive } from './live.ts';
import { Action, Choice, Instant, Shown, Table } from './parts.tsx';
import { addressOf, route, setQuery } from './route.ts';
import { useStore } from './store.ts';
import { inUnits, now } from './time.ts';

type AlarmsView = z.output<typeof alarmsViewSchema>;

export function AlarmsPage() {
  const { query } = useStore(route);
  const only = query.get('only') ?? '';
  const { loaded, reload } = useLive(
    only,
    () => read<AlarmsView>(`/api/operations/alarms?top=100${only === '' ? '' : `&${only}=true`}`),
    {
      next: ({ value }) =>
        Math.min(
          Infinity,
          ...value.flatMap(({ nextWake }) =>
            nextWake === null || Date.parse(nextWake) <= now() ? [] : [Date.parse(nextWake)],
          ),
        ),
    },
  );
  return (
    <>
      <h1>Machine</h1>
      <Shown loaded={loaded} reload={reload}>
        {(view) => (
          <>
            <Health view={view} />
            <h2>Alarms</h2>
            <form class="filters" onSubmit={(event) => event.preventDefault()}>
              <Choice
                label="Show"
                value={only}
                options={[
                  ['', 'All with a wake'],
                  ['late', 'Late ones'],
                  ['failing', 'Failing ones'],
                ]}
                onChange={(value) => setQuery({ only: value })}
              />
            </form>
            {view.value.length === 0 ? (
              <p class="state">{only === '' ? 'No case has anything pending.' : 'None: that is healthy.'}</p>
            ) : (
              <Alarms items={view.value} reload={reload} />
            )}
            {view.nextLink !== undefined && <p class="note">These are the first {view.value.length}.</p>}
          </>
        )}
      </Shown>
    </>
  );
}

function Health({ view: { backlog, mail, warnings, fanOuts, unreadable } }: { view: AlarmsView }) {
  return (
    <>
      <dl class="facts">
        <div>
          <dt>Overdue wakes</dt>
          <dd class={backlog.count > 0 ? 'bad' : 'good'}>
            {backlog.count}
            {backlog.oldest !== null && (
              <>
                , since <Instant at={backlog.oldest} />
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Mail</dt>
          <dd class={mail.state === 'ok' ? 'good' : 'bad'}>
            {mail.state === 'ok' ? 'goes out' : mail.state === 'deferred' ? 'waits' : 'fails at present'}
            {mail.waiting > 0 && `, ${mail.waiting} waiting`}
            {mail.since !== undefined && (
              <>
                , since <Instant at={mail.since} />
              </>
            )}
          </dd>
        </div>
      </dl>
      {mail.lastError !== undefined && <p class="note">Mail: {mail.lastError}</p>}
      {warnings.map(({ code, detail }) => (
        <p class="note" key={`${code} ${detail}`}>
          {detail}
        </p>
      ))}
      {fanOuts.map(({ of, id, done, left, failed }) => (
        <p class="note" key={`${of} ${id}`}>
          {of} {id}: done with {done} cases, {left} left, {failed} failing.
        </p>
      ))}
      {unreadable.length > 0 && (
        <p class="note bad" role="alert">
          {unreadable.length} documents cannot be read by this release: GET /api/operations/alarms names them
          under unreadable.
        </p>
      )}
    </>
  );
}

function Alarms({ items, reload }: { items: readonly AlarmView[]; reload: () => void }) {
  return (
    <Table
      label="Alarms"
      items={items}
      keyOf={({ caseId }) => caseId}
      columns={[
        {
          name: 'Case',
          of: ({ caseId }) => (
            <a data-row href={addressOf(['cases', caseId])}>
              {caseId}
            </a>
          ),
        },
        { name: 'Instance', of: ({ instanceId }) => instanceId?.split('.').at(-1) ?? 'none yet' },
        { name: 'Status', of: ({ runtimeStatus }) => runtimeStatus },
        { name: 'Next wake', of: ({ nextWake }) => (nextWake === null ? '–' : <Instant at={nextWake} />) },
        { name: 'Late by', of: ({ lateness }) => (lateness === 0 ? '–' : inUnits(lateness)) },
        {
          name: 'Failures',
          of: ({ failures, lastError }) => (
            <>
              {failures}
              {lastError !== undefined && <small>{lastError}</small>}
            </>
          ),
        },
        {
          name: 'Act',
          class: 'act',
          of: ({ caseId }) => <Action label="Restart" of={caseId} run={() => restart(caseId, reload)} />,
        },
      ]}
    />
  );
}
