import { app } from '@azure/functions';
import * as df from 'durable-functions';

import { sweep } from '../shared/engine/alarm/sweep.ts';
import { dueDecrees } from '../shared/policy/calendars/index.ts';
import { durableAlarms } from './alarms.ts';
import { ports } from './composition.ts';

const dayMs = 86_400_000;
let daySeen: number | undefined;

/** True once a day: the sweep of every minute is what operations read, and must not repeat itself. */
function isNewDay(now: number): boolean {
  const day = Math.floor(now / dayMs);
  if (day === daySeen) return false;
  daySeen = day;
  return true;
}

app.timer('sweep', {
  // Every minute: SWEEP_PERIOD_MS says the same to the procedures.
  schedule: '0 * * * * *',
  extraInputs: [df.input.durableClient()],
  handler: async (_timer, context) => {
    const running = await ports();
    const warning = isNewDay(running.clock.now()) ? dueDecrees(running.clock.now()) : null;
    if (warning) context.warn(`${warning.code}: ${warning.detail}`);
    const report = await sweep(running, durableAlarms(df.getClient(context)));
    if (report.swept > 0 || report.failed > 0 || report.backlog.count > 0) context.log('sweep', report);
  },
});
