import { startApp, type App } from '../../functions/testing/app.ts';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import type { Fault } from '../support/client.ts';
import { contoso, submission } from '../support/samples.ts';

let product: App;
let caseId: string;
beforeAll(async () => {
  product = await startApp();
  await product.client.putEntitlement('contoso', contoso);
  caseId = (await product.client.submit(submission)).id;
});
afterAll(() => product.dispose());

const contact = (change: object) => ({
  ...submission,
  contactDetails: { ...submission.contactDetails, ...change },
});
const post = (body: object) => product.client.call<Fault>('POST', '/api/cases', { body });

/** The one error of a refusal: where, what, and what is offered instead. */
async function theError(body: object) {
  const { status, body: fault } = await post(body);
  expect(status).toBe(400);
  expect(fault.errors).toHaveLength(1);
  return fault.errors?.[0];
}

describe('a value that is wrong gets a sentence with an example', () => {
  test.each<[string, object, string, string | undefined]>([
    [
      'a zone that is missing',
      { problemStartTime: '2026-11-20T08:00:00' },
      'A zone is missing: 2026-11-20T08:00:00Z.',
      '2026-11-20T08:00:00Z',
    ],
    [
      'an instant as people write it',
      { problemStartTime: '2026-11-20 07:30+0900' },
      'Date and time stand apart by `T`, seconds and zone are written out: 2026-11-20T07:30:00+09:00.',
      '2026-11-20T07:30:00+09:00',
    ],
    [
      'a date alone',
      { problemStartTime: '2026-11-20' },
      'Only a date stands here; the time and its zone are missing: 2026-11-20T08:00:00Z.',
      undefined,
    ],
    [
      '30 February',
      { problemStartTime: '2026-02-30T00:00:00Z' },
      'There is no 30 February in 2026: write an instant such as 2026-11-20T08:00:00Z.',
      undefined,
    ],
    [
      'a word',
      { problemStartTime: 'yesterday' },
      'An instant with its zone is expected: 2026-11-20T08:00:00Z.',
      undefined,
    ],
    ['another spelling', { category: 'Technical' }, 'did you mean `technical`', 'technical'],
    ['another case', { problemType: 'breakfix' }, 'did you mean `breakFix`', 'breakFix'],
    [
      'a value that is none',
      { category: 'other' },
      'One of technical, billing, subscriptionManagement',
      undefined,
    ],
    [
      'a number in quotes',
      { require24X7Response: 'true' },
      'true or false is expected, without quotes',
      undefined,
    ],
    ['null', { title: null }, 'null stands here: a text in quotes is expected', undefined],
  ])('%s', async (_, change, sentence, suggestion) => {
    const error = await theError({ ...submission, ...change });
    expect(error?.detail).toContain(sentence);
    expect(error?.suggestion).toBe(suggestion);
  });

  test.each([
    ['critical', 'A'],
    ['highestCriticalImpact', 'A'],
    ['Moderate', 'B'],
    ['minimal', 'C'],
    [2, 'B'],
    ['a', 'A'],
  ])('the severity %j is %s here', async (severity, suggestion) => {
    expect(await theError({ ...submission, severity })).toMatchObject({
      pointer: '/severity',
      detail: `There is no such value; did you mean \`${suggestion}\`? One of A, B, C is expected.`,
      suggestion,
    });
  });

  test.each([
    [{ preferredSupportLanguage: 'ja_JP' }, '/contactDetails/preferredSupportLanguage', 'ja-JP'],
    [{ preferredSupportLanguage: 'de_at.UTF-8' }, '/contactDetails/preferredSupportLanguage', 'de-AT'],
    [{ country: 'Japan' }, '/contactDetails/country', 'JP'],
  ])('%j', async (change, pointer, suggestion) => {
    expect(await theError(contact(change))).toMatchObject({ pointer, suggestion });
  });

  test('UK is written GB', async () => {
    const error = await theError(contact({ country: 'UK', preferredTimeZone: 'Europe/London' }));
    expect(error).toMatchObject({
      pointer: '/contactDetails/country',
      detail: expect.stringContaining('write GB') as string,
    });
  });

  test('a choice that is missing names what there is to choose from', async () => {
    const { severity: _, ...without } = submission;
    expect((await theError(without))?.detail).toBe('This field is required: one of A, B, C.');
  });

  test('a problem that begins in the future', async () => {
    expect(await theError({ ...submission, problemStartTime: '2026-11-20T09:00:00Z' })).toMatchObject({
      pointer: '/problemStartTime',
      code: 'problemStartTime.inFuture',
      detail: expect.stringContaining('it is 2026-11-20T08:00:00Z now') as string,
    });
  });
});

describe('a field by another name', () => {
  test.each([
    [{ subject: 'x' }, 'title'],
    [{ priority: 1 }, 'severity'],
    [{ email: 'a@b.example' }, 'contactDetails.primaryEmailAddress'],
    [{ timezone: 'Asia/Tokyo' }, 'contactDetails.preferredTimeZone'],
    [{ language: 'ja' }, 'contactDetails.preferredSupportLanguage'],
    [{ contactDetails: { ...submission.contactDetails, email: 'x' } }, 'primaryEmailAddress'],
    [{ contactDetails: { ...submission.contactDetails, timezone: 'x' } }, 'preferredTimeZone'],
    [{ contactDetails: { ...submission.contactDetails, phone: 'x' } }, 'phoneNumber'],
    [{ customerId: 'contoso' }, 'tenantId'],
    [{ start_time: 'x' }, 'problemStartTime'],
    [{ build: 'x' }, 'environment.build'],
  ])('%j', async (change, suggestion) => {
    expect(await theError({ ...submission, ...change })).toMatchObject({
      code: 'field.unknown',
      suggestion,
      detail: `There is no such field; did you mean \`${suggestion}\`?`,
    });
  });

  test('a ticket is something that there is a field for', async () => {
    expect((await theError({ ...submission, ticket: 'T-1' }))?.suggestion).toMatch(
      /^(externalId|relatedTo)$/,
    );
  });

  test.each(['foreignKey', 'sla', 'mailbox', 'xyz'])('%s: no far-fetched guess', async (name) => {
    expect((await theError({ ...submission, [name]: 'x' }))?.suggestion).toBeUndefined();
  });

  test('of an event is compared with what that event knows', async () => {
    const act = async (body: object) => (await product.client.act(caseId, body)).body.errors;
    expect(await act({ type: 'engineer.contacted', environment: {} })).toEqual([
      {
        pointer: '/environment',
        code: 'field.unknown',
        detail: 'There is no such field; known here: type, message, occurredAt.',
      },
    ]);
    expect(await act({ type: 'engineer.contacted', comment: 'x' })).toMatchObject([
      { suggestion: 'message' },
    ]);
    expect(await act({ type: 'contacted' })).toMatchObject([{ suggestion: 'engineer.contacted' }]);
    expect(await act({})).toMatchObject([
      { detail: expect.stringContaining('one of engineer.contacted') as string },
    ]);
  });
});

describe('addresses', () => {
  test.each([
    ["o'brien+x=1/2@contoso.example", "o'brien+x=1/2@contoso.example"],
    ['aiko@contoso.xn--p1ai', 'aiko@contoso.xn--p1ai'],
    ['aiko@bücher.example', 'aiko@xn--bcher-kva.example'],
  ])('%s is taken, and written to as %s', async (given, kept) => {
    const view = await product.client.submit(contact({ primaryEmailAddress: given }));
    expect(view.contactDetails.primaryEmailAddress).toBe(kept);
    const send = vi.spyOn(product.ports.mail, 'send').mockResolvedValue({ status: 'running' });
    await product.invoke('tick', { caseId: view.id, instanceId: `${view.id}.0` });
    expect(send.mock.calls.map(([{ to }]) => to)).toEqual([[kept]]);
    send.mockRestore();
  });

  test('otherwise a sentence says what is wrong', async () => {
    const error = await theError(contact({ primaryEmailAddress: 'Aiko <aiko@contoso.example>' }));
    expect(error?.detail).toMatch(/^Must be the address alone/);
  });
});
