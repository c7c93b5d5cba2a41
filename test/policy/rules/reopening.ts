import { expect } from 'vitest';

import { withoutTrace } from '../../support/client.ts';
import { ofType } from '../../support/timeline.ts';
import type { Scenario } from '../play.ts';
import { request, type Changes, type World } from '../world.ts';

interface Asked {
  readonly type: 'case.reopenRequested';
  readonly environment: object;
  readonly sameError: boolean;
  readonly updateInstalled: boolean;
  readonly adviceTried?: boolean;
  readonly [field: string]: unknown;
}

/** The same problem in the same surroundings as before. */
const same: Asked = {
  type: 'case.reopenRequested',
  environment: request.environment,
  sameError: true,
  updateInstalled: false,
};

const elsewhere = (changes: object) => ({ ...same, environment: { ...request.environment, ...changes } });

async function closedCase(world: World, changes: Changes = {}): Promise<string> {
  const { id } = await world.submit('standard', changes);
  await world.act(id, 'case.closed');
  return id;
}

/** Asks, expects a refusal by these rules that has changed nothing but the timeline, and one mail. */
async function refused(world: World, id: string, asked: Asked, rules: readonly string[]) {
  const key = { headers: { 'idempotency-key': `reopen ${id}` } };
  const answer = await world.tryTo(id, asked, key);
  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({ code: 'case.newCaseNeeded', rules });
  expect(answer.body.detail).toMatch(/new case.*relatedTo/);
  expect((await world.client.read(id)).status).toBe('closed');
  const mails = await world.mails(id);
  expect(mails.filter((mail) => mail.includes('newCaseNeeded to customer'))).toHaveLength(1);
  const timeline = await world.client.timeline(id);
  expect(ofType(timeline, 'case.reopenRefused')).toMatchObject([{ rules }]);
  expect(ofType(timeline, 'case.reopened')).toEqual([]);

  const repeated = await world.tryTo(id, asked, key);
  expect(repeated.status).toBe(422);
  expect(withoutTrace(repeated.text)).toBe(withoutTrace(answer.text));
  await world.client.advance('PT0S');
  expect(await world.client.timeline(id)).toEqual(timeline);
  return answer.body;
}

/** A problem comes back after its case was closed. */
export const reopening: readonly Scenario[] = [
  {
    name: 'the same problem in the same surroundings: reopened, and the response promised anew',
    rules: ['RE-1', 'IR-B'],
    mails: ['acknowledgement', 'reopened', 'closed'],
    at: '2026-11-24T08:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard');
      await world.client.advanceTo('2026-11-24T09:00:00Z');
      await world.act(id, 'engineer.contacted');
      await world.act(id, 'case.closed');
      await world.client.advanceTo('2026-11-24T10:00:00Z');
      const key = { headers: { 'idempotency-key': 'again' } };
      const reopened = await world.tryTo(id, same, key);
      expect(reopened.status).toBe(200);
      expect(reopened.body).toMatchObject({ status: 'open', reopenedAt: '2026-11-24T10:00:00Z' });
      expect(reopened.body.closing).toBeUndefined();
      // Four hours from the reopening, 11:00 in Berlin.
      expect(reopened.body.clocks).toMatchObject([
        {
          kind: 'initialResponse',
          state: 'running',
          startedAt: '2026-11-24T10:00:00Z',
          dueAt: '2026-11-24T14:00:00Z',
        },
      ]);
      const mails = await world.mails(id);
      expect(mails).toEqual([
        '2026-11-24T08:00:00Z acknowledgement to customer',
        '2026-11-24T09:00:00Z closed to customer',
        '2026-11-24T10:00:00Z reopened to customer',
      ]);
      const timeline = await world.client.timeline(id);
      const repeated = await world.tryTo(id, same, key);
      expect(repeated).toMatchObject({ status: 200, text: reopened.text });
      expect(await world.mails(id)).toEqual(mails);
      expect(await world.client.timeline(id)).toEqual(timeline);
      // Without the key it is another request, which makes no sense for an open case.
      expect((await world.tryTo(id, same)).status).toBe(409);
      expect((await world.act(id, 'engineer.contacted')).clocks).toMatchObject([{ state: 'met' }]);
      return [id];
    },
  },
  {
    name: 'another build is a new incident',
    rules: ['RE-2'],
    mails: ['newCaseNeeded'],
    at: '2026-11-25T08:00:00Z',
    async play(world) {
      const id = await closedCase(world);
      return [await refused(world, id, elsewhere({ build: '10.0.43.0' }), ['RE-2']), id];
    },
  },
  {
    name: 'another machine, user or document is a new incident',
    rules: ['RE-3', 'RE-2'],
    at: '2026-11-25T09:00:00Z',
    async play(world) {
      const others = [{ machine: 'aos-4' }, { user: 'u-10' }, { document: 'SO-1002' }];
      const problems = [];
      for (const other of others) {
        problems.push(await refused(world, await closedCase(world), elsewhere(other), ['RE-3']));
      }
      const all = elsewhere({ build: '10.0.43.0', machine: 'aos-4' });
      problems.push(await refused(world, await closedCase(world), all, ['RE-2', 'RE-3']));
      return problems;
    },
  },
  {
    name: 'a new error after a hotfix or the advice given is a new incident',
    rules: ['RE-4'],
    at: '2026-11-25T10:00:00Z',
    async play(world) {
      const newError = { ...same, sameError: false };
      const afterAdvice = { ...newError, adviceTried: true };
      const afterHotfix = { ...newError, updateInstalled: true };
      return [
        await refused(world, await closedCase(world), afterAdvice, ['RE-4']),
        await refused(world, await closedCase(world), afterHotfix, ['RE-4']),
      ];
    },
  },
  {
    name: 'an update, other hardware or another error is not the same problem any more',
    rules: ['RE-1'],
    at: '2026-11-25T11:00:00Z',
    async play(world) {
      const hardware = { environment: { ...request.environment, hardware: 'DS-3' } };
      return [
        await refused(world, await closedCase(world), { ...same, updateInstalled: true }, ['RE-1']),
        await refused(world, await closedCase(world), { ...same, sameError: false }, ['RE-1']),
        await refused(world, await closedCase(world), elsewhere({ name: 'test' }), ['RE-1']),
        await refused(world, await closedCase(world, hardware), elsewhere({ hardware: 'DS-4' }), ['RE-1']),
      ];
    },
  },
  {
    name: 'until three calendar months in the customer’s zone, and not at exactly those',
    rules: ['RE-5', 'RE-1'],
    at: '2026-11-29T15:30:00Z',
    async play(world) {
      // 30 November, 00:30 in Tokyo. Three months later there is no 30 February: 28 February, 00:30 in Tokyo,
      // which is a day earlier than by the date in UTC.
      const contactDetails = { country: 'JP', preferredTimeZone: 'Asia/Tokyo' };
      const early = await closedCase(world, { contactDetails });
      const late = await closedCase(world, { contactDetails });
      await world.client.advanceTo('2027-02-27T15:29:59.999Z');
      expect((await world.act(early, same)).status).toBe('open');
      await world.client.advanceTo('2027-02-27T15:30:00Z');
      return [early, await refused(world, late, same, ['RE-5']), late];
    },
  },
];
