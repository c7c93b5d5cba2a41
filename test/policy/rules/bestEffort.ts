import { expect } from 'vitest';

import { ofType } from '../../support/timeline.ts';
import type { Scenario } from '../play.ts';
import { clockOf } from '../world.ts';

const slow = { problemType: 'performance', scope: 'isolated' };
const allDay = { ...slow, require24X7Response: true };

/** Four hours of support's time. */
export const bestEffort: readonly Scenario[] = [
  {
    name: 'four hours of work, without the time that the customer is waited for; then a referral and the end',
    rules: ['BE-1', 'BE-2', 'BE-6'],
    mails: [
      'acknowledgement',
      'informationRequested',
      'bestEffortHalf',
      'bestEffortEnding',
      'bestEffortClosed',
    ],
    at: '2026-11-24T08:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard', allDay);
      await world.act(id, 'engineer.contacted');
      const begun = await world.act(id, 'investigation.started');
      expect(clockOf(begun, 'bestEffort')).toMatchObject({
        target: 'PT4H',
        dueAt: '2026-11-24T12:00:00Z',
        rules: ['BE-1', 'BE-6'],
      });
      await world.client.advanceTo('2026-11-24T09:00:00Z');
      const asked = await world.act(id, 'engineer.requestedInformation');
      expect(clockOf(asked, 'bestEffort')).toMatchObject({ state: 'paused', dueAt: null, elapsed: 'PT1H' });
      await world.client.advanceTo('2026-11-24T10:30:00Z');
      const answered = await world.act(id, 'customer.replied');
      // Three hours are left at 10:30Z.
      expect(clockOf(answered, 'bestEffort')).toMatchObject({
        state: 'running',
        elapsed: 'PT1H',
        dueAt: '2026-11-24T13:30:00Z',
      });
      await world.client.advanceTo('2026-11-24T13:29:59.999Z');
      expect((await world.client.read(id)).status).toBe('open');
      await world.client.advanceTo('2026-11-24T20:00:00Z');
      expect(await world.client.read(id)).toMatchObject({
        status: 'closed',
        closedAt: '2026-11-24T13:30:00Z',
        closing: { reason: 'bestEffortUsedUp', referral: 'partnerOrCommunity' },
      });
      expect(await world.mails(id)).toEqual([
        '2026-11-24T08:00:00Z acknowledgement to customer',
        '2026-11-24T09:00:00Z informationRequested to customer',
        '2026-11-24T11:30:00Z bestEffortHalf to customer',
        '2026-11-24T13:00:00Z bestEffortEnding to customer',
        '2026-11-24T13:30:00Z bestEffortClosed to customer',
      ]);
      return [id];
    },
  },
  {
    name: 'only covered hours count, and only those of work',
    rules: ['BE-6', 'BE-1', 'BH-1'],
    mails: ['bestEffortHalf', 'bestEffortEnding', 'bestEffortClosed'],
    at: '2026-11-27T15:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard', { ...slow, severity: 'C' });
      await world.act(id, 'engineer.contacted');
      const begun = await world.act(id, 'investigation.started');
      // Friday 16:00 in Berlin: one hour, then three on Monday.
      expect(clockOf(begun, 'bestEffort')).toMatchObject({ dueAt: '2026-11-30T11:00:00Z' });
      await world.client.advanceTo('2026-11-30T09:30:00Z');
      const paused = await world.act(id, 'investigation.paused');
      expect(clockOf(paused, 'bestEffort')).toMatchObject({ state: 'paused', elapsed: 'PT2H30M' });
      await world.client.advanceTo('2026-11-30T10:30:00Z');
      const resumed = await world.act(id, 'investigation.started');
      expect(clockOf(resumed, 'bestEffort')).toMatchObject({ dueAt: '2026-11-30T12:00:00Z' });
      await world.client.advanceTo('2026-11-30T12:00:00Z');
      expect((await world.client.read(id)).status).toBe('closed');
      expect((await world.mails(id)).slice(1)).toEqual([
        '2026-11-30T09:00:00Z bestEffortHalf to customer',
        '2026-11-30T11:30:00Z bestEffortEnding to customer',
        '2026-11-30T12:00:00Z bestEffortClosed to customer',
      ]);
      return [id];
    },
  },
  {
    name: 'Premier and Unified may go on as an advisory case, Standard may not',
    rules: ['BE-3', 'PLAN-3'],
    mails: ['bestEffortHalf', 'bestEffortEnding', 'bestEffortClosed', 'advisoryOffered'],
    at: '2026-12-01T08:00:00Z',
    async play(world) {
      const [premier, standard] = [
        await world.submit('premier', allDay),
        await world.submit('standard', allDay),
      ];
      for (const { id } of [premier, standard]) {
        await world.act(id, 'engineer.contacted');
        await world.act(id, 'investigation.started');
      }
      await world.client.advanceTo('2026-12-01T12:00:00Z');
      const refused = await world.tryTo(standard.id, 'advisory.continued');
      expect(refused.status).toBe(422);
      expect(refused.body.rules).toEqual(['BE-3']);
      const { linkedCases } = await world.act(premier.id, 'advisory.continued');
      expect(linkedCases).toMatchObject([{ kind: 'advisory' }]);
      const advisory = await world.client.read(linkedCases[0]?.id ?? '');
      expect(advisory).toMatchObject({ category: 'advisory', plan: 'premier', status: 'open' });
      expect((await world.mails(premier.id)).slice(1)).toEqual([
        '2026-12-01T10:00:00Z bestEffortHalf to customer',
        '2026-12-01T11:30:00Z bestEffortEnding to customer',
        '2026-12-01T12:00:00Z advisoryOffered to customer',
        '2026-12-01T12:00:00Z bestEffortClosed to customer',
      ]);
      expect(await world.mails(standard.id)).not.toContainEqual(expect.stringContaining('advisoryOffered'));
      return [premier.id, advisory.id, refused.body];
    },
  },
  {
    name: 'not reproducible or customised: closed without steps, not with them',
    rules: ['BE-5'],
    at: '2026-12-02T08:00:00Z',
    async play(world) {
      const kinds = ['notReproducible', 'customization', 'notReproducible'];
      const ids: string[] = [];
      for (const problemType of kinds) {
        const { id } = await world.submit('standard', { problemType, require24X7Response: true });
        await world.act(id, 'engineer.contacted');
        await world.act(id, 'investigation.started');
        ids.push(id);
      }
      const [first = '', second = '', found = ''] = ids;
      await world.client.advanceTo('2026-12-02T11:59:59Z');
      const steps = { type: 'investigation.concluded', cause: 'unknown', reproducible: true } as const;
      const concluded = await world.act(found, steps);
      expect(clockOf(concluded, 'bestEffort').state).toBe('met');
      await world.client.advanceTo('2026-12-02T12:00:00Z');
      for (const id of [first, second]) {
        const closed = ofType(await world.client.timeline(id), 'case.closed');
        expect(closed).toMatchObject([{ decidedAsOf: '2026-12-02T12:00:00Z', rules: ['BE-5'] }]);
      }
      expect((await world.client.read(found)).status).toBe('open');
      return [first, second];
    },
  },
  {
    name: 'an engineer may re-classify a performance case, with the reason, where the plan has advisory',
    rules: ['BE-7', 'PLAN-3'],
    at: '2026-12-03T08:00:00Z',
    async play(world) {
      const { id } = await world.submit('professionalDirect', allDay);
      await world.act(id, 'engineer.contacted');
      await world.act(id, 'investigation.started');
      await world.client.advanceTo('2026-12-03T09:00:00Z');
      const reclassified = { type: 'engineer.reclassified', message: 'It is about sizing.' } as const;
      const advisory = await world.act(id, { ...reclassified, category: 'advisory' });
      expect(advisory.category).toBe('advisory');
      expect(clockOf(advisory, 'bestEffort')).toMatchObject({ state: 'paused', elapsed: 'PT1H' });
      await world.client.advanceTo('2026-12-03T20:00:00Z');
      expect((await world.client.read(id)).status).toBe('open');
      const back = await world.act(id, { ...reclassified, category: 'technical' });
      // Three hours are left at 20:00Z.
      expect(clockOf(back, 'bestEffort')).toMatchObject({ dueAt: '2026-12-03T23:00:00Z' });

      const standard = await world.submit('standard', allDay);
      const refused = await world.tryTo(standard.id, { ...reclassified, category: 'advisory' });
      expect(refused.status).toBe(422);
      expect(refused.body).toMatchObject({
        rules: ['BE-7', 'PLAN-3'],
        errors: [{ pointer: '/category' }],
      });
      return [id, refused.body];
    },
  },
];
