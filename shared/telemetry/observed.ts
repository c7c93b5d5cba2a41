import { toMs } from '../calendar/index.ts';
import type { Commit } from '../store/stream.ts';
import { measures } from './telemetry.ts';

/** What falls due by itself, and is recorded by whoever comes next. */
const fallsDue: ReadonlySet<string> = new Set([
  'clock.thresholdReached',
  'clock.breached',
  'alert.raised',
  'escalation.raised',
]);

/** Measures what a commit that was just kept tells: how late what fell due was recorded, and what became of mails. */
export function observe({ events }: Commit): void {
  for (const { type, by, at, decidedAsOf, imported } of events) {
    if (type.startsWith('mail.')) measures().mails.add(1, { outcome: type.slice('mail.'.length) });
    else if (fallsDue.has(type) && by.kind === 'system' && !imported)
      measures().lateness.record(Math.max(0, toMs(at) - toMs(decidedAsOf)) / 1000, { type });
  }
}
