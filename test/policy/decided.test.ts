/** A clock that rests on a day that is not sure, and operations then say what it is. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import type { CaseItem, CaseView } from '../../shared/api/schemas.ts';
import { clockOf, World } from './world.ts';

let world: World;
beforeAll(async () => {
  // The afternoon before Liberation Day, which sources do not agree on.
  world = await World.start({ now: '2026-05-04T12:00:00Z' });
});
afterAll(() => world.dispose());

test('a case and its item on lists tell a day that a later layer has decided, and go on as they were planned', async () => {
  const { id } = await world.submit('standard', { severity: 'C', contactDetails: { country: 'NL' } });
  const seen = async () => {
    const { body } = await world.client.expect<CaseView>(200, 'GET', `/api/cases/${id}`);
    const items = await world.client.all<CaseItem>('/api/cases?status=open');
    const item = items.find((one) => one.id === id);
    const listed = item?.clocks.find(({ kind }) => kind === 'initialResponse');
    return [clockOf(body, 'initialResponse'), listed];
  };
  const [before] = await seen();
  expect(before?.uncertain?.days).toEqual(['2026-05-05']);
  expect(before?.uncertain).not.toHaveProperty('decided');

  await world.client.expect(201, 'PUT', '/api/calendars/NL', {
    as: 'operations',
    body: { holidays: { add: [{ date: '2026-05-05', name: 'Liberation Day' }], remove: [] } },
  });
  for (const clock of await seen()) {
    expect(clock).toMatchObject({
      dueAt: before?.dueAt,
      uncertain: { ...before?.uncertain, decided: [{ date: '2026-05-05', holiday: true }] },
    });
  }
});
