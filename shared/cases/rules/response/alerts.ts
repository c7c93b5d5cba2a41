import { toDurationMs, toInstant, toMs, type Instant } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import { timeOf } from '../../clocks/clocks.ts';
import type { Recorder } from '../../decide/recorder.ts';
import { mailOperations } from '../../mails/request.ts';
import { withMessage } from '../../model/message.ts';
import type { Alert, Case, CaseClock, MailAbout } from '../../model/case.ts';
import { Refused, type ActionOf } from '../../model/commands.ts';
import type { EscalationStep } from '../../model/events.ts';

/**
 * Alerts to operations on a broken first response (ALERT-1): levels in rounds, then the highest level again and again,
 * in the hours that the case is covered, until somebody contacts the customer or takes the case on.
 */

/** The breach is told at once; the levels follow. */
export function startAlert(record: Recorder, policy: Policy, clock: CaseClock, at: Instant): void {
  if (record.imported) return;
  const rules = alertRules(clock);
  mailOperations(record, policy, 'responseBreached', at, rules, { clockId: clock.id, percent: 100 });
  if (!policy.escalation.onBreach) return;
  const wait = toDurationMs(policy.escalation.levels[0]?.after ?? 'PT0S');
  const next = { level: 1, round: 1, at: later(record.existing, at, wait) };
  record.add('alert.started', { clockId: clock.id, next }, at, rules);
}

/** Tells the level whose turn it is. The first one has been told of the breach itself. */
export function tellAlert(record: Recorder, policy: Policy, alert: Alert, step: EscalationStep): void {
  const { clockId } = alert;
  const { level, round, at } = step;
  const rules = alertRules(record.existing.clocks.find(({ id }) => id === clockId));
  const next = stepAfter(record.existing, policy, step);
  record.add('alert.raised', { clockId, level, round, next }, at, rules);
  const count = record.existing.alert?.count ?? 1;
  if (count === 1) return;
  const owner = policy.escalation.levels[level - 1]?.owner;
  mailOperations(record, policy, 'responseStillMissing', at, rules, {
    clockId,
    percent: 100,
    level,
    count,
    ...(owner === undefined ? {} : { owner }),
    ...ownersBefore(record.existing, policy),
  });
}

/** Whose turn it was before. */
function ownersBefore({ alert }: Case, { escalation }: Policy): Pick<MailAbout, 'toldBefore'> {
  const owners = (alert?.toldBefore ?? []).flatMap((level) => escalation.levels[level - 1]?.owner ?? []);
  return owners.length > 0 ? { toldBefore: [...new Set(owners)] } : {};
}

/** The next level of the round, the next round, or after the last one the highest level again. */
function stepAfter(state: Case, policy: Policy, { level, round, at }: EscalationStep): EscalationStep {
  const { levels, repeats, repeatEvery } = policy.escalation;
  const afterOf = (one: number) => toDurationMs(levels[one - 1]?.after ?? 'PT0S');
  const again = toDurationMs(repeatEvery);
  if (round <= repeats + 1 && level < levels.length) {
    return { level: level + 1, round, at: later(state, at, afterOf(level + 1) - afterOf(level)) };
  }
  if (round <= repeats) {
    return { level: 1, round: round + 1, at: later(state, at, again - afterOf(level) + afterOf(1)) };
  }
  return { level: levels.length, round: round + 1, at: later(state, at, again) };
}

function later({ calendar, coverage }: Case, from: Instant, wait: number): Instant {
  const at = timeOf(calendar, coverage).dueAt(toMs(from), Math.max(0, wait));
  return at === null ? from : toInstant(at);
}

/**
 * Somebody has taken the case on: no alert until then, or none any more. Rounds that are missed by it are skipped.
 * Throws `Refused`.
 */
export function acknowledge(
  record: Recorder,
  action: ActionOf<'alert.acknowledged'>,
  policy: Policy,
  asOf: Instant,
): void {
  const { alert } = record.existing;
  if (!alert) throw new Error('only an alert that runs is acknowledged');
  const { clockId } = alert;
  const rules = alertRules(record.existing.clocks.find(({ id }) => id === clockId));
  const words = withMessage(action);
  if (action.until === undefined) {
    return record.add('alert.acknowledged', { clockId, ...words }, asOf, rules);
  }
  const until = toInstant(toMs(action.until));
  if (toMs(until) <= toMs(asOf)) {
    throw new Refused({
      kind: 'invalid',
      code: 'until.passed',
      pointer: '/until',
      detail: `\`until\` is over already, as of ${asOf}: give a later instant, or leave it out to be told no more.`,
    });
  }
  if (toMs(until) > toMs(asOf) + longestAcknowledgement) {
    throw new Refused({
      kind: 'invalid',
      code: 'until.tooLate',
      pointer: '/until',
      detail:
        '`until` lies more than a year ahead: give an earlier instant, or leave it out to be told no more.',
    });
  }
  const next = firstStepFrom(record.existing, policy, until);
  record.add('alert.acknowledged', { clockId, until, next, ...words }, asOf, rules);
}

/** A year in ms. */
const longestAcknowledgement = 366 * 86_400_000;

/** The first step that is not before an instant, on the way from what was told last. */
function firstStepFrom(state: Case, policy: Policy, until: Instant): EscalationStep {
  const { alert } = state;
  const clock = state.clocks.find(({ id }) => id === alert?.clockId);
  let step: EscalationStep | undefined = alert?.steps[0];
  if (!step) {
    const { level = 1, round = 1, toldAt } = alert ?? {};
    step = stepAfter(state, policy, { level, round, at: toldAt ?? clock?.dueAt ?? until });
  }
  const { repeats, repeatEvery } = policy.escalation;
  while (toMs(step.at) < toMs(until) && step.round <= repeats + 1) step = stepAfter(state, policy, step);
  if (toMs(step.at) >= toMs(until)) return step;
  const { level, round, at } = step;
  const again = toDurationMs(repeatEvery);
  const covered = timeOf(state.calendar, state.coverage).elapsed(toMs(at), toMs(until));
  for (let missed = Math.max(1, Math.floor(covered / again)); ; missed += 1) {
    step = { level, round: round + missed, at: later(state, at, missed * again) };
    if (toMs(step.at) >= toMs(until)) return step;
  }
}

/** The customer was contacted, or the case is over. */
export function endAlert(record: Recorder, asOf: Instant): void {
  const { alert, clocks } = record.existing;
  if (!alert) return;
  const { clockId } = alert;
  record.add('alert.ended', { clockId }, asOf, alertRules(clocks.find(({ id }) => id === clockId)));
}

function alertRules(clock: CaseClock | undefined): readonly string[] {
  return ['ALERT-1', ...(clock?.rules ?? [])];
}
