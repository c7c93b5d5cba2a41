import { app } from '@azure/functions';
import * as df from 'durable-functions';

import { sweep, type SweepReport } from '../shared/engine/alarm/sweep.ts';
import { catchUp } from '../shared/engine/projections/catchUp.ts';
import { dueDecrees } from '../shared/policy/calendars/index.ts';
import { durableAlarms } from './alarms.ts';
import { begunBy, measures, traced } from '../shared/telemetry/telemetry.ts';
import { ports, sweepPeriod } from './composition.ts';
import { sweepSchedule } from './sweepSchedule.ts';
import { hostSpan } from './tracing.ts';

/** What this process has said last of the decrees that are due: it does not say the same again. */
let said: string | undefined;

/** What there is to say of decrees that are due, where it differs from what was said last. */
function dueNews(now: number): string | undefined {
  const detail = dueDecrees(now)?.detail;
  if (detail === said) return undefined;
  said = detail;
  return detail;
}

function measureSweep({ backlog: _, ...found }: SweepReport): void {
  for (const [what, count] of Object.entries(found)) if (count > 0) measures().swept.add(count, { what });
}

app.timer('sweep', {
  schedule: sweepSchedule(sweepPeriod) ?? '0 * * * * *',
  extraInputs: [df.input.durableClient()],
  handler: async (_timer, context) => {
    const running = await ports();
    const news = dueNews(running.clock.now());
    if (news !== undefined) context.warn(`holidays.pending: ${news}`);
    const alarms = durableAlarms(df.getClient(context));
    const report = await begunBy(hostSpan(context), () => traced('sweep', {}, () => sweep(running, alarms)));
    measureSweep(report);
    await catchUp(running, running.wallClock.now() + running.sweep.budget).catch((error: unknown) => {
      running.warn('what operations count is left to the next sweep', error);
    });
    if (report.swept > 0 || report.failed > 0 || report.backlog.count > 0) context.log('sweep', report);
  },
});
