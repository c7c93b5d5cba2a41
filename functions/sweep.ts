import { app } from '@azure/functions';
import * as df from 'durable-functions';

import { sweep } from '../shared/engine/alarm/sweep.ts';
import { catchUp } from '../shared/engine/projections/catchUp.ts';
import { dueDecrees } from '../shared/policy/calendars/index.ts';
import { durableAlarms } from './alarms.ts';
import { ports, sweepPeriod } from './composition.ts';
import { sweepSchedule } from './sweepSchedule.ts';

/** What this process has said last of the decrees that are due: it does not say the same again. */
let said: string | undefined;

/** What there is to say of decrees that are due, where it differs from what was said last. */
function dueNews(now: number): string | undefined {
  const detail = dueDecrees(now)?.detail;
  if (detail === said) return undefined;
  said = detail;
  return detail;
}

app.timer('sweep', {
  schedule: sweepSchedule(sweepPeriod) ?? '0 * * * * *',
  extraInputs: [df.input.durableClient()],
  handler: async (_timer, context) => {
    const running = await ports();
    const news = dueNews(running.clock.now());
    if (news !== undefined) context.warn(`holidays.pending: ${news}`);
    const report = await sweep(running, durableAlarms(df.getClient(context)));
    await catchUp(running, running.wallClock.now() + running.sweep.budget).catch((error: unknown) => {
      running.warn('what operations count is left to the next sweep', error);
    });
    if (report.swept > 0 || report.failed > 0 || report.backlog.count > 0) context.log('sweep', report);
  },
});
