import { expect } from 'vitest';

import { ofType } from '../../support/timeline.ts';
import type { Scenario } from '../play.ts';

/** Levels at once, after 30 minutes and after two hours; all again after four hours, once. */
export const escalation: readonly Scenario[] = [
  {
    name: 'the customer’s wish is told to level after level, twice, and once at each',
    rules: ['PLAN-3'],
    mails: ['escalated'],
    at: '2026-11-24T10:00:00Z',
    async play(world) {
      const { id } = await world.submit('professionalDirect', { require24X7Response: true });
      await world.act(id, 'engineer.contacted');
      const wish = { type: 'escalation.requested', message: 'Year-end closing is tomorrow' } as const;
      const requested = await world.act(id, wish);
      expect(requested.escalations).toMatchObject([{ ended: false }]);
      const again = await world.tryTo(id, wish);
      expect(again.status).toBe(409);
      await world.client.advanceTo('2026-11-25T10:00:00Z');
      expect((await world.mails(id)).slice(1)).toEqual([
        '2026-11-24T10:00:00Z escalated to operations',
        '2026-11-24T10:30:00Z escalated to operations',
        '2026-11-24T12:00:00Z escalated to operations',
        '2026-11-24T14:00:00Z escalated to operations',
        '2026-11-24T14:30:00Z escalated to operations',
        '2026-11-24T16:00:00Z escalated to operations',
      ]);
      const [mail] = await world.client.mail({ caseId: id, kind: 'escalated' });
      expect(mail?.text).toContain('Year-end closing is tomorrow');
      const raised = ofType(await world.client.timeline(id), 'escalation.raised');
      expect(raised.map(({ data }) => [data['level'], data['round']])).toEqual([
        [1, 1],
        [2, 1],
        [3, 1],
        [1, 2],
        [2, 2],
        [3, 2],
      ]);
      return [id];
    },
  },
  {
    name: 'it ends when somebody has made contact',
    rules: ['PLAN-3', 'IR-A'],
    mails: ['acknowledgement', 'responseWarning', 'escalated'],
    at: '2026-11-25T10:00:00Z',
    async play(world) {
      const { id } = await world.submit('unified', { severity: 'A' });
      await world.client.advanceTo('2026-11-25T10:10:00Z');
      await world.act(id, 'escalation.requested');
      await world.client.advanceTo('2026-11-25T10:42:00Z');
      const contacted = await world.act(id, 'engineer.contacted');
      expect(contacted.escalations).toMatchObject([{ level: 2, ended: true, nextAt: null }]);
      await world.client.advanceTo('2026-11-26T10:00:00Z');
      expect(await world.mails(id)).toEqual([
        '2026-11-25T10:00:00Z acknowledgement to customer',
        '2026-11-25T10:10:00Z escalated to operations',
        '2026-11-25T10:30:00Z responseWarning to operations',
        '2026-11-25T10:40:00Z escalated to operations',
      ]);
      // Another wish is another escalation, in place of the one that has ended.
      const again = await world.act(id, 'escalation.requested');
      expect(again.escalations).toMatchObject([{ ended: false }]);
      expect(again.escalations[0]?.key).not.toBe(contacted.escalations[0]?.key);
      return [id];
    },
  },
  {
    name: 'a broken first response escalates by itself, and its first level reads of the breach only',
    rules: ['PLAN-3', 'IR-A'],
    mails: ['responseBreached', 'responseLate', 'escalated'],
    at: '2026-11-26T12:00:00Z',
    async play(world) {
      const { id } = await world.submit('professionalDirect', { severity: 'A' });
      await world.client.advanceTo('2026-11-26T16:00:00Z');
      const { status } = await world.tryTo(id, 'engineer.contacted');
      expect(status).toBe(200);
      await world.client.advanceTo('2026-11-27T12:00:00Z');
      expect((await world.mails(id)).slice(3)).toEqual([
        '2026-11-26T13:00:00Z responseBreached to operations',
        '2026-11-26T13:00:00Z responseLate to customer',
        '2026-11-26T13:30:00Z escalated to operations',
        '2026-11-26T15:00:00Z escalated to operations',
      ]);
      expect(ofType(await world.client.timeline(id), 'escalation.started')).toMatchObject([
        { decidedAsOf: '2026-11-26T13:00:00Z', rules: ['PLAN-3', 'IR-A'] },
      ]);
      return [id];
    },
  },
  {
    name: 'in business hours its steps wait for them; levels have readers of their own',
    rules: ['PLAN-3'],
    mails: ['escalated'],
    at: '2026-11-30T15:30:00Z',
    async play(world) {
      await world.putPolicy('levels', {
        escalation: {
          levels: [
            { owner: 'Duty manager', after: 'PT0S', mailTo: ['duty@support.example'] },
            { owner: 'Head of support', after: 'PT2H', mailTo: [] },
          ],
          repeats: 0,
        },
      });
      const { id } = await world.submit('unified');
      await world.act(id, 'engineer.contacted');
      await world.act(id, 'escalation.requested');
      await world.client.advanceTo('2026-12-02T10:00:00Z');
      // Monday 16:30 in Berlin: half an hour, then an hour and a half on Tuesday.
      expect((await world.mails(id)).slice(1)).toEqual([
        '2026-11-30T15:30:00Z escalated to duty@support.example',
        '2026-12-01T09:30:00Z escalated to operations',
      ]);
      return [id];
    },
  },
  {
    name: 'Standard has no escalation, by wish or by breach',
    rules: ['PLAN-3'],
    at: '2026-12-02T10:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard', { severity: 'A' });
      const { status, body } = await world.tryTo(id, 'escalation.requested');
      expect(status).toBe(422);
      expect(body).toMatchObject({ code: 'plan.noEscalation', rules: ['PLAN-3'] });
      await world.client.advanceTo('2026-12-02T15:00:00Z');
      expect(await world.mails(id)).not.toContainEqual(expect.stringContaining('escalated'));
      return [body];
    },
  },
];
