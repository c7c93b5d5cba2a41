import { expect } from 'vitest';

import type { Scenario } from '../play.ts';
import { clockOf } from '../world.ts';

/** A Monday, the minute Germany opens: 09:00 there. All scenarios of this theme happen at this instant. */
const at = '2026-11-23T08:00:00Z';

/** How plans and their coverage decide about a submission. */
export const plans: readonly Scenario[] = [
  {
    name: 'every plan has break-fix; Premier has the rights of Unified',
    rules: ['PLAN-1', 'PLAN-2', 'BF-1', 'SUB-1', 'IR-B'],
    mails: ['acknowledgement'],
    at,
    async play(world) {
      const standard = await world.submit('standard');
      const unified = await world.submit('unified');
      const premier = await world.submit('premier');
      // Four hours from 09:00 is 13:00 in Berlin, two hours is 11:00.
      expect(clockOf(standard, 'initialResponse')).toMatchObject({
        target: 'PT4H',
        dueAt: '2026-11-23T12:00:00Z',
      });
      for (const { clocks } of [unified, premier]) {
        expect(clocks).toMatchObject([{ target: 'PT2H', dueAt: '2026-11-23T10:00:00Z' }]);
      }
      expect(await world.mails(standard.id)).toEqual(['2026-11-23T08:00:00Z acknowledgement to customer']);
      return [standard.id];
    },
  },
  {
    name: 'billing and subscription management are covered too',
    rules: ['PLAN-2'],
    at,
    async play(world) {
      const billing = await world.submit('standard', { category: 'billing' });
      expect(billing).toMatchObject({ category: 'billing', plan: 'standard', status: 'open' });
      return [billing.id];
    },
  },
  {
    name: 'advisory services need Professional Direct or Unified',
    rules: ['PLAN-3'],
    at,
    async play(world) {
      const advisory = await world.submit('professionalDirect', { category: 'advisory', severity: 'C' });
      expect(advisory).toMatchObject({ category: 'advisory', plan: 'professionalDirect' });
      const { status, body } = await world.refusal('standard', { category: 'advisory', severity: 'C' });
      expect(status).toBe(422);
      expect(body).toMatchObject({
        code: 'plan.noAdvisory',
        rules: ['PLAN-3'],
        errors: [{ pointer: '/category' }],
      });
      expect(body.detail).toMatch(/documentation.*forums.*partner/);
      return [advisory.id, body];
    },
  },
  {
    name: 'a purchase through another channel has the targets of its contract',
    rules: ['PLAN-4'],
    at,
    async play(world) {
      const targets = { initialResponse: { B: 'PT3H' } };
      await world.entitle('reseller', {
        plan: 'standard',
        purchasedFrom: 'other',
        targets,
        services: ['Power Apps'],
      });
      const bought = await world.submit('reseller', { service: { name: 'Power Apps' } });
      // Three hours from 09:00 in Berlin.
      expect(clockOf(bought, 'initialResponse')).toMatchObject({
        target: 'PT3H',
        dueAt: '2026-11-23T11:00:00Z',
        rules: ['IR-B', 'PLAN-4', 'BH-1', 'BH-4'],
      });
      const { status, body } = await world.refusal('reseller', { service: { name: 'Power BI' } });
      expect(status).toBe(422);
      expect(body).toMatchObject({
        code: 'service.notCovered',
        rules: ['PLAN-4'],
        detail: expect.stringContaining('Power Apps') as string,
      });
      return [bought.id, body];
    },
  },
  {
    name: 'subscription management needs no plan, but an administrator',
    rules: ['PLAN-5', 'SUB-2'],
    at,
    async play(world) {
      const category = 'subscriptionManagement';
      const newcomer = await world.submit('newcomer', { category });
      // Standard's four hours, in the hours of the contact's country.
      expect(newcomer).toMatchObject({
        plan: 'standard',
        clocks: [{ target: 'PT4H', dueAt: '2026-11-23T12:00:00Z' }],
      });
      const technical = await world.refusal('newcomer', {});
      expect(technical.status).toBe(422);
      expect(technical.body.code).toBe('entitlement.missing');
      const user = await world.refusal('newcomer', { category, submitter: { id: 'u-1', roles: [] } });
      expect(user.status).toBe(403);
      return [newcomer.id, user.body];
    },
  },
  {
    name: 'a service that is not offered everywhere is supported where it is',
    rules: ['MKT-1'],
    at,
    async play(world) {
      await world.putPolicy('markets', { markets: [{ service: 'Dynamics 365 Fresh', countries: ['DE'] }] });
      const service = { name: 'Dynamics 365 Fresh' };
      const offered = await world.submit('standard', { service });
      const contactDetails = { country: 'FR', preferredTimeZone: 'Europe/Paris' };
      const { status, body } = await world.refusal('standard', { service, contactDetails });
      expect(status).toBe(422);
      expect(body).toMatchObject({ code: 'service.notOffered', rules: ['MKT-1'] });
      expect(body.detail).toContain('only in DE');
      const elsewhere = await world.submit('standard', { contactDetails });
      expect(elsewhere.status).toBe('open');
      return [offered.id, body];
    },
  },
];

/** How the kind of the problem and the stage of the service decide about it. */
export const problems: readonly Scenario[] = [
  {
    name: 'a public preview has business hours and English, at severity A too, and break-fix only',
    rules: ['PRE-1'],
    at,
    async play(world) {
      const service = { name: 'Copilot', releaseStage: 'publicPreview' };
      const urgent = { service, severity: 'A', require24X7Response: true };
      const preview = await world.submit('unified', urgent);
      expect(preview).toMatchObject({ coverage: 'businessHours', workingLanguage: 'en' });
      expect(preview.workingLanguageUntil).toBeNull();
      // One business hour from 09:00 in Berlin.
      expect(clockOf(preview, 'initialResponse')).toMatchObject({
        schedule: 'businessHours',
        target: 'PT1H',
        dueAt: '2026-11-23T09:00:00Z',
      });
      const { status, body } = await world.refusal('unified', { service, problemType: 'howTo' });
      expect(status).toBe(422);
      expect(body).toMatchObject({ code: 'preview.breakFixOnly', rules: ['PRE-1', 'BF-2'] });
      return [preview.id, body];
    },
  },
  {
    name: 'limited and private previews are not supported through requests',
    rules: ['PRE-2'],
    at,
    async play(world) {
      const answers = await Promise.all(
        ['limitedPreview', 'privatePreview'].map((releaseStage) =>
          world.refusal('unified', { service: { name: 'Copilot', releaseStage } }),
        ),
      );
      for (const { status, body } of answers) {
        expect(status).toBe(422);
        expect(body).toMatchObject({ code: 'service.previewNotSupported', rules: ['PRE-2'] });
        expect(body.detail).toMatch(/forum/);
      }
      return answers.map(({ body }) => body);
    },
  },
  {
    name: 'how-to is advisory where the plan has it, and elsewhere points to what the customer can do',
    rules: ['BF-2', 'PLAN-3'],
    at,
    async play(world) {
      const howTo = { problemType: 'howTo', severity: 'C' };
      const { status, body } = await world.refusal('standard', howTo);
      expect(status).toBe(422);
      expect(body).toMatchObject({ rules: ['BF-2', 'PLAN-3'], errors: [{ pointer: '/problemType' }] });
      expect(body.detail).toMatch(/documentation.*forums.*partner/);
      const advisory = await world.submit('professionalDirect', howTo);
      expect(advisory).toMatchObject({ category: 'advisory', problemType: 'howTo' });
      return [body, advisory.id];
    },
  },
  {
    name: 'performance over several areas needs advisory services from the start',
    rules: ['BE-4'],
    at,
    async play(world) {
      const slow = { problemType: 'performance', scope: 'multipleAreas' };
      const { status, body } = await world.refusal('standard', slow);
      expect(status).toBe(422);
      expect(body.rules).toEqual(['BE-4', 'PLAN-3']);
      const advisory = await world.submit('unified', slow);
      expect(advisory.category).toBe('advisory');
      // No best effort is counted on it.
      const worked = await world.act(advisory.id, 'investigation.started');
      expect(worked.clocks.map(({ kind }) => kind)).toEqual(['initialResponse']);
      return [body, advisory.id];
    },
  },
  {
    name: 'corrupted data is accepted, naming that it is not repaired',
    rules: ['DC-1'],
    at,
    async play(world) {
      const { id, status } = await world.submit('standard', { problemType: 'dataCorruption' });
      expect(status).toBe('open');
      const [submitted] = await world.client.timeline(id);
      expect(submitted?.rules).toContain('DC-1');
      return [id];
    },
  },
  {
    name: 'a root cause analysis alone is no request',
    rules: ['RCA-1', 'RCA-3'],
    at,
    async play(world) {
      const { status, body } = await world.refusal('unified', { problemType: 'rootCauseAnalysis' });
      expect(status).toBe(422);
      expect(body).toMatchObject({ rules: ['RCA-1', 'RCA-3'], errors: [{ pointer: '/problemType' }] });
      expect(body.detail).toMatch(/rca\.requested/);
      return [body];
    },
  },
];
