/** The alarm of a case: what Durable Functions and the case itself know of it. */
import type { ComponentChildren } from 'preact';

import type { OneAlarm } from '../shared/api/operations/alarms.ts';
import { restart, terminate } from './actions.tsx';
import { read } from './api.ts';
import { useLive } from './live.ts';
import { Action, Facts, Instant, Shown } from './parts.tsx';
import { ReasonAction } from './reason.tsx';
import { inUnits, now } from './time.ts';
import { terminating } from './words.ts';

const recorded: Readonly<Record<OneAlarm['recorded'], string>> = {
  running: 'it runs',
  ended: 'it has ended: nothing was pending any more',
  replaced: 'it was replaced by a later one',
  none: 'no such alarm',
};

export function CaseAlarm({ caseId, reference }: { caseId: string; reference: string }) {
  const { loaded, reload } = useLive(
    caseId,
    () => read<OneAlarm>(`/api/operations/alarms/${encodeURIComponent(caseId)}`),
    {
      concerns: (change) => change.all || change.cases.has(caseId),
      next: ({ nextWake }) =>
        nextWake === null || Date.parse(nextWake) <= now() ? Infinity : Date.parse(nextWake),
    },
  );
  return (
    <Shown loaded={loaded} reload={reload}>
      {(alarm) => <Known alarm={alarm} reference={reference} reload={reload} />}
    </Shown>
  );
}

function Known({ alarm, reference, reload }: { alarm: OneAlarm; reference: string; reload: () => void }) {
  const at = (instant: string | null | undefined) => (instant ? <Instant at={instant} /> : '–');
  const facts: readonly (readonly [string, ComponentChildren])[] = [
    ['Instance', alarm.instanceId ?? 'none yet'],
    ['Status', alarm.runtimeStatus],
    ['Recorded on the case', recorded[alarm.recorded]],
    ['Next wake', at(alarm.nextWake)],
    ['Late by', alarm.lateness === 0 ? '–' : inUnits(alarm.lateness)],
    ['Last tick', at(alarm.lastTick?.tickedAt)],
    ['Failures of the sweep', alarm.failures],
    ...(alarm.retryAt === null ? [] : [['Tried again', at(alarm.retryAt)] as const]),
    ...(alarm.lastError === undefined ? [] : [['Last error', alarm.lastError] as const]),
    ...(alarm.output === undefined ? [] : [['Ended with', alarm.output] as const]),
  ];
  const { instanceId } = alarm;
  return (
    <>
      <Facts facts={facts} />
      {alarm.recorded === 'running' && (
        <div class="bar-of-actions">
          <Action label="Restart alarm" of={reference} run={() => restart(alarm.caseId, reload)} />
          {instanceId !== null && (
            <ReasonAction
              label="Terminate alarm"
              of={reference}
              explained={terminating}
              run={(reason) => terminate(instanceId, reason, reload)}
            />
          )}
        </div>
      )}
    </>
  );
}
