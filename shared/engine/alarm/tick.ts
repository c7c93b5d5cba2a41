import { toInstant, toMs } from '../../calendar/index.ts';
import {
  nextDue,
  Recorder,
  reportUnreachable,
  type Actor,
  type Case,
  type EventData,
} from '../../cases/index.ts';
import { claim, isClaimable, waitingMail } from '../../mail/index.ts';
import type { Policy } from '../../policy/index.ts';
import { traced } from '../../telemetry/telemetry.ts';
import { openAdvisoryOf } from '../commands/advisory.ts';
import { tellDuplicated } from '../commands/duplicate.ts';
import { commit, type Committed, type Decision } from '../commit/commit.ts';
import { load, type Loaded } from '../commit/load.ts';
import { momentOf, type Ports } from '../ports.ts';
import { Following, type MailOutcome } from './following.ts';
import { Sending, type ClaimedMail } from './sending.ts';

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
export async function tick(
  ports: Ports,
  caseId: string,
  epoch?: number,
): Promise<TickResult & { readonly lateness: number }> {
  const { result, lateness } = await tickCase(ports, caseId, epoch);
  return { ...result, lateness };
}

/** The same, with the case as the tick leaves it; undefined where there is none. */
export function tickCase(ports: Ports, caseId: string, epoch?: number): Promise<Ticked> {
  const attributes = epoch === undefined ? {} : { 'caseclock.epoch': epoch };
  return traced('tick', { caseId, attributes }, () => ticked(ports, caseId, epoch));
}

interface Ticked {
  readonly result: TickResult;
  readonly loaded: Loaded | undefined;
  /** How long (ms) what was due had waited. */
  readonly lateness: number;
}

async function ticked(ports: Ports, caseId: string, epoch?: number): Promise<Ticked> {
  const ended = (loaded?: Loaded) => ({
    result: resultOf(ports, caseId, loaded?.state, null),
    loaded,
    lateness,
  });
  let sending = new Sending(ports);
  const following = new Following(ports);
  let known = await load(ports, caseId);
  const lateness = latenessOf(known);
  let outcomes: readonly MailOutcome[] = [];
  try {
    for (;;) {
      const present = known.state;
      if (!present) return ended();
      if (outcomes.length === 0 && isSuperseded(present, epoch)) return ended(known);
      // What came of the last sending and the next claim are one commit.
      const decided = decideTick(ports, epoch, outcomes, { sending, following });
      const outcome = await commit(ports, caseId, decided, { by: tickActor, known });
      if (!outcome || 'answer' in outcome) return ended(known);
      known = outcome.loaded;
      outcomes = [];
      const { wakeAt } = outcome;
      const claimed = claimedIn(outcome);
      const asking = following.ask(outcome.state);
      if (claimed.length > 0 || asking.length > 0) {
        const sent = sending.send(known, outcome.state, claimed);
        const { soon, late } = await sending.patiently([...sent, ...asking]);
        // What takes long is recorded when it comes, or found out by who takes over.
        for (const one of late) {
          void one
            .then((came) => recordLate(ports, caseId, came))
            .catch((cause: unknown) => {
              ports.warn(`what came of a mail of case ${caseId} could not be recorded`, cause);
            });
        }
        outcomes = soon;
        if (soon.length > 0) continue;
      } else if (outcome.state.untold !== undefined) {
        await tellDuplicated(ports, known);
        known = await load(ports, caseId);
        continue;
      } else if (outcome.state.advisory?.opened === false) {
        await openAdvisoryOf(ports, known);
        known = await load(ports, caseId);
        continue;
      } else if (await sending.hasWaited()) {
        continue;
      }
      const ahead = wakeAt === null ? 0 : wakeAt - ports.clock.now();
      if (wakeAt !== null && ahead > 0 && ahead <= ports.alarmEarlyMs) {
        await ports.clock.sleepUntil(wakeAt);
        sending = new Sending(ports);
        continue;
      }
      // The row still says that mail is due: what was claimed has gone on by itself, or nothing was recorded.
      const isLeft = sending.hasLeft || following.from !== undefined;
      if (claimed.length > 0 || (isLeft && !outcome.commit)) {
        const { state } = outcome;
        const epoch = state.alarm?.epoch ?? null;
        await ports.store.repairWake(caseId, known.commit, wakeAt, epoch, waitingMail(state, known.now));
      }
      return { result: resultOf(ports, caseId, outcome.state, wakeAt), loaded: known, lateness };
    }
  } finally {
    sending.giveBack();
  }
}

function latenessOf({ state, now }: Loaded): number {
  const due = state && nextDue(state);
  return due ? Math.max(0, now - toMs(due.at)) : 0;
}

/** Records what came of a mail after its tick had gone on. */
async function recordLate(ports: Ports, caseId: string, came: MailOutcome): Promise<void> {
  await commit(
    ports,
    caseId,
    ({ state, now, policy }) => {
      if (!state) return { events: [] };
      const record = new Recorder(state, toInstant(now), tickActor);
      recordOutcomes(ports, record, policy, [came]);
      return { events: record.events };
    },
    { by: tickActor },
  );
}

function decideTick(
  ports: Ports,
  epoch: number | undefined,
  outcomes: readonly MailOutcome[],
  { sending, following }: { readonly sending: Sending; readonly following: Following },
): (loaded: Loaded) => Decision<'superseded'> {
  return ({ state, now, policy }) => {
    if (!state) return { events: [] };
    const superseded = isSuperseded(state, epoch);
    if (superseded && outcomes.length === 0) return { answer: 'superseded' };
    const record = new Recorder(state, toInstant(now), tickActor);
    recordOutcomes(ports, record, policy, outcomes);
    sending.begin();
    const goesOn = !superseded && recordClaims(ports, record, now, sending);
    if (!superseded) following.begin(record.existing, now);
    return { events: record.events, goesOn, mailFrom: sending.mailFrom, followFrom: following.from };
  };
}

/** Claims what mail there is a slot for. Answers whether any was claimed. */
function recordClaims(ports: Ports, record: Recorder, now: number, sending: Sending): boolean {
  const before = record.events.length;
  const moment = momentOf(ports, now);
  const { existing } = record;
  const claimable = existing.mails.filter((mail) => isClaimable(existing, mail, moment));
  for (const mail of sending.takeSlots(existing, claimable, now)) {
    const data = claim(record.existing.id, mail, { now: moment.realNow, owner: ports.owner });
    const takenOver = mail.state.status === 'claimed' ? { takenOver: true as const } : {};
    record.add('mail.claimed', { ...data, ...takenOver }, toInstant(now));
  }
  return record.events.length > before;
}

/** The mails this commit has claimed. One whose attempt was claimed before has been taken over. */
function claimedIn({ commit: appended, state }: Committed): readonly ClaimedMail[] {
  return (appended?.events ?? []).flatMap((event) => {
    if (event.type !== 'mail.claimed') return [];
    const mail = state.mails.find((one) => one.id === event.data.mailId);
    return mail ? [{ mail, takenOver: event.data.takenOver === true }] : [];
  });
}

/** An outcome counts only while the claim is still ours: a later owner's word goes before. */
function recordOutcomes(
  ports: Ports,
  record: Recorder,
  policy: Policy,
  outcomes: readonly MailOutcome[],
): void {
  for (const outcome of outcomes) {
    if (outcome.type === 'pending') continue;
    if (outcome.type === 'mail.followed') {
      recordFollowed(record, outcome.data);
      continue;
    }
    const mail = record.existing.mails.find((one) => one.id === outcome.data.mailId);
    if (mail?.state.status !== 'claimed') continue;
    if (mail.attempt !== outcome.data.attempt || mail.state.owner !== ports.owner) continue;
    record.add(outcome.type, outcome.data, record.at);
    if (outcome.type === 'mail.failed') {
      reportUnreachable(record, policy, mail, outcome.data.reason, record.at);
    }
  }
}

/** Once: where a report has told it meanwhile, or another tick, nothing is left to record. */
function recordFollowed(record: Recorder, data: EventData['mail.followed']): void {
  const { accepted = [] } = record.existing;
  if (accepted.some(({ mailId, attempt }) => mailId === data.mailId && attempt === data.attempt))
    record.add('mail.followed', data, record.at);
}

function isSuperseded(state: Case, epoch: number | undefined): boolean {
  if (epoch === undefined || !state.alarm) return false;
  return state.alarm.epoch > epoch || (state.alarm.epoch === epoch && state.alarm.ended);
}

function resultOf(ports: Ports, caseId: string, state: Case | undefined, wakeAt: number | null): TickResult {
  const at = wakeAt === null ? null : toInstant(wakeAt);
  const tickedAt = toInstant(ports.clock.now());
  return { wakeAt: at, summary: { caseId, status: state?.status ?? 'unknown', tickedAt, wakeAt: at } };
}
