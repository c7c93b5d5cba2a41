import { toInstant } from '../../calendar/index.ts';
import type { Policy } from '../../policy/index.ts';
import { instantsOf, refusedAt, refuseInHistory, tooLargeHistory } from '../rules/intake/history.ts';
import { submit } from '../rules/intake/submit.ts';
import type { Case } from '../model/case.ts';
import type { SubmitCase } from '../model/commands.ts';
import type { Actor, CaseEvent } from '../model/events.ts';
import type { History } from '../model/history.ts';
import { recordAct } from './acting.ts';
import { recordDue } from './due.ts';
import { Recorder } from './recorder.ts';
import { system } from './system.ts';

/** How many bytes of JSON the events of one commit may be: a document of Cosmos DB has 2 MB. */
const mostBytes = 1_800_000;

/**
 * A case with its past, decided as if each event had been told as it happened, up to `now` (ms): what had fallen due
 * before goes first. All of it is marked `imported`; no mail is asked for and nobody is alarmed by it. Throws `Refused`.
 */
export function bringAlong(
  command: SubmitCase,
  history: History,
  now: number,
  policy: Policy,
): readonly CaseEvent[] {
  const instants = instantsOf(history, now);
  const events: CaseEvent[] = [];
  let state: Case | undefined;
  const decide = (by: Actor, what: (record: Recorder) => void) => {
    const record = new Recorder(state, toInstant(now), by, { imported: true });
    what(record);
    events.push(...record.events);
    state = record.existing;
  };
  decide(command.by, (record) => {
    submit(record, command, Date.parse(history.submittedAt), policy, now);
  });
  history.events.forEach((body, index) => {
    const at = instants[index] ?? now;
    const action = { ...body, by: command.by };
    decide(system, (record) => {
      recordDue(record, at, policy);
    });
    try {
      refuseInHistory(action);
      decide(command.by, (record) => {
        recordAct(record, action, at, policy);
      });
    } catch (cause) {
      throw refusedAt(index, action, toInstant(at), cause);
    }
  });
  decide(system, (record) => {
    recordDue(record, now, policy);
  });
  if (new TextEncoder().encode(JSON.stringify(events)).byteLength > mostBytes) throw tooLargeHistory();
  return events;
}
