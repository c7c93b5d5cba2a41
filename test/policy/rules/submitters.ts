import { expect } from 'vitest';

import type { Scenario } from '../play.ts';

/** A Monday, 09:00 in Berlin. */
const at = '2026-11-23T08:00:00Z';

/** Who may submit, and with what contact. */
export const submitters: readonly Scenario[] = [
  {
    name: 'administrators by name or by Entra role id, in any case; nobody else',
    rules: ['SUB-1', 'SUB-2'],
    at,
    async play(world) {
      const byName = await world.submit('standard', {
        submitter: { id: 'u-1', roles: ['User', 'global administrator'] },
      });
      const byId = await world.submit('standard', {
        submitter: { id: 'u-2', roles: ['11648597-926C-4CF3-9C36-BCEBB0BA8DCC'] },
      });
      expect([byName.status, byId.status]).toEqual(['open', 'open']);
      const { status, body } = await world.refusal('standard', {
        submitter: { id: 'u-3', roles: ['Sales Person'] },
      });
      expect(status).toBe(403);
      expect(body).toMatchObject({
        code: 'submitter.noAdminRole',
        rules: ['SUB-2'],
        errors: [{ pointer: '/submitter/roles' }],
      });
      expect(body.detail).toContain('Global Administrator');
      return [byName.id, byId.id, body];
    },
  },
  {
    name: 'Service Administrator is enough',
    rules: ['SUB-3'],
    at,
    async play(world) {
      const { id } = await world.submit('standard', {
        submitter: { id: 'u-4', roles: ['f023fd81-a637-4b56-95fd-791ac0226033'] },
      });
      expect((await world.client.timeline(id))[0]?.rules).toContain('SUB-3');
      return [id];
    },
  },
  {
    name: 'a delegated partner submits on the customer’s plan or on its own; others not at all',
    rules: ['SUB-4', 'PLAN-1'],
    at,
    async play(world) {
      await world.entitle('delegating', { plan: 'standard', delegatedPartners: ['fabrikam'] });
      await world.entitle('fabrikam', { plan: 'unified' });
      const fabrikam = { as: { role: 'integration', tenantId: 'fabrikam' } } as const;
      const submitter = { id: 'p-1', partnerTenantId: 'fabrikam' };
      const onTheirs = await world.submit('delegating', { submitter }, fabrikam);
      expect(onTheirs).toMatchObject({ plan: 'standard', clocks: [{ target: 'PT4H' }] });
      const benefit = { submitter: { ...submitter, benefit: 'partnerBenefit' } };
      const onOurs = await world.submit('delegating', benefit, fabrikam);
      expect(onOurs).toMatchObject({ plan: 'unified', clocks: [{ target: 'PT2H' }] });

      const refused = await Promise.all([
        // Not delegated by this tenant.
        world.refusal('standard', { submitter }, fabrikam),
        // Delegated, but in another partner's name.
        world.refusal('delegating', { submitter: { ...submitter, partnerTenantId: 'other' } }, fabrikam),
        // Another's case, without saying for whom.
        world.refusal('delegating', {}, fabrikam),
      ]);
      for (const { status, body } of refused) {
        expect(status).toBe(403);
        expect(body.rules).toEqual(['SUB-4']);
      }
      return [onTheirs.id, onOurs.id, ...refused.map(({ body }) => body)];
    },
  },
  {
    name: 'a partner benefit without an entitlement is refused',
    rules: ['SUB-4'],
    at,
    async play(world) {
      await world.entitle('trusting', { plan: 'standard', delegatedPartners: ['penniless'] });
      const submitter = { id: 'p-2', partnerTenantId: 'penniless', benefit: 'partnerBenefit' };
      const as = { role: 'integration', tenantId: 'penniless' } as const;
      const { status, body } = await world.refusal('trusting', { submitter }, { as });
      expect(status).toBe(403);
      expect(body).toMatchObject({ rules: ['SUB-4'], errors: [{ pointer: '/submitter/benefit' }] });
      return [body];
    },
  },
  {
    name: 'a partner who is an ordinary administrator of the tenant counts as one',
    rules: ['SUB-5', 'SUB-1'],
    at,
    async play(world) {
      const submitter = {
        id: 'p-3',
        roles: ['Dynamics 365 Administrator'],
        partnerTenantId: 'nowhere-named',
      };
      const as = { role: 'integration', tenantId: 'standard' } as const;
      const { id, plan } = await world.submit('standard', { submitter }, { as });
      expect(plan).toBe('standard');
      return [id];
    },
  },
  {
    name: 'a contact that cannot be reached is refused, with the field and the rule',
    rules: ['COM-1'],
    at,
    async play(world) {
      const { status, body } = await world.refusal('standard', {
        contactDetails: { primaryEmailAddress: 'jana' },
      });
      expect(status).toBe(400);
      expect(body).toMatchObject({
        rules: ['COM-1'],
        errors: [{ pointer: '/contactDetails/primaryEmailAddress' }],
      });
      return [body];
    },
  },
  {
    name: 'what was refused has left nothing behind',
    rules: [],
    at,
    async play(world) {
      const listed = await world.client.all<{ id: string }>('/api/cases?top=200');
      expect(listed.length).toBeGreaterThan(0);
      const cases = await Promise.all(listed.map(({ id }) => world.client.read(id)));
      expect(cases.map(({ submitter }) => submitter.id)).not.toContain('u-3');
      expect(cases.map(({ submitter }) => submitter.id)).not.toContain('p-2');
      return [];
    },
  },
];
