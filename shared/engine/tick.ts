import { toInstant } from '../calendar/index.ts';
import {
  type Actor,
  type Case,
  type CaseMail,
  recordDue,
  Recorder,
  reportUnreachable,
} from '../cases/index.ts';
import { claim, deliver, isClaimable, recipientOf, type DeliveryOutcome } from '../mail/index.ts';
import { openAdvisoryOf } from './advisory.ts';
import { commit, type Committed, type Loaded } from './commit.ts';
import { momentOf, type Ports } from './ports.ts';

export interface TickResult {
  /** When to tick again; null when nothing is pending. */
  readonly wakeAt: string | null;
  readonly summary: TickSummary;
}

/** What operations see of an alarm at a glance: its custom status. */
export interface TickSummary {
  readonly caseId: string;
  readonly status: 'open' | 'closed' | 'unknown';
  readonly tickedAt: string;
  readonly wakeAt: string | null;
}

const tickActor: Actor = { kind: 'system', id: 'tick', role: 'system' };

/**
 * Brings a case up to date: records what has fallen due, sends what mail is due, and says when to come again.
 * Harmless at any time and any number of times. `epoch` is the alarm that calls, absent for the sweep; a
 * superseded alarm changes nothing and is told to end.
 */
export async function tick(ports: Ports, caseId: string, epoch?: number): Promise<TickResult> {
  for (;;) {
    const before = await commit(ports, caseId, (loaded) => decideTick(ports, loaded, epoch), {
      by: tickActor,
      endsAlarm: true,
    });
    if (!before) return { wakeAt: null, summary: summaryOf(ports, caseId, undefined, null) };
    if (isSuperseded(before.state, epoch)) {
      return { wakeAt: null, summary: summaryOf(ports, caseId, before.state, null) };
    }
    const claimed = claimedIn(before);
    if (claimed.length > 0) {
      await send(ports, before.state, claimed);
      continue;
    }
    if (before.state.advisory?.opened === false) {
      await openAdvisoryOf(ports, before.state);
      continue;
    }
    const { wakeAt } = before;
    const ahead = wakeAt === null ? 0 : wakeAt - ports.clock.now();
    if (wakeAt !== null && ahead > 0 && ahead <= ports.alarmEarlyMs) {
      await ports.clock.sleepUntil(wakeAt);
      continue;
    }
    return {
      wakeAt: wakeAt === null ? null : toInstant(wakeAt),
      summary: summaryOf(ports, caseId, before.state, wakeAt),
    };
  }
}

function decideTick(ports: Ports, { state, now, policy }: Loaded, epoch: number | undefined) {
  if (!state || isSuperseded(state, epoch)) return { events: [] };
  const record = new Recorder(state, toInstant(now), tickActor);
  recordDue(record, now, policy);
  recordClaims(ports, record, now);
  return { events: record.events };
}

function recordClaims(ports: Ports, record: Recorder, now: number): void {
  const moment = momentOf(ports, now);
  for (const mail of record.existing.mails) {
    if (!isClaimable(mail, moment)) continue;
    const data = claim(record.existing.id, mail, { now: moment.realNow, owner: ports.owner });
    const takenOver = mail.state.status === 'claimed' ? { takenOver: true as const } : {};
    record.add('mail.claimed', { ...data, ...takenOver }, toInstant(now));
  }
}

interface ClaimedMail {
  readonly mail: CaseMail;
  readonly takenOver: boolean;
}

/** The mails this commit has claimed. One whose attempt was claimed before has been taken over. */
function claimedIn({ commit: appended, state }: Committed): readonly ClaimedMail[] {
  return (appended?.events ?? []).flatMap((event) => {
    if (event.type !== 'mail.claimed') return [];
    const mail = state.mails.find((one) => one.id === event.data.mailId);
    return mail ? [{ mail, takenOver: event.data.takenOver === true }] : [];
  });
}

async function send(ports: Ports, state: Case, claimed: readonly ClaimedMail[]): Promise<void> {
  const outcomes = await Promise.all(
    claimed.map(({ mail, takenOver }) =>
      deliver({
        case: state,
        mail,
        takenOver,
        service: ports.mail,
        to: recipientOf(state, mail, ports.mailAddresses),
        from: ports.mailAddresses.from,
        now: ports.clock.now(),
        realNow: ports.wallClock.now(),
      }),
    ),
  );
  await commit(ports, state.id, (loaded) => recordOutcomes(ports, loaded, outcomes), {
    by: tickActor,
    endsAlarm: true,
  });
}

/** An outcome counts only while the claim is still ours: a later owner's word goes before. */
function recordOutcomes(ports: Ports, { state, now, policy }: Loaded, outcomes: readonly DeliveryOutcome[]) {
  const record = new Recorder(state, toInstant(now), tickActor);
  recordDue(record, now, policy);
  for (const outcome of outcomes) {
    if (outcome.type === 'pending') continue;
    const mail = record.existing.mails.find((one) => one.id === outcome.data.mailId);
    if (mail?.state.status !== 'claimed') continue;
    if (mail.attempt !== outcome.data.attempt || mail.state.owner !== ports.owner) continue;
    record.add(outcome.type, outcome.data, toInstant(now));
    if (outcome.type === 'mail.failed') {
      reportUnreachable(record, policy, mail, outcome.data.reason, toInstant(now));
    }
  }
  return { events: record.events };
}

function isSuperseded(state: Case, epoch: number | undefined): boolean {
  if (epoch === undefined || !state.alarm) return false;
  return state.alarm.epoch > epoch || (state.alarm.epoch === epoch && state.alarm.ended);
}

function summaryOf(
  ports: Ports,
  caseId: string,
  state: Case | undefined,
  wakeAt: number | null,
): TickSummary {
  return {
    caseId,
    status: state?.status ?? 'unknown',
    tickedAt: toInstant(ports.clock.now()),
    wakeAt: wakeAt === null ? null : toInstant(wakeAt),
  };
}
