import type { Countdown as Told } from '../shared/api/operations/cases.ts';
import { countedDown } from './countdownAt.ts';
import { useStore } from './store.ts';
import { inUnits, inZone, now, tick } from './time.ts';

const ofTheCustomer: readonly Told['kind'][] = ['customerReply', 'resolutionAcceptance'];

/**
 * Covered time that is left or gone: it stands still while it does not count, and says when it goes on. An answer of
 * the customer that is late is no broken promise of ours, and does not look like one.
 */
export function Countdown({ told, at }: { told: Told; at: number }) {
  useStore(tick);
  const { left, late, counts, paused, goesOnAt } = countedDown(told, at, now());
  const risk = told.warnedAt !== null && Date.parse(told.warnedAt) <= now();
  const theirs = ofTheCustomer.includes(told.kind);
  const kind = late !== undefined ? (theirs ? 'theirs' : 'late') : paused ? 'paused' : risk ? 'risk' : 'left';
  const isLate = theirs ? 'answer late by' : 'late by';
  return (
    <span class={`countdown ${kind}`}>
      <b>{late === undefined ? `${inUnits(left)} left` : `${isLate} ${inUnits(late)}`}</b>
      {paused ? (
        <small>paused</small>
      ) : (
        !counts && (
          <small>{goesOnAt === null ? 'stands still' : `stands still, goes on ${inZone(goesOnAt)}`}</small>
        )
      )}
    </span>
  );
}
