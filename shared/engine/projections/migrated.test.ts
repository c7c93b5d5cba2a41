/** A file of a release that counted nothing: what operations see is made from its streams by the next sweep. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { fold } from '../../cases/index.ts';
import { keptLife } from '../../cases/testing/lives.ts';
import { withFormat } from '../../store/formats.ts';
import { migrate } from '../../store/sqlite/schema.ts';
import { openSqliteStore } from '../../store/sqlite/store.ts';
import { streams } from '../../store/sqlite/streams.ts';
import type { CaseStore } from '../../store/types.ts';
import { projectRow } from '../commit/projection.ts';
import { testPorts } from '../testing/ports.ts';
import { catchUp } from './catchUp.ts';
import { rebuildAll } from './rebuildAll.ts';

/** The last schema without queues, tallies and counts. */
const before = 6;
const many = 12;
const now = Date.parse('2027-01-01T00:00:00Z');

let folder: string;
let store: CaseStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caseclock-store-'));
  const path = join(folder, 'cases.db');
  writeAsBefore(path);
  store = openSqliteStore({ path });
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

function writeAsBefore(path: string): void {
  const db = new DatabaseSync(path);
  migrate(db, before);
  const stream = streams(db);
  const insert = db.prepare(`
    INSERT INTO cases (caseId, tenantId, "commit", status, severity, submittedAt, dueAt, breached, policyVersion, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  for (let number = 0; number < many; number += 1) {
    const caseId = `case-${number}`;
    const events = keptLife(number).events.map((event) =>
      event.type === 'case.submitted' ? { ...event, data: { ...event.data, id: caseId } } : event,
    );
    const state = fold(events);
    if (!state) throw new Error('a life begins with its submission');
    stream.create({ caseId, number: 0, at: state.at, events });
    const { queue: _, ...row } = projectRow(state, 0);
    const { tenantId, status, severity, submittedAt, dueAt, breached, policyVersion } = row;
    const body = JSON.stringify(withFormat('row', row));
    const values = [submittedAt, dueAt, Number(breached), policyVersion, body] as const;
    insert.run(caseId, tenantId, 0, status, severity, ...values);
  }
  db.close();
}

const shown = async () => ({
  queue: (await store.queue({ sort: 'newest', top: 100, now })).value.map(({ queue }) => queue !== undefined),
  sizes: await store.queueCounts({ now }),
  counts: await Promise.all((['p', 'm', 'w'] as const).map((of) => store.counts({ of, by: 'day' }))),
});

it('is behind with every case at first, then shows and counts as if made anew', async () => {
  expect((await store.behind(100)).caseIds).toHaveLength(many);
  expect((await shown()).counts.flat()).toEqual([]);
  expect(await catchUp(testPorts(store), Infinity)).toBe(many);
  expect((await store.behind(100)).caseIds).toEqual([]);
  const caughtUp = await shown();
  expect(caughtUp.queue).toEqual(Array.from({ length: many }, () => true));
  expect(caughtUp.counts.every((cells) => cells.length > 0)).toBe(true);
  await rebuildAll(store);
  expect(await shown()).toEqual(caughtUp);
});

it('counts each case once where a rebuild comes first', async () => {
  await rebuildAll(store);
  const rebuilt = await shown();
  expect(await catchUp(testPorts(store), Infinity)).toBe(0);
  expect(await shown()).toEqual(rebuilt);
});
