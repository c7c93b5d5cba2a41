import { expect } from 'vitest';

import { ofType } from '../../support/timeline.ts';
import type { Scenario } from '../play.ts';
import { clockOf } from '../world.ts';

/** The initial response, in the hours in which its clock runs. */
export const response: readonly Scenario[] = [
  {
    name: 'severity A has one hour around the clock, and at exactly that hour it is broken',
    rules: ['IR-A'],
    mails: ['acknowledgement', 'responseWarning', 'responseBreached', 'responseLate'],
    at: '2026-11-23T20:00:00Z',
    async play(world) {
      const { id, clocks } = await world.submit('standard', { severity: 'A' });
      // 21:00 in Berlin counts.
      expect(clocks).toMatchObject([{ schedule: '24x7', target: 'PT1H', dueAt: '2026-11-23T21:00:00Z' }]);
      await world.client.advanceTo('2026-11-23T20:59:59.999Z');
      expect((await world.client.read(id)).clocks).toMatchObject([{ state: 'running' }]);
      await world.client.advanceTo('2026-11-23T21:00:00Z');
      const contacted = await world.act(id, 'engineer.contacted');
      expect(contacted.clocks).toMatchObject([{ state: 'breached', lateBy: 'PT0S' }]);
      expect(await world.mails(id)).toEqual([
        '2026-11-23T20:00:00Z acknowledgement to customer',
        '2026-11-23T20:30:00Z responseWarning to operations',
        '2026-11-23T20:45:00Z responseWarning to operations',
        '2026-11-23T21:00:00Z responseBreached to operations',
        '2026-11-23T21:00:00Z responseLate to customer',
      ]);
      return [id];
    },
  },
  {
    name: 'severity B counts business hours, or around the clock if the customer chose so',
    rules: ['IR-B', 'BH-1'],
    at: '2026-11-24T15:00:00Z',
    async play(world) {
      const office = await world.submit('professionalDirect');
      // 16:00 in Berlin: one hour on Tuesday, one on Wednesday.
      expect(office.clocks).toMatchObject([{ target: 'PT2H', dueAt: '2026-11-25T09:00:00Z' }]);
      const allDay = await world.submit('professionalDirect', { require24X7Response: true });
      expect(allDay).toMatchObject({ coverage: '24x7', clocks: [{ dueAt: '2026-11-24T17:00:00Z' }] });
      await world.client.advanceTo('2026-11-25T08:59:59.999Z');
      const met = await world.act(office.id, 'engineer.contacted');
      expect(met.clocks).toMatchObject([{ state: 'met' }]);
      await world.client.advance('PT1H');
      expect(ofType(await world.client.timeline(office.id), 'clock.breached')).toEqual([]);
      expect(ofType(await world.client.timeline(allDay.id), 'clock.breached')).toMatchObject([
        { decidedAsOf: '2026-11-24T17:00:00Z', rules: ['IR-B'] },
      ]);
      return [office.id, allDay.id];
    },
  },
  {
    name: 'severity C counts business hours, whatever was asked for',
    rules: ['IR-C'],
    at: '2026-11-26T10:00:00Z',
    async play(world) {
      const standard = await world.submit('standard', { severity: 'C', require24X7Response: true });
      expect(standard.coverage).toBe('businessHours');
      expect((await world.client.timeline(standard.id))[0]?.rules).toContain('IR-C');
      // Six hours on Thursday until 17:00 in Berlin, two on Friday.
      expect(standard.clocks).toMatchObject([{ target: 'PT8H', dueAt: '2026-11-27T10:00:00Z' }]);
      const unified = await world.submit('unified', { severity: 'C' });
      expect(unified.clocks).toMatchObject([{ target: 'PT4H', dueAt: '2026-11-26T14:00:00Z' }]);
      return [standard.id, unified.id];
    },
  },
  {
    name: 'North America has Pacific time from 06:00 to 18:00, wherever the customer is',
    rules: ['BH-2', 'BH-4'],
    at: '2026-11-28T00:00:00Z',
    async play(world) {
      const places = [
        { country: 'US', preferredTimeZone: 'America/New_York' },
        { country: 'CA', preferredTimeZone: 'America/Toronto' },
      ];
      const cases = await Promise.all(
        places.map((contactDetails) => world.submit('standard', { contactDetails })),
      );
      // Friday 16:00 Pacific: two hours until 18:00, two on Monday from 06:00, which is 14:00Z.
      for (const view of cases) {
        const clock = clockOf(view, 'initialResponse');
        expect(clock).toMatchObject({ target: 'PT4H', dueAt: '2026-11-30T16:00:00Z' });
        expect(clock.rules).toEqual(['IR-B', 'BH-2', 'BH-4']);
      }
      return cases.map(({ id }) => id);
    },
  },
  {
    name: 'Japan closes at 17:30',
    rules: ['BH-3'],
    at: '2026-11-30T07:30:00Z',
    async play(world) {
      const contactDetails = { country: 'JP', preferredTimeZone: 'Asia/Tokyo' };
      const view = await world.submit('standard', { contactDetails });
      // 16:30 in Tokyo: one hour until 17:30, three on Tuesday from 09:00, which is 00:00Z.
      expect(view.clocks).toMatchObject([
        { target: 'PT4H', dueAt: '2026-12-01T03:00:00Z', rules: ['IR-B', 'BH-3', 'BH-4'] },
      ]);
      return [view.id];
    },
  },
  {
    name: 'weekends as the country has them, and public holidays, do not count',
    rules: ['BH-4', 'BH-1'],
    at: '2026-12-24T15:00:00Z',
    async play(world) {
      const german = await world.submit('standard');
      // Thursday 16:00 in Berlin: one hour; Friday is Christmas Day; three hours on Monday.
      expect(german.clocks).toMatchObject([{ dueAt: '2026-12-28T11:00:00Z' }]);
      const contactDetails = { country: 'SA', preferredTimeZone: 'Asia/Riyadh' };
      const saudi = await world.submit('standard', { contactDetails });
      // Thursday 18:00 in Riyadh is closed; after Friday and Saturday, Sunday from 09:00, which is 06:00Z.
      expect(saudi.clocks).toMatchObject([{ dueAt: '2026-12-27T10:00:00Z' }]);
      return [german.id, saudi.id];
    },
  },
];
