import { expect } from 'vitest';

import { ofType } from '../../support/timeline.ts';
import type { CaseItem } from '../../../shared/api/schemas.ts';
import type { Scenario } from '../play.ts';
import { clockOf } from '../world.ts';

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
    name: 'a broken first response is told on every plan, again and again, until somebody contacts the customer',
    rules: ['ALERT-1', 'IR-A'],
    mails: ['responseBreached', 'responseLate', 'responseStillMissing'],
    at: '2026-11-26T12:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard', { severity: 'A' });
      await world.client.advanceTo('2026-11-26T16:00:00Z');
      const alerted = await world.client.read(id);
      expect(alerted.alerts).toEqual({ level: 3, round: 1 });
      expect(clockOf(alerted, 'initialResponse')).toMatchObject({ state: 'breached', lateBy: 'PT3H' });
      await world.client.advanceTo('2026-11-27T04:00:00Z');
      const { status } = await world.tryTo(id, 'engineer.requestedInformation');
      expect(status).toBe(200);
      await world.client.advanceTo('2026-11-27T12:00:00Z');
      const mails = await world.mails(id);
      expect(mails.filter((mail) => /responseBreached|responseLate|responseStill/.test(mail))).toEqual([
        '2026-11-26T13:00:00Z responseBreached to operations',
        '2026-11-26T13:00:00Z responseLate to customer',
        '2026-11-26T13:30:00Z responseStillMissing to operations',
        '2026-11-26T15:00:00Z responseStillMissing to operations',
        '2026-11-26T17:00:00Z responseStillMissing to operations',
        '2026-11-26T17:30:00Z responseStillMissing to operations',
        '2026-11-26T19:00:00Z responseStillMissing to operations',
        '2026-11-26T23:00:00Z responseStillMissing to operations',
        '2026-11-27T03:00:00Z responseStillMissing to operations',
      ]);
      const texts = (await world.client.mail({ caseId: id, kind: 'responseStillMissing' })).map(
        ({ text }) => text,
      );
      for (const [index, text] of texts.entries()) expect(text).toContain(`This is alert ${index + 2}`);
      for (const { type, rules } of await world.client.timeline(id)) {
        if (type.startsWith('alert.')) expect(rules).toEqual(['ALERT-1', 'IR-A']);
      }
      return [id];
    },
  },
  {
    name: 'whoever takes it on acknowledges the alerts; a wrong record is corrected, and nobody is mailed',
    rules: ['ALERT-1', 'IR-A'],
    mails: ['responseBreached'],
    at: '2026-11-28T12:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard', { severity: 'A' });
      await world.client.advanceTo('2026-11-28T13:40:00Z');
      const until = '2026-11-28T16:00:00Z';
      const taken = await world.act(id, { type: 'alert.acknowledged', until });
      expect(taken.alerts).toMatchObject({ level: 2, round: 1, acknowledgedUntil: until });
      expect(taken.alerts?.acknowledgedBy).toBeDefined();
      const list = await world.client.expect(200, 'GET', '/api/cases?tenantId=standard', {
        as: 'operations',
      });
      const listed = (list.body as { value: CaseItem[] }).value.find((item) => item.id === id);
      expect(listed?.alerts).toEqual(taken.alerts);
      await world.client.advanceTo('2026-11-28T16:59:00Z');
      const before = await world.mails(id);
      expect(before.filter((mail) => mail.includes('responseStillMissing'))).toHaveLength(1);
      const early = await world.tryTo(id, { type: 'engineer.contacted', occurredAt: '2026-11-28T12:40:00Z' });
      expect([early.status, early.body.errors?.[0]?.code]).toEqual([400, 'occurredAt.outOfOrder']);
      expect(early.body.errors?.[0]?.detail).toContain('response.corrected');
      const correction = {
        type: 'response.corrected',
        contactedAt: '2026-11-28T12:40:00Z',
        reason: 'Called, and not recorded',
      } as const;
      const corrected = await world.act(id, correction);
      expect(clockOf(corrected, 'initialResponse')).toMatchObject({
        state: 'met',
        stoppedAt: '2026-11-28T12:40:00Z',
        corrected: { at: '2026-11-28T16:59:00Z', reason: correction.reason, from: { state: 'breached' } },
      });
      expect(corrected.alerts).toBeUndefined();
      await world.client.advanceTo('2026-11-29T12:00:00Z');
      expect(await world.mails(id)).toEqual(before);
      const timeline = await world.client.timeline(id);
      const marked = timeline
        .filter(({ overtaken }) => overtaken)
        .map(({ type, decidedAsOf }) => [type, decidedAsOf]);
      expect(marked).toContainEqual(['clock.breached', '2026-11-28T13:00:00Z']);
      expect(marked).toContainEqual(['clock.thresholdReached', '2026-11-28T12:45:00Z']);
      expect(marked).not.toContainEqual(['clock.thresholdReached', '2026-11-28T12:30:00Z']);
      return [id];
    },
  },
  {
    name: 'an engineer’s question is the first response; a contact told late is counted right',
    rules: ['IR-A'],
    at: '2026-11-30T08:00:00Z',
    async play(world) {
      const asked = await world.submit('standard', { severity: 'A' });
      const told = await world.submit('standard', { severity: 'A' });
      await world.client.advanceTo('2026-11-30T08:10:00Z');
      await world.act(asked.id, 'engineer.requestedInformation');
      await world.client.advanceTo('2026-11-30T08:50:00Z');
      const late = await world.act(told.id, {
        type: 'engineer.contacted',
        occurredAt: '2026-11-30T08:20:00Z',
      });
      expect(clockOf(late, 'initialResponse')).toMatchObject({
        state: 'met',
        stoppedAt: '2026-11-30T08:20:00Z',
      });
      const reached = ofType(await world.client.timeline(told.id), 'clock.thresholdReached');
      expect(reached.map(({ overtaken }) => overtaken)).toEqual([true, true]);
      await world.client.advanceTo('2026-11-30T09:30:00Z');
      for (const { id } of [asked, told]) {
        expect(await world.mails(id)).not.toContainEqual(
          expect.stringMatching(/responseLate|responseBreached/),
        );
      }
      return [asked.id, told.id];
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
    name: 'Standard has no escalation',
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
