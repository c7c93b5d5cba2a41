/** A case is found by the short name that is read out over the phone, by those who may see it. */
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { CaseView } from '../../shared/api/schemas.ts';
import { openSqliteStore } from '../../shared/store/sqlite/store.ts';
import { type Fault, withoutTrace } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Product;
let submitted: CaseView;
beforeAll(async () => {
  product = await Product.start();
  await product.client.putEntitlement('contoso', contoso);
  submitted = await product.client.submit(submission);
});
afterAll(() => product.dispose());

const ofContoso = { as: { role: 'integration', tenantId: 'contoso' } } as const;
const ofStranger = { as: { role: 'integration', tenantId: 'northwind' } } as const;
const ofPartner = { as: { role: 'integration', tenantId: 'fabrikam' } } as const;

test('it is three groups of four, also on lists and in mails', async () => {
  expect(submitted.reference).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
  const [item] = await product.client.all<{ reference: string }>('/api/cases');
  expect(item?.reference).toBe(submitted.reference);
  await product.client.advance('PT0S');
  const [mail] = await product.client.mail({ caseId: submitted.id, kind: 'acknowledgement' });
  expect(mail?.subject).toContain(`[${submitted.reference}]`);
  // The signed part of a link is read by nobody.
  expect(mail?.text.replaceAll(/#\S+/g, '')).not.toContain(submitted.id);
});

test('it is read forgivingly, wherever an id is', async () => {
  const written = [
    submitted.reference,
    submitted.reference.toLowerCase(),
    submitted.reference.replaceAll('-', ''),
    submitted.reference.replaceAll('0', 'O').replaceAll('1', 'l'),
  ];
  for (const name of written) {
    for (const caller of [{}, ofContoso, ofPartner])
      expect((await product.client.read(name, caller)).id).toBe(submitted.id);
    await product.client.expect(200, 'GET', `/api/cases/${name}/timeline`);
    await product.client.expect(200, 'GET', `/api/cases/${name}/clocks/initialResponse/proof`);
  }
  const acted = await product.client.act(submitted.reference.toLowerCase(), { type: 'customer.replied' });
  expect(acted.body.id).toBe(submitted.id);
  const alarms = `/api/operations/alarms/${submitted.reference}/restart`;
  await product.client.expect(200, 'POST', alarms, { as: 'operations' });
});

test('others learn nothing by it, and a slip of the tongue is noticed', async () => {
  const path = `/api/cases/${submitted.reference}`;
  const strange = await product.client.expect<Fault>(404, 'GET', path, ofStranger);
  const unknown = await product.client.expect<Fault>(404, 'GET', '/api/cases/nothing', ofStranger);
  expect(withoutTrace(strange.text)).toBe(withoutTrace(unknown.text));
  const last = submitted.reference.endsWith('Z') ? 'Y' : 'Z';
  const misread = await product.client.expect<Fault>(404, 'GET', path.replace(/.$/, last));
  expect(misread.body.detail).toContain('one of its characters is wrong');
});

test('a key counts once, however the case is named', async () => {
  const options = { headers: { 'idempotency-key': 'told once' } };
  const body = { type: 'customer.replied' };
  const first = await product.client.act(submitted.reference, body, options);
  const again = await product.client.act(submitted.id, body, options);
  expect([first.status, again.status]).toEqual([200, 200]);
  expect(again.body.sequence).toBe(first.body.sequence);
});

test('where two cases have the same one, both ids are named', async () => {
  const store = openSqliteStore({ path: join(product.data, 'cases.db') });
  try {
    const { commits } = await store.load(submitted.id, -1);
    const [first] = commits;
    const { value } = await store.list({ now: 0, top: 1 });
    const [row] = value;
    if (!first || !row) throw new Error('the case is not there');
    const caseId = `${submitted.id.slice(0, 11)}${'z'.repeat(15)}`;
    const commit = { ...first, caseId };
    await store.append(commit, {
      row: { ...row, caseId, commit: 0 },
      rowSince: 0,
      wakeBefore: null,
      epoch: null,
      wakeAfter: null,
      guardAt: 0,
    });
    const path = `/api/cases/${submitted.reference}`;
    const answer = await product.client.expect<Fault>(409, 'GET', path, ofContoso);
    expect(answer.body.code).toBe('reference.ambiguous');
    expect(answer.body.detail).toContain(submitted.id);
    expect(answer.body.detail).toContain(caseId);
    await product.client.expect(404, 'GET', path, ofStranger);
    expect((await product.client.read(submitted.id)).reference).toBe(submitted.reference);
  } finally {
    await store.close();
  }
});
