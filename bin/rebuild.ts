/** `npm run rebuild`: makes what is derived from the streams anew, while the product runs. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { rebuildAll } from '../shared/engine/projections/rebuildAll.ts';
import { openStore } from '../shared/store/open.ts';

const usage = `Usage: npm run rebuild -- [--data <folder>]
  Makes list rows, wakes, tallies and counts anew from the streams of all cases, also while the product runs.
  --data <folder>  the data folder of the local runtime (default .caseclock), unless CASE_STORE is set
`;

const { values } = parseArgs({
  options: { data: { type: 'string', default: '.caseclock' }, help: { type: 'boolean', default: false } },
});
if (values.help) {
  process.stdout.write(usage);
} else {
  const local = { CASE_STORE: 'sqlite', SQLITE_PATH: join(values.data, 'cases.db') };
  const store = await openStore(process.env['CASE_STORE'] ? process.env : local);
  try {
    const { rebuilt, failed } = await rebuildAll(store);
    process.stdout.write(`Made anew: ${rebuilt} cases.\n`);
    for (const { caseId, error } of failed) {
      process.stderr.write(`${caseId}: ${error instanceof Error ? error.message : String(error)}\n`);
    }
    if (failed.length > 0) process.exitCode = 1;
  } finally {
    await store.close();
  }
}
