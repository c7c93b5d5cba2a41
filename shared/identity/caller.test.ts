import { describe, expect, test } from 'vitest';

import { entitlementSchema, type CaseActionType } from '../cases/index.ts';
import { actorOf, mayActOn, postersOf, postingRole, type Caller, type Role } from './caller.ts';

const caller = (change: Partial<Caller> = {}): Caller => ({
  subject: 's',
  client: 'app',
  tenantId: 'contoso',
  home: false,
  roles: ['integration'],
  ...change,
});

describe('who may act on a tenant (SUB-4)', () => {
  const delegating = entitlementSchema.parse({
    plan: 'standard',
    country: 'JP',
    delegatedPartners: ['fabrikam'],
  });
  test.each([
    ['the tenant itself', caller(), undefined, true],
    ['another tenant', caller({ tenantId: 'fabrikam' }), undefined, false],
    ['a partner of it', caller({ tenantId: 'fabrikam' }), delegating, true],
    ['a partner of somebody else', caller({ tenantId: 'tailspin' }), delegating, false],
    ['the operator', caller({ tenantId: 'operator', home: true }), undefined, true],
  ])('%s: %#', (_name, who, entitlement, expected) => {
    expect(mayActOn(who, 'contoso', entitlement)).toBe(expected);
  });
});

describe('in which role something is posted', () => {
  const at = (home: boolean, ...roles: Role[]) => caller({ home, roles });
  test.each<[CaseActionType, Caller, Role | undefined]>([
    ['customer.replied', at(false, 'integration'), 'integration'],
    ['engineer.contacted', at(false, 'integration'), undefined],
    ['engineer.contacted', at(true, 'integration'), 'integration'],
    ['engineer.contacted', at(true, 'engineer', 'integration'), 'engineer'],
    ['engineer.contacted', at(true, 'operations'), undefined],
    ['engineer.updated', at(false, 'integration'), undefined],
    ['engineer.updated', at(true, 'operations'), 'operations'],
    ['note.added', at(true, 'integration'), undefined],
    ['note.added', at(true, 'operations'), 'operations'],
    ['case.assigned', at(true, 'engineer'), 'engineer'],
    ['response.corrected', at(true, 'engineer'), undefined],
    ['response.corrected', at(true, 'operations'), 'operations'],
    ['mail.retryRequested', at(true, 'engineer', 'integration'), undefined],
    ['alert.acknowledged', at(true, 'engineer', 'operations'), 'operations'],
    ['case.closed', at(true), undefined],
  ])('%s: %#', (type, who, role) => {
    expect(postingRole(who, type)).toBe(role);
  });
});

test.each<[CaseActionType, string]>([
  ['engineer.contacted', 'an engineer or an integration with a token of the operator’s own tenant'],
  ['note.added', 'an engineer or operations'],
  ['response.corrected', 'operations'],
  ['engineer.updated', 'an engineer, operations or an integration with a token of the operator’s own tenant'],
])('a refusal says who posts %s', (type, who) => {
  expect(postersOf(type)).toBe(who);
});

test('what is recorded of a caller names the role it acted in', () => {
  expect(actorOf(caller(), 'integration')).toEqual({
    kind: 'caller',
    id: 's',
    role: 'integration',
    tenantId: 'contoso',
  });
});
