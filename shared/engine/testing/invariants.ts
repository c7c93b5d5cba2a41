import { isDeepStrictEqual } from 'node:util';

import { toInstant, toMs } from '../../calendar/index.ts';
import {
  fold,
  foldVersion,
  mailGoesFrom,
  type Case,
  type CaseEvent,
  type EventData,
} from '../../cases/index.ts';
import { parameters } from '../../mail/index.ts';
import { calendarBook } from '../calendars/book.ts';
import { StandingClock } from './ports.ts';
import { policiesOf } from '../../policy/index.ts';
import type { Commit } from '../../store/stream.ts';
import { projectRow } from '../commit/projection.ts';
import { nextWake } from '../commit/wake.ts';
import { settings, type Lived } from './life.ts';
import { laterPolicy, startPolicy } from './plan.ts';
import { comparable, purely, type Known } from './reference.ts';

/** A fold version that no snapshot has. */
const wholeStream = -1;

/** What did not hold after a life, in words. */
export async function broken(lived: Lived): Promise<readonly string[]> {
  const found: string[] = [];
  const known = await knownOf(lived);
  for await (const caseId of lived.store.caseIds()) {
    const { commits } = await lived.store.load(caseId, wholeStream);
    const events = commits.flatMap((commit) => commit.events);
    const state = fold(events);
    if (!state) continue;
    const about = [
      ...decidedOtherwise(commits, events, known),
      ...early(caseId, commits, lived),
      ...mailOf(state.id, events, lived),
      ...endsOf(events, lived),
      ...atNight(events, lived),
      ...late(commits, lived),
      ...notOver(state, lived),
      ...(await otherThanRebuilt(lived, state, commits)),
    ];
    found.push(...about.map((what) => `case ${caseId}: ${what}`));
  }
  return [...found, ...(await answeredOtherwise(lived))];
}

async function knownOf({ plan, sent, now, store }: Lived): Promise<Known> {
  const later = laterPolicy(plan, plan.at);
  const policies = policiesOf([startPolicy(plan)]);
  return {
    sent,
    end: now.product,
    layers: await calendarBook(store.registry, new StandingClock()).read(),
    incidentsAreRegistered: plan.steps.some((step) => 'put' in step && step.put === 'analysis'),
    policyNamed: (version) => {
      const policy = version === later.version ? later : policies.version(version);
      if (!policy) throw new Error(`no policy ${version}`);
      return policy;
    },
  };
}

/** The stream is what the pure core gives without faults, and it has no gaps. */
function decidedOtherwise(commits: readonly Commit[], events: readonly CaseEvent[], known: Known): string[] {
  const found: string[] = [];
  if (commits.some(({ number }, index) => number !== index)) found.push('commit numbers have gaps');
  if (events.some(({ sequence }, index) => sequence !== index + 1)) found.push('sequences have gaps');
  const keys = commits.flatMap(({ idempotency }) => (idempotency ? [idempotency.scope] : []));
  if (new Set(keys).size < keys.length) found.push('a command was accepted twice');
  const early = events.find(({ at, decidedAsOf }) => toMs(decidedAsOf) > toMs(at));
  if (early) found.push(`${early.type} (${early.sequence}) was decided before its instant`);
  const is = comparable(events);
  const should = comparable(purely(commits, known));
  const differs = should.findIndex((event, index) => !isDeepStrictEqual(event, is[index]));
  if (differs >= 0 || is.length !== should.length) {
    const at = differs >= 0 ? differs : should.length;
    found.push(
      `was decided otherwise than by the pure core, from its event ${at + 1} on:\n` +
        `  is        ${JSON.stringify(is[at])}\n  should be ${JSON.stringify(should[at])}`,
    );
  }
  return found;
}

/** Nothing was decided before its time, whatever a host's clock showed. */
function early(caseId: string, commits: readonly Commit[], { cameIn }: Lived): string[] {
  return commits.flatMap(({ number, events }) => {
    const at = cameIn.get(`${caseId} ${number}`) ?? NaN;
    const one = events.find(({ decidedAsOf }) => !(toMs(decidedAsOf) <= at + settings.clockSkewLimit));
    return one ? [`${one.type} (${one.sequence}) was decided ${toMs(one.decidedAsOf) - at} ms early`] : [];
  });
}

/** What a mail fails by once the service writes to none of the contact's addresses any more. */
const noRecipient = 'there is no recipient';

/** Each mail that was asked for was sent once and recorded as sent once, unless it was withdrawn or turned down. */
function mailOf(caseId: string, events: readonly CaseEvent[], { mail, judged }: Lived): string[] {
  const found: string[] = [];
  const of = <T extends 'mail.sent' | 'mail.failed' | 'mail.withdrawn' | 'mail.claimed'>(
    type: T,
    mailId: string,
  ) =>
    events
      .filter((event) => event.type === type)
      .map(({ data }) => data as EventData[T])
      .filter((data) => data.mailId === mailId);
  const asked = events.flatMap(({ type, data }) => (type === 'mail.requested' ? [data] : []));
  const hasSuppressed = events.some(
    ({ type, data }) => type === 'mail.bounced' && data.status === 'suppressed',
  );
  for (const { mailId, kind } of asked) {
    const operations = new Set(of('mail.claimed', mailId).map(({ operationId }) => operationId));
    const sent = mail.filter(({ operationId }) => operations.has(operationId)).length;
    const recorded = of('mail.sent', mailId).length;
    const given = of('mail.failed', mailId).length + of('mail.withdrawn', mailId).length;
    if (recorded + given !== 1)
      found.push(`mail ${mailId} (${kind}) has ${recorded} ends as sent and ${given} others`);
    const failed = of('mail.failed', mailId)[0];
    const isWithoutAddress = hasSuppressed && failed?.reason === noRecipient;
    if (failed && !isWithoutAddress && ![...operations].some((id) => judged.has(id)))
      found.push(`mail ${mailId} (${kind}) has failed, which nobody has judged: ${failed.reason}`);
    if (sent !== recorded)
      found.push(`mail ${mailId} (${kind}) was sent ${sent} times and recorded as sent ${recorded} times`);
  }
  const unknown = mail.filter((one) => one.caseId === caseId).length;
  const claimed = new Set(
    events.flatMap(({ type, data }) => (type === 'mail.claimed' ? [data.operationId] : [])),
  );
  const known = mail.filter(({ operationId }) => claimed.has(operationId)).length;
  if (unknown !== known) found.push(`${unknown - known} mails were sent that nobody had claimed`);
  return found;
}

/** What became of each mail later is known, once for each whom it went to, and nothing goes out twice for it. */
function endsOf(events: readonly CaseEvent[], { mail }: Lived): string[] {
  const found: string[] = [];
  const bounces = events.flatMap(({ type, data }) => (type === 'mail.bounced' ? [data] : []));
  const unasked = events.flatMap(({ type, data }) =>
    type === 'mail.followed' && data.status === 'unreachable' ? [data.mailId] : [],
  );
  for (const event of events) {
    if (event.type !== 'mail.sent') continue;
    const { mailId, attempt, operationId } = event.data;
    const { end, to = [] } = mail.find((one) => one.operationId === operationId) ?? {};
    const isTold = (recipient: string) =>
      bounces.filter(
        (one) => one.mailId === mailId && one.attempt === attempt && one.recipient === recipient,
      );
    for (const recipient of to) {
      const told = isTold(recipient);
      if (end === 'delivered' && told.length > 0)
        found.push(`mail ${mailId} was delivered, and is said not to be`);
      if (told.length > 1) found.push(`that mail ${mailId} failed is recorded ${told.length} times`);
      const isInaccurate = bounces.some((one) => one.recipient === recipient && one.status === 'suppressed');
      if (end !== 'delivered' && told.length === 0 && !unasked.includes(mailId) && !isInaccurate)
        found.push(`that mail ${mailId} failed after it was accepted (${end ?? ''}) is known to nobody`);
    }
  }
  const repeats = events.filter(
    ({ type, data }) => type === 'mail.requested' && data.again !== undefined,
  ).length;
  const passing = bounces.filter(({ status }) => status === 'failed').length;
  if (repeats > passing) found.push(`${repeats} mails were asked for again after ${passing} faults`);
  return found;
}

/** From a claim to the posting of what it claims, a few requests later (ms). */
const posting = 60_000;

/** What silence causes has reached nobody out of hours whose coverage is those (COM-B2, COM-C). */
function atNight(events: readonly CaseEvent[], { mail }: Lived): string[] {
  let state: Case | undefined;
  const found: string[] = [];
  for (const event of events) {
    if (event.type === 'mail.claimed' && state) {
      const claimed = state.mails.find(({ id }) => id === event.data.mailId);
      const sent = mail.find(({ operationId }) => operationId === event.data.operationId);
      const late = parameters.afterClosing + posting;
      if (
        claimed &&
        sent &&
        sent.at >= toMs(event.at) &&
        mailGoesFrom(state, claimed, sent.at, late) > sent.at
      )
        found.push(`mail ${claimed.id} (${claimed.kind}) went out at night: ${toInstant(sent.at)}`);
    }
    state = fold([event], state);
  }
  return found;
}

/** Where nothing went wrong alarms are enough: nothing waits for the sweep. */
function late(commits: readonly Commit[], { adversary, plan }: Lived): string[] {
  const most = Math.max(...plan.off.map(Math.abs)) * 2 + 5000;
  if (!adversary.isKind) return [];
  // What is told late may have fallen due by then.
  const worst = commits
    .filter(({ idempotency }) => idempotency === undefined)
    .flatMap(({ events }) => events)
    .filter(({ by }) => by.id === 'tick')
    .map(({ type, at, decidedAsOf }) => ({ type, by: toMs(at) - toMs(decidedAsOf) }))
    .find((one) => one.by > most);
  return worst ? [`${worst.type} was recorded ${worst.by} ms late, though nothing went wrong`] : [];
}

function notOver(state: Case, { now }: Lived): string[] {
  const found: string[] = [];
  if (state.mails.length > 0)
    found.push(`mail ${state.mails[0]?.id ?? ''} is ${state.mails[0]?.state.status ?? ''} still`);
  const moment = { now: now.product, realNow: now.wall, deadOwner: () => false };
  if (nextWake(state, moment) !== null) found.push('something is pending, and nobody will do it');
  if (state.alarm?.ended !== true) found.push('nothing is pending, and its alarm has not ended');
  return found;
}

/** Whatever is derived from the stream is what a rebuild would give. */
async function otherThanRebuilt(
  { store, now }: Lived,
  state: Case,
  commits: readonly Commit[],
): Promise<string[]> {
  const found: string[] = [];
  const last = commits.length - 1;
  const { value: rows } = await store.list({ now: now.product, top: 100 });
  const row = rows.find(({ caseId }) => caseId === state.id);
  const should = projectRow(state, row?.commit ?? last);
  if (!isDeepStrictEqual(asJson(row), asJson(should))) {
    found.push(
      `its list row is not its fold:\n  is        ${JSON.stringify(row)}\n  should be ${JSON.stringify(should)}`,
    );
  }
  const wake = await store.getWake(state.id);
  if (wake?.wakeAt !== null) found.push(`its wake row is ${JSON.stringify(wake)}, though nothing is pending`);
  const { snapshot, commits: after } = await store.load(state.id, foldVersion);
  const loaded = fold(
    after.flatMap(({ events }) => events),
    snapshot?.state,
  );
  if (!isDeepStrictEqual(asJson(loaded), asJson(state)))
    found.push('loaded with its snapshot it is another case');
  for (let sequence = state.sequence; sequence > 0;) {
    const kept = await store.snapshotBefore(state.id, sequence, foldVersion);
    if (!kept) break;
    const upTo = commits.filter(({ number }) => number <= kept.commit).flatMap(({ events }) => events);
    if (!isDeepStrictEqual(kept.state, asJson(fold(upTo))))
      found.push(`its snapshot of commit ${kept.commit} is wrong`);
    sequence = kept.sequence - 1;
  }
  return found;
}

/** What was answered as accepted is there, and what was refused is not. */
async function answeredOtherwise({ store, sent }: Lived): Promise<string[]> {
  const kept = new Map<string, Commit>();
  for await (const caseId of store.caseIds()) {
    const { commits } = await store.load(caseId, wholeStream);
    for (const commit of commits) if (commit.idempotency) kept.set(commit.idempotency.scope, commit);
  }
  return sent.flatMap(({ key, command, outcome, answer, copies }) => {
    const commit = kept.get(key.scope);
    if (outcome === 'waiting') return [`${command.type} was never answered`];
    if (outcome === 'accepted' && !commit) return [`${command.type} was accepted and is not there`];
    if (
      outcome === 'accepted' &&
      commit &&
      (answer?.state.sequence ?? 0) < (commit.events.at(-1)?.sequence ?? 0)
    ) {
      return [`${command.type} was answered with an earlier state than it made`];
    }
    const isDeclined = commit?.events.some(({ type }) => type === 'case.reopenRefused');
    return outcome === 'refused' && copies === 1 && commit && !isDeclined
      ? [`${command.type} was refused and is there`]
      : [];
  });
}

/** Fields that are undefined are not stored. */
function asJson(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}
