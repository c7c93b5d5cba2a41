import { expect } from 'vitest';

import { ofType } from '../../support/timeline.ts';
import type { Scenario } from '../play.ts';
import { clockOf } from '../world.ts';

/** The customer does not answer. */
export const silence: readonly Scenario[] = [
  {
    name: 'from A to B after 4 h, to C after 8 h in all, never below',
    rules: ['COM-A', 'COM-B1', 'COM-C', 'COM-2', 'DG-1'],
    mails: ['acknowledgement', 'informationRequested', 'replyReminder', 'severityLowered'],
    at: '2026-11-24T10:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard', { severity: 'A' });
      await world.act(id, 'engineer.contacted');
      const asked = await world.act(id, { type: 'engineer.requestedInformation', message: 'Which batch?' });
      expect(clockOf(asked, 'customerReply')).toMatchObject({
        schedule: '24x7',
        target: 'PT4H',
        dueAt: '2026-11-24T14:00:00Z',
      });
      await world.client.advanceTo('2026-11-24T13:59:59.999Z');
      expect((await world.client.read(id)).severity).toBe('A');
      await world.client.advanceTo('2026-11-24T14:00:00Z');
      const lowered = await world.client.read(id);
      expect(lowered).toMatchObject({ severity: 'B', coverage: '24x7', lowered: { from: 'A' } });
      // Silence counts on from the same question.
      expect(clockOf(lowered, 'customerReply')).toMatchObject({
        target: 'PT8H',
        startedAt: '2026-11-24T10:00:00Z',
        dueAt: '2026-11-24T18:00:00Z',
      });
      await world.client.advanceTo('2026-12-04T10:00:00Z');
      expect(await world.client.read(id)).toMatchObject({ severity: 'C', coverage: 'businessHours' });
      const steps = ofType(await world.client.timeline(id), 'severity.lowered');
      expect(steps).toMatchObject([
        { decidedAsOf: '2026-11-24T14:00:00Z', rules: ['DG-1', 'COM-A', 'COM-2'], after: { severity: 'B' } },
        { decidedAsOf: '2026-11-24T18:00:00Z', rules: ['DG-1', 'COM-B1', 'COM-2'], after: { severity: 'C' } },
      ]);
      // From 18:00Z on it has business hours: that mail waits for Wednesday, 09:00 in Berlin. Of the 8 and 16
      // business hours since the question, 6 are on Tuesday, 8 on Wednesday, 2 on Thursday.
      expect(await world.mails(id)).toEqual([
        '2026-11-24T10:00:00Z acknowledgement to customer',
        '2026-11-24T10:00:00Z informationRequested to customer',
        '2026-11-24T12:00:00Z replyReminder to customer',
        '2026-11-24T14:00:00Z severityLowered to customer',
        '2026-11-25T08:00:00Z severityLowered to customer',
        '2026-11-25T10:00:00Z replyReminder to customer',
        '2026-11-26T10:00:00Z replyReminder to customer',
      ]);
      return [id];
    },
  },
  {
    name: 'an answer and a new commitment bring the severity back; less does not',
    rules: ['COM-B1', 'DG-1', 'IR-B'],
    at: '2026-12-07T10:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard', { require24X7Response: true });
      await world.act(id, 'engineer.contacted');
      await world.act(id, 'engineer.requestedInformation');
      await world.client.advanceTo('2026-12-07T18:30:00Z');
      const lowered = await world.client.read(id);
      expect(lowered).toMatchObject({ severity: 'C', lowered: { from: 'B', at: '2026-12-07T18:00:00Z' } });
      expect(lowered.lowered?.restoredBy).toMatch(/customer\.replied.*severity\.changeRequested/);

      const back = { type: 'severity.changeRequested', severity: 'B', require24X7Response: true } as const;
      const silent = await world.tryTo(id, back);
      expect(silent.status).toBe(422);
      expect(silent.body).toMatchObject({
        code: 'severity.notRecommitted',
        rules: ['DG-1', 'COM-B1', 'COM-2'],
      });
      const answered = await world.act(id, 'customer.replied');
      expect(answered.severity).toBe('C');
      const uncommitted = await world.tryTo(id, { ...back, require24X7Response: false });
      expect(uncommitted.status).toBe(422);
      expect(uncommitted.body.errors).toMatchObject([{ pointer: '/require24X7Response' }]);

      const restored = await world.act(id, back);
      expect(restored).toMatchObject({ severity: 'B', coverage: '24x7' });
      expect(restored.lowered).toBeUndefined();
      // The next question has its eight hours again.
      const asked = await world.act(id, 'engineer.requestedInformation');
      expect(clockOf(asked, 'customerReply')).toMatchObject({ dueAt: '2026-12-08T02:30:00Z' });
      return [id, silent.body];
    },
  },
  {
    name: 'what was lowered twice comes back to A at once',
    rules: ['COM-A', 'IR-A'],
    at: '2026-12-08T10:00:00Z',
    async play(world) {
      const { id } = await world.submit('unified', { severity: 'A' });
      await world.act(id, 'engineer.contacted');
      await world.act(id, 'engineer.requestedInformation');
      await world.client.advanceTo('2026-12-08T19:00:00Z');
      expect((await world.client.read(id)).severity).toBe('C');
      await world.act(id, 'customer.replied');
      const back = { type: 'severity.changeRequested', severity: 'A', require24X7Response: true } as const;
      const restored = await world.act(id, back);
      expect(restored).toMatchObject({ severity: 'A', coverage: '24x7' });
      expect(restored.lowered).toBeUndefined();
      const raised = ofType(await world.client.timeline(id), 'severity.raised');
      expect(raised).toMatchObject([{ rules: ['IR-A', 'COM-A'], before: { severity: 'C' } }]);
      // Nothing is lowered any more, however long it lasts.
      await world.client.advanceTo('2026-12-09T12:00:00Z');
      expect((await world.client.read(id)).severity).toBe('A');
      return [id];
    },
  },
  {
    name: 'in business hours B is reminded after 8 and 16 of them, and never lowered',
    rules: ['COM-B2', 'COM-2'],
    mails: ['acknowledgement', 'informationRequested', 'replyReminder'],
    at: '2026-12-09T15:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard');
      await world.act(id, 'engineer.contacted');
      await world.act(id, 'engineer.requestedInformation');
      await world.client.advanceTo('2026-12-14T19:59:00Z');
      expect(await world.client.read(id)).toMatchObject({ severity: 'B', coverage: 'businessHours' });
      // Wednesday 16:00 in Berlin: one hour that day, seven on Thursday, and so on.
      expect(await world.mails(id)).toEqual([
        '2026-12-09T15:00:00Z acknowledgement to customer',
        '2026-12-09T15:00:00Z informationRequested to customer',
        '2026-12-10T15:00:00Z replyReminder to customer',
        '2026-12-11T15:00:00Z replyReminder to customer',
      ]);
      return [id];
    },
  },
  {
    name: 'severity C the same; a question by night goes out by night, reminders by day',
    rules: ['COM-C', 'COM-2'],
    mails: ['acknowledgement', 'informationRequested', 'replyReminder'],
    at: '2026-12-14T20:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard', { severity: 'C' });
      await world.act(id, 'engineer.requestedInformation');
      await world.client.advanceTo('2026-12-18T10:00:00Z');
      expect(await world.client.read(id)).toMatchObject({ severity: 'C', status: 'open' });
      // Eight hours from the opening on Tuesday are its closing, at 17:00.
      expect(await world.mails(id)).toEqual([
        '2026-12-14T20:00:00Z acknowledgement to customer',
        '2026-12-14T20:00:00Z informationRequested to customer',
        '2026-12-15T16:00:00Z replyReminder to customer',
        '2026-12-16T16:00:00Z replyReminder to customer',
      ]);
      return [id];
    },
  },
  {
    name: 'a proposed resolution that nobody answers lowers the severity by itself',
    rules: ['DG-4', 'COM-A'],
    mails: ['acknowledgement', 'replyReminder', 'severityLowered', 'resolutionProposed'],
    at: '2026-12-18T10:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard', { severity: 'A' });
      await world.act(id, 'engineer.contacted');
      await world.act(id, { type: 'engineer.proposedResolution', message: 'Post it again.' });
      await world.client.advanceTo('2026-12-18T15:00:00Z');
      const timeline = await world.client.timeline(id);
      expect(ofType(timeline, 'severity.lowered')).toMatchObject([
        { decidedAsOf: '2026-12-18T14:00:00Z', rules: ['DG-4', 'COM-A', 'COM-2'], after: { severity: 'B' } },
      ]);
      const rejected = await world.act(id, 'customer.rejectedResolution');
      expect(clockOf(rejected, 'resolutionAcceptance')).toMatchObject({ state: 'met' });
      const back = { type: 'severity.changeRequested', severity: 'A', require24X7Response: true } as const;
      expect((await world.act(id, back)).severity).toBe('A');
      await world.client.advanceTo('2026-12-21T10:00:00Z');
      expect(await world.mails(id)).toEqual([
        '2026-12-18T10:00:00Z acknowledgement to customer',
        '2026-12-18T10:00:00Z resolutionProposed to customer',
        '2026-12-18T12:00:00Z replyReminder to customer',
        '2026-12-18T14:00:00Z severityLowered to customer',
      ]);
      return [id];
    },
  },
  {
    name: 'by approval where the policy says so: operations approve or decline, an answer withdraws it',
    rules: ['DG-1', 'COM-2'],
    mails: ['informationRequested', 'replyReminder', 'severityLowered', 'approvalWanted'],
    at: '2026-12-21T10:00:00Z',
    async play(world) {
      await world.putPolicy('approvals', { downgrades: { onSilence: { approval: true } } });
      const { id } = await world.submit('standard', { severity: 'A' });
      const answered = await world.submit('standard', { severity: 'A' });
      for (const each of [id, answered.id]) {
        await world.act(each, 'engineer.contacted');
        await world.act(each, 'engineer.requestedInformation');
      }
      await world.client.advanceTo('2026-12-21T14:00:00Z');
      const waiting = await world.client.read(id);
      expect(waiting).toMatchObject({ severity: 'A', downgrade: { from: 'A', to: 'B' } });
      expect(waiting.allowed).toEqual(expect.arrayContaining(['downgrade.approved', 'downgrade.declined']));
      const withdrawn = await world.act(answered.id, 'customer.replied');
      expect(withdrawn.downgrade).toBeUndefined();
      expect(ofType(await world.client.timeline(answered.id), 'downgrade.withdrawn')).toHaveLength(1);

      const declined = await world.act(id, 'downgrade.declined');
      expect(declined).toMatchObject({ severity: 'A' });
      expect(declined.downgrade).toBeUndefined();
      await world.act(id, 'engineer.requestedInformation');
      await world.client.advanceTo('2026-12-21T18:30:00Z');
      expect((await world.client.read(id)).severity).toBe('A');
      const approved = await world.act(id, 'downgrade.approved');
      expect(approved).toMatchObject({ severity: 'B', lowered: { at: '2026-12-21T18:30:00Z' } });
      expect(approved.downgrade).toBeUndefined();
      const mails = await world.mails(id);
      expect(mails.slice(3)).toEqual([
        '2026-12-21T14:00:00Z approvalWanted to operations',
        '2026-12-21T14:00:00Z informationRequested to customer',
        '2026-12-21T16:00:00Z replyReminder to customer',
        '2026-12-21T18:00:00Z approvalWanted to operations',
        '2026-12-21T18:30:00Z severityLowered to customer',
      ]);
      // Not answered since 14:00Z: it would be B's eight hours at 22:00Z, by the same clock.
      expect(clockOf(approved, 'customerReply')).toMatchObject({ dueAt: '2026-12-21T22:00:00Z' });
      const [lowering] = ofType(await world.client.timeline(id), 'severity.lowered');
      expect(lowering?.rules).toEqual(['DG-1', 'COM-A', 'COM-2']);
      return [id];
    },
  },
];
