/** What is known of a case is put right while it goes on, and those who have to know are told. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import type { CaseItem, CaseView, TimelineEntry } from '../../shared/api/schemas.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Product;
let submitted: CaseView;
beforeAll(async () => {
  product = await Product.start();
  await product.client.putEntitlement('contoso', contoso);
});
afterAll(() => product.dispose());

const ofContoso = { as: { role: 'integration', tenantId: 'contoso' } } as const;
const facts = { externalId: 'INC-1', labels: { area: 'sales' }, advancedDiagnosticConsent: 'no' };
const contactDetails = {
  ...submission.contactDetails,
  additionalEmailAddresses: ['desk@contoso.example', 'AIKO@contoso.example'],
  preferredContactMethod: 'phone',
};

beforeEach(async () => {
  submitted = await product.client.submit({ ...submission, ...facts, contactDetails });
  await product.client.advance('PT0S');
});

test('the names of other systems and labels are kept, and found', async () => {
  expect(submitted).toMatchObject(facts);
  await product.client.act(submitted.id, { type: 'details.changed', externalId: 'INC-77' }, ofContoso);
  const found = await product.client.all<CaseItem>('/api/cases?externalId=INC-77', ofContoso);
  expect(found).toMatchObject([{ id: submitted.id, externalId: 'INC-77' }]);
  const strange = { as: { role: 'integration', tenantId: 'northwind' } } as const;
  expect(await product.client.all('/api/cases?externalId=INC-77', strange)).toEqual([]);
});

test('further addresses of the contact get a copy of the one mail', async () => {
  const query = { kind: 'acknowledgement', caseId: submitted.id };
  const mails = await product.client.mail(query);
  expect(mails).toMatchObject([{ to: 'aiko@contoso.example', cc: 'desk@contoso.example' }]);
  expect(await product.client.mail({ ...query, to: 'DESK@contoso.example' })).toEqual(mails);
});

test('another contact is told, and so is the former one', async () => {
  const other = {
    ...submission.contactDetails,
    firstName: 'Ken',
    primaryEmailAddress: 'ken@contoso.example',
  };
  const changed = { type: 'contact.changed', contactDetails: other };
  const answer = await product.client.act(submitted.id, changed, ofContoso);
  expect(answer.body).toMatchObject({
    contactDetails: other,
    clocks: [{ dueAt: submitted.clocks[0]?.dueAt }],
  });
  expect(answer.headers.get('etag')).not.toBe(`"${submitted.sequence}"`);
  await product.client.advance('PT0S');
  const told = await product.client.mail({ kind: 'contactChanged', caseId: submitted.id });
  expect(told.map(({ to, cc }) => [to, cc])).toEqual([
    ['ken@contoso.example', undefined],
    ['aiko@contoso.example', undefined],
  ]);
  expect(told[1]?.text).toContain('Aiko Tanaka');
  expect(told[1]?.text).not.toContain('ken@contoso.example');
});

test('whose case it is shows in the case, on lists and to operations', async () => {
  const owner = { id: 'e-7', name: 'Mika Aalto' };
  const assigned = await product.client.act(submitted.id, { type: 'case.assigned', owner });
  expect(assigned.body.owner).toEqual(owner);
  const items = await product.client.all<CaseItem>('/api/cases');
  expect(items.find(({ id }) => id === submitted.id)?.owner).toEqual(owner);
  await product.client.advance('PT30M');
  const [warning] = await product.client.mail({ kind: 'responseWarning', caseId: submitted.id });
  expect(warning?.text).toContain('Case owner: Mika Aalto');
  expect(warning?.text).toContain('Prefers to be reached by: phone');
  const nobody = await product.client.act(submitted.id, { type: 'case.assigned', owner: null });
  expect(nobody.body).not.toHaveProperty('owner');
});

test('a note is for support alone, an update for the customer', async () => {
  await product.client.act(submitted.id, { type: 'note.added', message: 'An old acquaintance' });
  await product.client.act(submitted.id, { type: 'engineer.updated', message: 'We can reproduce it' });
  await product.client.advance('PT0S');
  const types = async (options: object) => {
    const path = `/api/cases/${submitted.id}/timeline?top=200`;
    const entries = await product.client.all<TimelineEntry>(path, options);
    return entries.map(({ type }) => type);
  };
  expect(await types({ as: 'engineer' })).toContain('note.added');
  expect(await types(ofContoso)).not.toContain('note.added');
  expect(await types(ofContoso)).toContain('engineer.updated');
  const mails = await product.client.mail({ caseId: submitted.id });
  expect(mails.find(({ kind }) => kind === 'update')?.text).toContain('We can reproduce it');
  expect(mails.map(({ text }) => text).join()).not.toContain('An old acquaintance');
});

test.each([
  [{ type: 'case.assigned', owner: null }],
  [{ type: 'note.added', message: 'x' }],
  [{ type: 'engineer.updated', message: 'x' }],
])('%j is not for the customer’s side', async (body) => {
  const answer = await product.client.act(submitted.id, body, ofContoso);
  expect([answer.status, answer.body.code]).toEqual([403, 'role.notAllowed']);
});

test('a duplicate is closed, and both cases hold the link', async () => {
  await product.client.advance('PT1M');
  const goesOn = await product.client.submit(submission);
  const closing = { type: 'case.closed', duplicateOf: goesOn.reference.toLowerCase() };
  const refused = await product.client.act(submitted.id, closing);
  expect([refused.status, refused.body.code]).toEqual([409, 'duplicate.wouldLosePromise']);
  const denied = await product.client.act(submitted.id, closing, ofContoso);
  expect([denied.status, denied.body.code]).toEqual([403, 'role.notAllowed']);
  await product.client.act(goesOn.id, { type: 'engineer.contacted' });
  const closed = await product.client.act(submitted.id, closing);
  expect(closed.body).toMatchObject({
    status: 'closed',
    closing: { reason: 'duplicate', duplicateOf: goesOn.id },
    clocks: [{ state: 'cancelled' }],
    linkedCases: [{ id: goesOn.id, reference: goesOn.reference, kind: 'duplicateOf' }],
  });
  expect((await product.client.read(goesOn.id)).linkedCases).toEqual([
    { id: submitted.id, reference: submitted.reference, kind: 'duplicate' },
  ]);
  await product.client.advance('PT0S');
  const [mail] = await product.client.mail({ kind: 'closed', caseId: submitted.id });
  expect(mail?.text).toContain(goesOn.reference);
  const unknown = await product.client.act(goesOn.id, { type: 'case.closed', duplicateOf: 'nothing' });
  expect([unknown.status, unknown.body.code]).toEqual([422, 'duplicateOf.unknown']);
});
