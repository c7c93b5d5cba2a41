/** What does not grow with a case: what is read for a command, what a list keeps, what a page costs. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { foldVersion, type CaseAction } from '../cases/index.ts';
import { policiesOf, policySchema } from '../policy/index.ts';
import { openSqliteStore } from '../store/sqlite/store.ts';
import type { CaseStore } from '../store/types.ts';
import type { Commit } from '../store/stream.ts';
import { actOnCase, submitCase } from './commands/act.ts';
import { load } from './commit/load.ts';
import { storedPolicies } from './policies/book.ts';
import { projectRow } from './commit/projection.ts';
import { readClock, readStretch } from './commands/read.ts';
import { engineer, silentAlarms, submission, testPorts } from './testing/ports.ts';
import { tick } from './alarm/tick.ts';

let store: CaseStore;
let ports: ReturnType<typeof testPorts>;
beforeEach(() => {
  store = openSqliteStore({ path: ':memory:' });
  ports = testPorts(store);
});
afterEach(() => store.close());

async function act(action: object, idempotency?: Commit['idempotency']) {
  const known = await load(ports, 'x');
  return actOnCase(ports, silentAlarms, known, { ...action, by: engineer } as CaseAction, { idempotency });
}

const ask = (message: string) => ({ type: 'engineer.requestedInformation', message });
const minute = 60_000;

async function contacted(): Promise<void> {
  await submitCase(ports, silentAlarms, submission('x'));
  await act({ type: 'engineer.contacted' });
}

/** Question and answer, a minute each, until the case has so many events. */
async function grow(events: number): Promise<void> {
  for (;;) {
    const { state } = await load(ports, 'x');
    if (!state || state.sequence >= events) return;
    ports.clock.advance(minute);
    await act(ask('Please send a trace.'));
    await tick(ports, 'x');
    ports.clock.advance(minute);
    await act({ type: 'customer.replied' });
    await tick(ports, 'x');
  }
}

/** How many bytes of the stream are read when the case is loaded. */
async function bytesLoaded(): Promise<number> {
  return JSON.stringify(await store.load('x', foldVersion)).length;
}

async function whole(): Promise<readonly Commit[]> {
  return (await store.load('x', -1)).commits;
}

describe('a case of 5,000 events', { timeout: 120_000 }, () => {
  it('is loaded at a cost of at most twice that of one of 50', async () => {
    await contacted();
    let dearest = 0;
    for (let events = 40; events <= 60; events += 1) {
      await grow(events);
      dearest = Math.max(dearest, await bytesLoaded());
    }
    await grow(5_000);
    const costs: number[] = [];
    for (let more = 0; more < 60; more += 4) {
      await grow(5_000 + more);
      costs.push(await bytesLoaded());
    }
    expect(Math.max(...costs)).toBeLessThan(2 * dearest);
  });

  it('folds to the same from its snapshot as from its whole stream', async () => {
    await contacted();
    await grow(400);
    const { snapshot, commits } = await store.load('x', foldVersion);
    expect(snapshot?.sequence).toBeGreaterThan(300);
    expect(commits.length).toBeLessThan(60);
    const trusted = (await load(ports, 'x')).state;
    const alone = { ...store, load: (caseId: string) => store.load(caseId, -1) };
    expect((await load({ ...ports, store: alone }, 'x')).state).toEqual(trusted);
  });

  it('has pages of its timeline that read no more than they show, and a stretch before it', async () => {
    await contacted();
    await grow(1_500);
    const all = (await whole()).flatMap(({ events }) => events);
    let read = 0;
    const counted: CaseStore = {
      ...store,
      async readFrom(...asked) {
        const commits = await store.readFrom(...asked);
        read += commits.flatMap(({ events }) => events).length;
        return commits;
      },
    };
    for (const after of [0, 1, 49, 700, 1_400]) {
      read = 0;
      const { before, events, more } = await readStretch(counted, 'x', after, 100);
      expect(events).toEqual(all.slice(after, after + 100));
      expect(before?.sequence).toBe(after === 0 ? undefined : after);
      expect(more).toBe(after + 100 < all.length);
      expect(read).toBeLessThan(100 + 250);
    }
  });

  it('tells of a clock that is no part of it any more, by its id', async () => {
    await contacted();
    await grow(600);
    const first = (await whole())
      .flatMap(({ events }) => events)
      .find((event) => event.type === 'clock.started' && event.data.kind === 'customerReply');
    const clockId = `k${first?.sequence ?? 0}`;
    expect((await load(ports, 'x')).state?.clocks.map(({ id }) => id)).not.toContain(clockId);
    const history = await readClock(store, 'x', clockId, []);
    expect(history?.clock).toMatchObject({ id: clockId, kind: 'customerReply', state: 'met' });
    for (const unknown of ['k1', 'k999999', 'm3', 'k0']) {
      expect(await readClock(store, 'x', unknown, [])).toBeUndefined();
    }
  });

  it('knows a key it was given long ago, and answers what it answered then', async () => {
    await submitCase(ports, silentAlarms, submission('x'));
    await act({ type: 'engineer.contacted' });
    const key = { scope: 'a key', body: 'a body' };
    const first = await act(ask('Once?'), key);
    await act({ type: 'customer.replied' });
    ports.clock.advance(minute);
    for (let round = 0; round < 60; round += 1) {
      await act(ask(`round ${round}`));
      await act({ type: 'customer.replied' });
    }
    const before = (await whole()).length;
    expect((await act(ask('Once?'), key)).state).toEqual(first.state);
    expect((await whole()).length).toBe(before);
  });
});

describe('what is kept of a case', () => {
  it('is a list row of at most 4 KB after 43 questions of 8,000 CJK characters', async () => {
    const title = '転'.repeat(250);
    await submitCase(ports, silentAlarms, submission('x', { title, description: '記'.repeat(20_000) }));
    await act({ type: 'engineer.contacted' });
    for (let question = 0; question < 43; question += 1) {
      await act(ask('問'.repeat(8_000)));
      await tick(ports, 'x');
    }
    const { state, commit } = await load(ports, 'x');
    if (!state) throw new Error('the case is gone');
    const row = projectRow(state, commit);
    expect(Buffer.byteLength(JSON.stringify(row))).toBeLessThan(4_096);
    expect(Array.from(row.summary.title)).toHaveLength(200);
    expect(Buffer.byteLength(JSON.stringify({ ...state, description: '' }))).toBeLessThan(8_000);
  });

  it('holds no mail that is done, and of clocks that are over only the latest of a kind', async () => {
    await contacted();
    await grow(300);
    const state = (await load(ports, 'x')).state;
    expect(state?.mails).toEqual([]);
    expect(state?.clocks.map(({ kind }) => kind)).toEqual(['initialResponse', 'customerReply']);
  });

  it('is at most 20 incidents; another is refused, those known are not', async () => {
    await submitCase(ports, silentAlarms, submission('x'));
    const rca = (id: string) => ({
      type: 'rca.requested',
      incident: { id, published: false, affected: 'multipleCustomers' },
    });
    for (let index = 0; index < 20; index += 1) await act(rca(`INC-${index}`));
    await expect(act(rca('INC-20'))).rejects.toMatchObject({
      refusal: {
        kind: 'notNow',
        code: 'event.notNow',
        detail: expect.stringContaining('20 incidents') as string,
      },
    });
    await expect(act(rca('INC-7'))).resolves.toBeDefined();
    const state = (await load(ports, 'x')).state;
    expect(Buffer.byteLength(JSON.stringify(state && projectRow(state, 1)))).toBeLessThan(4_096);
  });
});

describe('what falls due at once', () => {
  /** 10 levels in 11 rounds, each told to 20 addresses of the greatest length: some 600 KB of addresses. */
  function lengthyPolicy() {
    const [builtIn] = policiesOf().versions;
    if (!builtIn) throw new Error('there is a policy');
    const address = (level: number, index: number) =>
      `${'a'.repeat(64)}@${'b'.repeat(60)}.${level}x${index}.example`;
    return policySchema.parse({
      ...builtIn,
      version: 'lengthy',
      escalation: {
        onBreach: true,
        repeats: 10,
        repeatEvery: 'PT1H',
        levels: Array.from({ length: 10 }, (_, level) => ({
          owner: `Level ${level}`,
          after: `PT${level}M`,
          mailTo: Array.from({ length: 20 }, (__, index) => address(level, index)),
        })),
      },
    });
  }

  it('is appended in several commits, in order, where one document could not hold it', async () => {
    const policy = lengthyPolicy();
    const version = { policy, applyTo: 'new', putAt: '2026-11-20T08:00:00Z', applied: true } as const;
    await store.registry.put('policyVersion', policy.version, storedPolicies.write(version));
    await submitCase(ports, silentAlarms, submission('x', {}, 'unified'));
    ports.clock.advance(24 * 60 * minute);
    await act({ type: 'engineer.contacted' });
    const commits = await whole();
    const sizes = commits.map((commit) => Buffer.byteLength(JSON.stringify(commit)));
    expect(Math.max(...sizes)).toBeLessThan(600_000);
    const events = commits.flatMap(({ events: of }) => of);
    const alerts = events.filter(({ type }) => type === 'alert.raised');
    expect(alerts.length).toBeGreaterThan(110);
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1));
    const due = events.filter(({ type }) => type.startsWith('clock.') || type === 'alert.raised');
    const instants = due.map(({ decidedAsOf }) => Date.parse(decidedAsOf));
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
    // The command's own events are one commit, the last.
    expect(commits.at(-1)?.events.map(({ type }) => type)).toContain('engineer.contacted');
    expect(commits.length).toBeGreaterThan(2);
  });
});

describe('many writers at once', () => {
  it('of one case: none of 60 is turned away, and each is recorded once', async () => {
    await submitCase(ports, silentAlarms, submission('x'));
    const asked = Array.from({ length: 60 }, (_, index) =>
      act({
        type: 'dataScript.requested',
        testedInUat: true,
        providedBy: 'customer',
        message: `script ${index}`,
      }),
    );
    await Promise.all(asked);
    const events = (await whole()).flatMap(({ events: of }) => of);
    const scripts = events.flatMap((event) =>
      event.type === 'dataScript.requested' ? [event.data.message] : [],
    );
    expect(new Set(scripts).size).toBe(60);
    expect(scripts).toHaveLength(60);
  });
});
