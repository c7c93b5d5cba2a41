import { expect } from 'vitest';

import { ofType } from '../../support/timeline.ts';
import type { Scenario } from '../play.ts';
import { clockOf, dueChange } from '../world.ts';

/** Severity and coverage change, by the customer's wish or for other causes than silence. */
export const lowering: readonly Scenario[] = [
  {
    name: 'a request for an analysis is declined, and the lowering put to operations',
    rules: ['DG-2', 'RCA-1', 'RCA-3', 'IR-B'],
    mails: ['acknowledgement', 'severityLowered', 'rcaDeclined', 'approvalWanted'],
    at: '2026-11-24T10:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard', { severity: 'A' });
      await world.client.advanceTo('2026-11-24T10:20:00Z');
      const asked = await world.act(id, 'rca.requested');
      expect(asked).toMatchObject({ severity: 'A', downgrade: { from: 'A', to: 'B', rules: ['DG-2'] } });
      await world.client.advanceTo('2026-11-24T10:25:00Z');
      const approved = await world.act(id, 'downgrade.approved');
      expect(approved).toMatchObject({ severity: 'B', coverage: '24x7' });
      expect(approved.downgrade).toBeUndefined();
      // B's four hours count from the submission at 10:00Z.
      expect(clockOf(approved, 'initialResponse')).toMatchObject({
        target: 'PT4H',
        dueAt: '2026-11-24T14:00:00Z',
      });
      const timeline = await world.client.timeline(id);
      expect(ofType(timeline, 'clock.retargeted').map(dueChange)).toEqual([
        { from: '2026-11-24T11:00:00Z', to: '2026-11-24T14:00:00Z' },
      ]);
      expect(ofType(timeline, 'severity.lowered')).toMatchObject([{ rules: ['DG-2'] }]);
      await world.client.advanceTo('2026-11-24T11:59:00Z');
      expect(await world.mails(id)).toEqual([
        '2026-11-24T10:00:00Z acknowledgement to customer',
        '2026-11-24T10:20:00Z approvalWanted to operations',
        '2026-11-24T10:20:00Z rcaDeclined to customer',
        '2026-11-24T10:25:00Z severityLowered to customer',
      ]);
      return [id];
    },
  },
  {
    name: 'what operations decline stays as it was',
    rules: ['DG-2'],
    at: '2026-11-24T12:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard', { severity: 'A' });
      await world.act(id, 'rca.requested');
      const declined = await world.act(id, 'downgrade.declined');
      expect(declined).toMatchObject({ severity: 'A', clocks: [{ dueAt: '2026-11-24T13:00:00Z' }] });
      expect(declined.downgrade).toBeUndefined();
      const again = await world.tryTo(id, 'downgrade.approved');
      expect(again.status).toBe(409);
      expect(await world.mails(id)).not.toContainEqual(expect.stringContaining('severityLowered'));
      return [id];
    },
  },
  {
    name: 'found in customised code: handed over with the evidence, and lowered on approval',
    rules: ['DG-3', 'ISO-1', 'ISO-2', 'ISO-3'],
    mails: ['acknowledgement', 'severityLowered', 'closed', 'approvalWanted'],
    at: '2026-11-25T10:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard', { require24X7Response: true });
      await world.act(id, 'engineer.contacted');
      await world.act(id, 'investigation.started');
      const evidence = 'The trace ends in ContosoPostingHandler.';
      const found = { type: 'investigation.concluded', cause: 'customCode', reproducible: true } as const;
      const concluded = await world.act(id, { ...found, evidence });
      expect(concluded).toMatchObject({
        severity: 'B',
        support: 'commerciallyReasonable',
        downgrade: { to: 'C', coverage: 'businessHours', rules: ['DG-3'] },
      });
      const approved = await world.act(id, 'downgrade.approved');
      expect(approved).toMatchObject({ severity: 'C', coverage: 'businessHours' });
      const closed = await world.act(id, 'case.closed');
      expect(closed.closing).toEqual({
        reason: 'requested',
        referral: 'ownChannel',
        handedOver: { cause: 'customCode', evidence },
      });
      const timeline = await world.client.timeline(id);
      expect(ofType(timeline, 'case.closed')).toMatchObject([{ rules: ['ISO-2', 'ISO-3'] }]);
      expect(await world.mails(id)).toEqual([
        '2026-11-25T10:00:00Z acknowledgement to customer',
        '2026-11-25T10:00:00Z approvalWanted to operations',
        '2026-11-25T10:00:00Z closed to customer',
        '2026-11-25T10:00:00Z severityLowered to customer',
      ]);
      const [closing] = await world.client.mail({ caseId: id, kind: 'closed' });
      expect(closing?.text).toContain(evidence);
      return [id];
    },
  },
  {
    name: 'found in the platform: full support, and nothing is lowered or handed over',
    rules: ['ISO-1', 'ISO-2'],
    at: '2026-11-25T11:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard');
      await world.act(id, 'investigation.started');
      const found = { type: 'investigation.concluded', cause: 'platform', reproducible: true } as const;
      const concluded = await world.act(id, found);
      expect(concluded).toMatchObject({ severity: 'B', support: 'full' });
      expect(concluded.downgrade).toBeUndefined();
      const closed = await world.act(id, 'case.closed');
      expect(closed.closing).toEqual({ reason: 'requested' });
      return [id];
    },
  },
  {
    name: 'raised: the new target counts from the change; lowered: from the submission',
    rules: ['IR-A', 'IR-B', 'IR-C', 'COM-A'],
    at: '2026-11-26T10:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard');
      await world.client.advanceTo('2026-11-26T11:00:00Z');
      const up = { type: 'severity.changeRequested', severity: 'A', require24X7Response: true } as const;
      const raised = await world.act(id, up);
      // One hour from 11:00Z.
      expect(raised.clocks).toMatchObject([{ target: 'PT1H', dueAt: '2026-11-26T12:00:00Z' }]);
      const lowered = await world.act(id, { type: 'severity.changeRequested', severity: 'C' });
      expect(lowered.coverage).toBe('businessHours');
      const timeline = await world.client.timeline(id);
      expect(ofType(timeline, 'clock.retargeted').map(dueChange)).toEqual([
        { from: '2026-11-26T14:00:00Z', to: '2026-11-26T12:00:00Z' },
        // C's eight hours from the submission, though A's hour had counted from 11:00Z: six on Thursday, two on Friday.
        { from: '2026-11-26T12:00:00Z', to: '2026-11-27T10:00:00Z' },
      ]);
      return [id];
    },
  },
  {
    name: 'hours chosen anew move the clock',
    rules: ['IR-B', 'BH-1'],
    at: '2026-11-27T15:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard');
      const wider = await world.act(id, { type: 'coverage.changed', require24X7Response: true });
      expect(wider).toMatchObject({ coverage: '24x7', clocks: [{ dueAt: '2026-11-27T19:00:00Z' }] });
      const narrower = await world.act(id, { type: 'coverage.changed', require24X7Response: false });
      // Friday 16:00 in Berlin: one hour, then three on Monday.
      expect(narrower).toMatchObject({
        coverage: 'businessHours',
        clocks: [{ dueAt: '2026-11-30T11:00:00Z' }],
      });
      return [id];
    },
  },
];
