/** Whether the machine itself is healthy, and the alarms of cases: to look at, restart and end. */
import { useState } from 'preact/hooks';

import type { AlarmView } from '../shared/api/operations/alarms.ts';
import { restart, restartMany, terminate } from './actions.tsx';
import { readPages } from './api.ts';
import { Download } from './download.tsx';
import { Health, type AlarmsView } from './health.tsx';
import { useLive } from './live.ts';
import { Action, Choice, Instant, More, Shown, Table } from './parts.tsx';
import { ReasonAction } from './reason.tsx';
import { addressOf, route, rowsIn, setQuery } from './route.ts';
import { useStore } from './store.ts';
import { inUnits, now } from './time.ts';
import { terminating } from './words.ts';

const pageSize = 100;
/** The API restarts so many in one request. */
const mostAtOnce = 100;

export function AlarmsPage() {
  const { query } = useStore(route);
  const only = query.get('only') ?? '';
  const rows = rowsIn(query, pageSize);
  const path = `/api/operations/alarms?top=${pageSize}${only === '' ? '' : `&${only}=true`}`;
  const { loaded, reload } = useLive(only, () => readPages<AlarmsView>(path, rows), {
    extent: rows,
    next: ({ value }) =>
      Math.min(
        Infinity,
        ...value.flatMap(({ nextWake }) =>
          nextWake === null || Date.parse(nextWake) <= now() ? [] : [Date.parse(nextWake)],
        ),
      ),
  });
  return (
    <>
      <h1>Machine</h1>
      <Shown loaded={loaded} reload={reload}>
        {(view) => (
          <>
            <Health view={view} />
            <div class="title-bar">
              <h2>Alarms</h2>
              <Download path={path} name="Alarms" />
            </div>
            <form class="filters" onSubmit={(event) => event.preventDefault()}>
              <Choice
                label="Show"
                value={only}
                options={[
                  ['', 'All with a wake'],
                  ['late', 'Late ones'],
                  ['failing', 'Failing ones'],
                ]}
                onChange={(value) => setQuery({ only: value, rows: '' })}
              />
            </form>
            {view.value.length === 0 ? (
              <p class="state">{only === '' ? 'No case has anything pending.' : 'None: that is healthy.'}</p>
            ) : (
              <Alarms items={view.value} reload={reload} />
            )}
            <More shown={view.value.length} next={view.nextLink} by={pageSize} />
          </>
        )}
      </Shown>
    </>
  );
}

function Alarms({ items, reload }: { items: readonly AlarmView[]; reload: () => void }) {
  const [chosen, choose] = useState<ReadonlySet<string>>(new Set());
  const ids = items.map(({ caseId }) => caseId).filter((caseId) => chosen.has(caseId));
  const restartChosen = async (reason: string) => {
    const why = await restartMany(ids, reason, reload);
    if (why === undefined) choose(new Set());
    return why;
  };
  return (
    <>
      <div class="bar-of-actions">
        <button
          type="button"
          onClick={() =>
            choose(new Set(ids.length > 0 ? [] : items.slice(0, mostAtOnce).map(({ caseId }) => caseId)))
          }
        >
          {ids.length > 0
            ? 'Choose none'
            : `Choose ${items.length > mostAtOnce ? `the first ${mostAtOnce}` : 'all'}`}
        </button>
        <ReasonAction
          label="Restart"
          of={ids.length === 1 ? '1 chosen alarm' : `${ids.length} chosen alarms`}
          explained="Each gets a new instance, and the old one is ended. It stands on the timeline of each case."
          disabled={ids.length === 0 || ids.length > mostAtOnce}
          run={restartChosen}
        />
        <span aria-live="polite">{ids.length > 0 && `${ids.length} chosen`}</span>
      </div>
      <Table
        label="Alarms"
        items={items}
        keyOf={({ caseId }) => caseId}
        columns={[
          {
            name: 'Case',
            class: 'case',
            of: ({ caseId, reference }) => (
              <label class="inline">
                <input
                  type="checkbox"
                  aria-label={`Choose ${reference}`}
                  checked={chosen.has(caseId)}
                  onChange={({ currentTarget: { checked } }) =>
                    choose((before) =>
                      checked
                        ? new Set([...before, caseId])
                        : new Set([...before].filter((each) => each !== caseId)),
                    )
                  }
                />
                <a data-row href={addressOf(['cases', reference], { alarm: 'open' })}>
                  {reference}
                </a>
              </label>
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
            of: ({ caseId, reference, instanceId }) => (
              <span class="actions">
                <Action label="Restart" of={reference} run={() => restart(caseId, reload)} />
                {instanceId !== null && (
                  <ReasonAction
                    label="Terminate"
                    of={reference}
                    explained={terminating}
                    run={(reason) => terminate(instanceId, reason, reload)}
                  />
                )}
              </span>
            ),
          },
        ]}
      />
    </>
  );
}
