import { expect, it } from 'vitest';

import { cosmosStore } from '../../store/cosmos/store.ts';
import { StoreUnavailable } from '../../store/errors.ts';
import { intercepted } from '../../store/testing/interceptedDocuments.ts';
import { memoryDocuments } from '../../store/testing/memoryDocuments.ts';
import { submitCase } from '../commands/act.ts';
import { sweep } from './sweep.ts';
import { begin, silentAlarms, StandingClock, submission, testPorts } from '../testing/ports.ts';

const hour = 3_600_000;

it('comes again for a list row that it could not write', async () => {
  let isDown = false;
  const documents = intercepted(memoryDocuments(), async ({ operation, container }) => {
    if (isDown && container === 'cases' && operation !== 'query') throw new StoreUnavailable('down');
  });
  const store = cosmosStore(documents, { onLeftToSweep: () => undefined });
  const clock = new StandingClock();
  const ports = testPorts(store, clock);
  await submitCase(ports, silentAlarms, submission('x', { severity: 'B', require24X7Response: true }));

  const listed = async () => (await store.list({ now: clock.now(), top: 1 })).value[0];
  isDown = true;
  clock.advance(24 * hour);
  expect(await sweep(ports, silentAlarms)).toMatchObject({ swept: 0, failed: 1 });
  expect(await listed()).toMatchObject({ breached: false });
  expect((await store.getWake('x'))?.wakeAt).toBeLessThanOrEqual(begin + 25 * hour);

  isDown = false;
  clock.advance(2 * hour);
  expect(await sweep(ports, silentAlarms)).toMatchObject({ swept: 1, failed: 0 });
  expect(await listed()).toMatchObject({ breached: true });
  expect(await store.getWake('x')).toMatchObject({ failures: 0 });
  // Operations are told again of the broken response (ALERT-1).
  expect((await store.getWake('x'))?.wakeAt).toBeGreaterThan(clock.now());
});
