/** What a request has begun for many cases, and could not finish, the sweep does. */
import { afterEach, beforeEach, expect, it } from 'vitest';

import type { Actor } from '../../cases/index.ts';
import { openSqliteStore } from '../../store/sqlite/store.ts';
import type { CaseStore } from '../../store/types.ts';
import { submitCase } from '../commands/act.ts';
import { load } from '../commit/load.ts';
import { sweep } from '../alarm/sweep.ts';
import { silentAlarms, submission, testPorts } from '../testing/ports.ts';
import { applyCalendars, askForCalendar } from './applications.ts';
import { putCalendarLayer } from './layers.ts';

const by: Actor = { kind: 'caller', id: 'o-1', role: 'operations' };
const ids = ['a', 'b', 'c'];
const place = { country: 'JP' };
const minute = 60_000;
const closed = (name: string) => ({
  holidays: { add: [{ date: '2026-11-24', name }], remove: [] },
  workingDays: { add: [] },
});

let store: CaseStore;
let ports: ReturnType<typeof testPorts>;
beforeEach(async () => {
  store = openSqliteStore({ path: ':memory:' });
  ports = testPorts(store);
  // Eight business hours from Friday 17:00 in Tokyo.
  for (const id of ids) await submitCase(ports, silentAlarms, submission(id, { severity: 'C' }));
});
afterEach(() => store.close());

const dueOf = async (id: string) => (await load(ports, id)).state?.clocks[0]?.dueAt;
const applicationsOf = async (id: string) => {
  const commits = await store.readFrom(id, 1, 100);
  return commits.flatMap(({ events }) => events).filter(({ type }) => type === 'calendar.applied').length;
};
const sinceBefore = { put: '2026-11-24T07:30:00Z', moved: '2026-11-25T07:30:00Z' };

it.each([
  [
    'a layer put for open cases',
    async () => {
      const put = { layer: closed('Declared'), applyTo: 'open' as const };
      await putCalendarLayer(ports, place, put, by);
      return 'JP.1';
    },
  ],
  [
    'what was asked for',
    async () => {
      await putCalendarLayer(ports, place, { layer: closed('Declared'), applyTo: 'new' }, by);
      return askForCalendar(ports, place, by);
    },
  ],
])('%s is finished by the sweep, once, and then done', async (_, begin) => {
  const id = await begin();
  const outOfTime = ports.wallClock.now();
  expect(await applyCalendars(ports, silentAlarms, by, outOfTime, id)).toEqual({
    done: 0,
    failed: 0,
    complete: false,
  });
  expect(await Promise.all(ids.map(dueOf))).toEqual(ids.map(() => sinceBefore.put));

  await sweep(ports, silentAlarms);
  expect(await Promise.all(ids.map(dueOf))).toEqual(ids.map(() => sinceBefore.moved));
  // Until it is settled that no case comes to light that did not know of it, it is looked at again.
  for (let passed = 0; passed < 5; passed += 1) {
    ports.clock.advance(minute);
    await sweep(ports, silentAlarms);
  }
  expect(await Promise.all(ids.map(applicationsOf))).toEqual([1, 1, 1]);
  expect((await store.registry.get('calendar', id))?.body).toMatchObject({ applied: true });
});

it('a case that was submitted beside the put, by a process that had not read it, is moved too', async () => {
  await putCalendarLayer(ports, place, { layer: closed('Declared'), applyTo: 'open' }, by);
  await sweep(ports, silentAlarms);
  ports.clock.advance(minute);
  await submitCase(ports, silentAlarms, submission('late', { severity: 'C' }));
  expect(await applicationsOf('late')).toBe(0);
  await sweep(ports, silentAlarms);
  expect(await applicationsOf('late')).toBe(1);
});

it('a layer that another has replaced before it was applied moves nothing', async () => {
  await putCalendarLayer(ports, place, { layer: closed('Declared'), applyTo: 'open' }, by);
  const none = { holidays: { add: [], remove: [] }, workingDays: { add: [] } };
  await putCalendarLayer(ports, place, { layer: none, applyTo: 'new' }, by);
  await sweep(ports, silentAlarms);
  expect(await Promise.all(ids.map(applicationsOf))).toEqual([0, 0, 0]);
});

it('of many who put at once each gets a number, and of those who saw the same layer one', async () => {
  const put = (name: string, ifMatch?: string) =>
    putCalendarLayer(ports, place, { layer: closed(name), applyTo: 'new' }, by, ifMatch);
  const puts = await Promise.all(['one', 'two', 'three'].map((name) => put(name)));
  const numbers = puts.flatMap((one) => (one.outcome === 'created' ? [one.layer.number] : []));
  expect(numbers.sort()).toEqual([1, 2, 3]);
  const guarded = await Promise.all(['four', 'five', 'six'].map((name) => put(name, 'JP.3')));
  expect(guarded.map(({ outcome }) => outcome).sort()).toEqual(['conflict', 'conflict', 'created']);
});
