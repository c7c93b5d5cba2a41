import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { TimelineEntry } from '../../shared/api/schemas.ts';
import { type CaseActionType, caseActionTypes } from '../../shared/cases/index.ts';
import { postingRole } from '../../shared/identity/caller.ts';
import { World, type Posted } from './world.ts';

let world: World;
let id: string;
let before: readonly TimelineEntry[];
beforeAll(async () => {
  world = await World.start({ now: '2026-11-24T08:00:00Z' });
});
afterAll(() => world.dispose());

beforeEach(async () => {
  id = (await world.submit('unified', { require24X7Response: true })).id;
  await world.client.advance('PT0S');
  before = await world.client.timeline(id);
});

/** What was refused has left nothing on the timeline. */
async function unchanged() {
  await world.client.advance('PT0S');
  expect(await world.client.timeline(id)).toEqual(before);
}

const complete: Readonly<Record<string, object>> = {
  'response.corrected': { contactedAt: '2026-11-24T08:00:00Z', reason: 'By phone' },
  'engineer.reclassified': { category: 'advisory', message: 'Sizing' },
  'investigation.concluded': { cause: 'platform', reproducible: true },
  'severity.changeRequested': { severity: 'C' },
  'coverage.changed': { require24X7Response: false },
  'dataScript.requested': { testedInUat: true, providedBy: 'customer' },
  'mail.retryRequested': { mailId: 'm2' },
  'engineer.updated': { message: 'We are on it' },
  'contact.changed': {
    contactDetails: {
      firstName: 'Jo',
      lastName: 'Weber',
      primaryEmailAddress: 'jo@tenant.example',
      country: 'DE',
    },
  },
  'details.changed': { title: 'Posting fails' },
  'case.assigned': { owner: { id: 'e-7', name: 'Mika' } },
  'note.added': { message: 'Seen before' },
  'case.reopenRequested': {
    environment: { name: 'prod', build: '1', machine: 'm', user: 'u', document: 'd' },
    sameError: true,
    updateInstalled: false,
  },
};

/** An event of this type with everything that it needs. */
const whole = (type: (typeof caseActionTypes)[number]): Posted => ({ type, ...complete[type] });

/** What makes no sense on a new case. */
const impossible = [
  'response.corrected',
  'alert.acknowledged',
  'customer.acceptedResolution',
  'customer.rejectedResolution',
  'investigation.paused',
  'investigation.concluded',
  'engineer.reclassified',
  'downgrade.approved',
  'downgrade.declined',
  'advisory.continued',
  'mail.retryRequested',
  'case.reopenRequested',
] as const;

/** Whether whoever tries `tried` may post another event. */
function mayPost(tried: CaseActionType, type: CaseActionType): boolean {
  const role = /^(downgrade|mail)\.|^response\.corrected$/.test(tried) ? 'operations' : 'engineer';
  const caller = { subject: 's', client: 'c', tenantId: 'operator', home: true, roles: [role] } as const;
  return postingRole(caller, type) !== undefined;
}

describe('an event in an impossible order', () => {
  test.each(impossible)('%s on a new case', async (type) => {
    const { status, body } = await world.tryTo(id, whole(type));
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'event.notNow' });
    expect(body.detail).toMatch(new RegExp(`\`${type}\` makes no sense now: .+ can be posted now: .+`));
    const possible = caseActionTypes.filter((one) => !impossible.some((not) => not === one));
    expect((await world.client.read(id)).allowed).toEqual(possible);
    expect(body.allowed).toEqual(possible.filter((one) => mayPost(type, one)));
    expect(body.detail).toContain(`${body.allowed.join(', ')}.`);
    await unchanged();
  });

  test.each([
    ['a second contact', 'engineer.contacted', 'engineer.contacted'],
    ['a second start', 'investigation.started', 'investigation.started'],
    ['a second escalation', 'escalation.requested', 'escalation.requested'],
    ['acceptance after rejection', 'customer.rejectedResolution', 'customer.acceptedResolution'],
  ] as const)('%s', async (_name, first, second) => {
    if (first === 'customer.rejectedResolution') await world.act(id, 'engineer.proposedResolution');
    await world.act(id, first);
    const { status, body } = await world.tryTo(id, second);
    expect(status).toBe(409);
    expect(body.allowed).not.toContain(second);
  });
});

test('whatever is called allowed is, and nothing else', async () => {
  for (const type of caseActionTypes) {
    const { id: each, allowed } = await world.submit('unified', { require24X7Response: true });
    const { status } = await world.tryTo(each, whole(type));
    expect([type, status]).toEqual([type, allowed.includes(type) ? 200 : 409]);
  }
});

test('on a closed case nothing is possible but a reopening, a correction, a question for an analysis, and to put right what is known', async () => {
  await world.act(id, 'case.closed');
  await world.client.advance('PT0S');
  before = await world.client.timeline(id);
  const possible: CaseActionType[] = [
    'response.corrected',
    'contact.changed',
    'details.changed',
    'case.assigned',
    'note.added',
    'rca.requested',
    'case.reopenRequested',
  ];
  for (const type of caseActionTypes) {
    if (possible.includes(type)) continue;
    const { status, body } = await world.tryTo(id, whole(type));
    expect([type, status, body.code]).toEqual([type, 409, 'event.notNow']);
    expect(body.allowed).toEqual(possible.filter((one) => mayPost(type, one)));
  }
  await unchanged();
});

describe('an event from the wrong role', () => {
  const bySupport = caseActionTypes.filter((type) => /^(engineer|investigation)\./.test(type));
  const byOperations = caseActionTypes.filter(
    (type) => /^(downgrade|mail)\./.test(type) || type === 'response.corrected',
  );
  const bySupportAlone = ['case.assigned', 'note.added'] as const;
  const tenant = { role: 'integration', tenantId: 'unified' } as const;

  test.each([
    ...bySupport.filter((type) => type !== 'engineer.updated').map((type) => [type, 'operations'] as const),
    ...bySupportAlone.flatMap((type) => [[type, 'integration'] as const, [type, tenant] as const]),
    ...bySupport.map((type) => [type, tenant] as const),
    ...byOperations.map((type) => [type, 'engineer'] as const),
    ...byOperations.map((type) => [type, 'integration'] as const),
    ...byOperations.map((type) => [type, tenant] as const),
    ['alert.acknowledged', 'integration'] as const,
    ['alert.acknowledged', tenant] as const,
  ])('%s as %j', async (type, as) => {
    const { status, body } = await world.tryTo(id, whole(type), { as });
    expect(status).toBe(403);
    expect(body.code).toBe('role.notAllowed');
    await unchanged();
  });

  test('another tenant’s integration finds no case at all', async () => {
    const as = { role: 'integration', tenantId: 'stranger' } as const;
    const { status, body } = await world.tryTo(id, 'customer.replied', { as });
    expect([status, body.code]).toEqual([404, 'case.unknown']);
    await unchanged();
  });

  test('the customer’s own integration may do what customers do; one from home what engineers do', async () => {
    expect((await world.tryTo(id, 'customer.replied', { as: tenant })).status).toBe(200);
    expect((await world.tryTo(id, 'engineer.contacted', { as: 'integration' })).status).toBe(200);
  });
});

describe('an instant that cannot be', () => {
  test.each(caseActionTypes.map((type) => [type]))('%s in the future', async (type) => {
    const posted = { ...(whole(type) as object), type, occurredAt: '2099-01-01T00:00:00Z' };
    const { status, body } = await world.tryTo(id, posted);
    if (impossible.some((one) => one === type)) {
      expect([status, body.code]).toEqual([409, 'event.notNow']);
    } else {
      expect(status).toBe(400);
      expect(body.errors).toMatchObject([{ pointer: '/occurredAt', code: 'occurredAt.inFuture' }]);
    }
    await unchanged();
  });

  test('before the last event of its clock, which the answer names', async () => {
    await world.client.advance('PT10M');
    await world.act(id, 'investigation.started');
    await world.act(id, 'engineer.requestedInformation');
    const asked = await world.client.now();
    await world.client.advance('PT10M');
    const tooEarly = new Date(Date.parse(asked) - 1).toISOString();
    const { status, body } = await world.tryTo(id, { type: 'customer.replied', occurredAt: tooEarly });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ pointer: '/occurredAt', code: 'occurredAt.outOfOrder' }]);
    expect(body.errors?.[0]?.detail).toContain(asked.replace('.000Z', 'Z'));
    // At that very instant it may have been.
    const answered = await world.act(id, { type: 'customer.replied', occurredAt: asked });
    const clock = answered.clocks.find(({ kind }) => kind === 'customerReply');
    expect(clock).toMatchObject({ state: 'met', elapsed: 'PT0S' });
  });
});

describe('an event that is malformed', () => {
  test.each([
    ['engineer.contactd', 'engineer.contacted'],
    ['contacted', 'engineer.contacted'],
    ['Customer.Replied', 'customer.replied'],
    ['investigation.start', 'investigation.started'],
    ['case.reopen', 'case.reopenRequested'],
    ['severity.change', 'severity.changeRequested'],
  ])('%s: did you mean %s?', async (type, suggestion) => {
    const { status, body } = await world.client.act(id, { type });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ pointer: '/type', suggestion }]);
    expect(body.errors?.[0]?.detail).toContain(`did you mean \`${suggestion}\`?`);
    await unchanged();
  });

  test('of no known kind: all kinds are named', async () => {
    const { status, body } = await world.client.act(id, { type: 'zzzzzzzzzzzz' });
    expect(status).toBe(400);
    for (const type of caseActionTypes) expect(body.errors?.[0]?.detail).toContain(type);
  });

  test('without a type', async () => {
    const { status, body } = await world.client.act(id, { message: 'x' });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ pointer: '/type', code: 'field.missing' }]);
  });

  test.each([
    ['response.corrected', ['/contactedAt', '/reason']],
    ['engineer.reclassified', ['/category', '/message']],
    ['investigation.concluded', ['/cause', '/reproducible']],
    ['severity.changeRequested', ['/severity']],
    ['coverage.changed', ['/require24X7Response']],
    ['dataScript.requested', ['/providedBy', '/testedInUat']],
    ['mail.retryRequested', ['/mailId']],
    ['case.reopenRequested', ['/environment', '/sameError', '/updateInstalled']],
  ])('%s without %j', async (type, pointers) => {
    const { status, body } = await world.client.act(id, { type });
    expect(status).toBe(400);
    expect(body.errors?.map(({ pointer }) => pointer).sort()).toEqual(pointers);
    for (const { code, detail } of body.errors ?? []) {
      expect(code).toBe('field.missing');
      expect(detail).not.toMatch(/nonoptional|undefined/);
    }
    await unchanged();
  });

  test.each(caseActionTypes.map((type) => [type]))('%s with an unknown field', async (type) => {
    const { status, body } = await world.client.act(id, { ...(whole(type) as object), type, mesage: 'x' });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ pointer: '/mesage', code: 'field.unknown', suggestion: 'message' }]);
    await unchanged();
  });

  test.each([
    [{ type: 'investigation.concluded', cause: 'me', reproducible: true }, '/cause'],
    [{ type: 'severity.changeRequested', severity: 'D' }, '/severity'],
    [{ type: 'severity.changeRequested', severity: 'A', require24X7Response: 'yes' }, '/require24X7Response'],
    [{ type: 'coverage.changed', require24X7Response: null }, '/require24X7Response'],
    [{ type: 'dataScript.requested', testedInUat: 1, providedBy: 'customer' }, '/testedInUat'],
    [
      { type: 'rca.requested', incident: { id: 'i', published: true, affected: 'all' } },
      '/incident/affected',
    ],
    [{ type: 'rca.requested', incident: { id: 'i', published: true } }, '/incident/affected'],
    [{ ...complete['case.reopenRequested'], type: 'case.reopenRequested', sameError: 'no' }, '/sameError'],
    [
      { ...complete['case.reopenRequested'], type: 'case.reopenRequested', environment: { name: 'prod' } },
      '/environment/build',
    ],
  ])('%j', async (posted, pointer) => {
    const { status, body } = await world.client.act(id, posted);
    expect(status).toBe(400);
    expect(body.errors?.map((error) => error.pointer)).toContain(pointer);
    for (const { detail } of body.errors ?? []) expect(detail).not.toMatch(/nonoptional/);
    await unchanged();
  });
});
