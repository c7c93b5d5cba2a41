import { app } from '@azure/functions';
import * as df from 'durable-functions';

import { sweep } from '../shared/engine/sweep.ts';
import { durableAlarms } from './alarms.ts';
import { ports } from './composition.ts';

app.timer('sweep', {
  // Every minute: SWEEP_PERIOD_MS says the same to the procedures.
  schedule: '0 * * * * *',
  extraInputs: [df.input.durableClient()],
  handler: async (_timer, context) => {
    const report = await sweep(await ports(), durableAlarms(df.getClient(context)));
    if (report.swept > 0 || report.failed > 0 || report.backlog.count > 0) context.log('sweep', report);
  },
});
