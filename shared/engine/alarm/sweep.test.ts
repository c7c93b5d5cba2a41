import { expect, it } from 'vitest';

import { cosmosStore } from '../../store/cosmos/store.ts';
import { StoreUnavailable } from '../../store/errors.ts';
import { intercepted } from '../../store/testing/interceptedDocuments.ts';
import { memoryDocuments } from '../../store/testing/memoryDocuments.ts';
import { builtInPolicies } from '../../policy/index.ts';
import { submitCase } from '../commands/act.ts';
import { putPolicyVersion } from '../policies/versions.ts';
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

it('one whose attempt cannot be noted stops neither the other cases nor what concerns many', async () => {
  const store = cosmosStore(memoryDocuments(), { onLeftToSweep: () => undefined });
  const clock = new StandingClock();
  const told: string[] = [];
  const ports = {
    ...testPorts(
      {
        ...store,
        async noteAttempt(caseId, attempt) {
          if (caseId === 'poison') throw new StoreUnavailable('429');
          return store.noteAttempt(caseId, attempt);
        },
      },
      clock,
    ),
    warn: (message: string) => void told.push(message),
  };
  const ids = ['poison', ...Array.from({ length: 20 }, (_, index) => `case-${index}`)];
  for (const id of ids) await submitCase(ports, silentAlarms, submission(id));
  const [policy] = builtInPolicies;
  if (!policy) throw new RangeError('the product has no policy');
  const two = { ...policy, version: 'two', effectiveFrom: '2026-11-20T08:00:00Z' };
  await putPolicyVersion(ports, { policy: two, applyTo: 'open', putBy: 'operations' }, clock.now());
  clock.advance(2 * hour);
  expect(await sweep(ports, silentAlarms)).toMatchObject({ swept: 20, failed: 1 });
  const rows = (await store.list({ now: clock.now(), top: 100 })).value;
  expect(rows.map(({ breached, policyVersion }) => [breached, policyVersion])).toEqual(
    ids.map(() => [true, 'two']),
  );
  expect(told).toContain('that the sweep failed on case poison could not be noted');
});
