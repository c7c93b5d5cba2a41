/** What asks for much: the answer is bounded, and so is the refusal. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { DeadlineView } from '../../shared/api/time/deadlines.ts';
import type { Fault } from '../support/client.ts';
import { startFunctions, type Functions } from '../support/functions.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Functions;
beforeAll(async () => {
  product = await startFunctions();
  await product.client.putEntitlement('contoso', contoso);
});
afterAll(() => product.dispose());

const kb = 1024;
/** The longest refusal: twenty errors that each name all fields there are. */
const longestRefusal = 20 * kb;
const customer = { role: 'integration', tenantId: 'contoso' } as const;

async function send(method: string, path: string, body: string | object) {
  return product.client.call<Fault & { status?: number }>(method, path, { as: 'operations', body });
}

async function deadlines(body: string | object, query = '') {
  return product.client.call<DeadlineView[] & Fault>('POST', `/api/deadlines${query}`, {
    as: customer,
    body,
  });
}

const ofJapan = {
  schedule: 'businessHours',
  country: 'JP',
  start: '1970-01-01T00:00:00Z',
  duration: 'PT87660H',
};
const oneMinuteAWeek = {
  schedule: 'businessHours',
  start: '2026-01-01T00:00:00Z',
  duration: 'PT40H',
  calendar: { timeZone: 'UTC', weekly: { monday: [['09:00', '09:01']] } },
};
const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));

describe('deadlines', () => {
  test('a thousand of the longest are answered, without their proofs', async () => {
    const { status, body, text } = await deadlines(times(1000, () => ofJapan));
    expect(status).toBe(200);
    expect(body).toHaveLength(1000);
    expect(new Set(body.map(({ dueAt }) => dueAt)).size).toBe(1);
    expect(body.every((view) => !('segments' in view))).toBe(true);
    expect(text.length).toBeLessThan(500 * kb);
  });

  test('nine hundred of 46 years each are answered, and their proofs refused', async () => {
    const all = times(900, () => oneMinuteAWeek);
    const answer = await deadlines(all);
    expect(answer.status).toBe(200);
    expect(new Set(answer.body.map(({ dueAt }) => dueAt))).toEqual(new Set(['2071-12-28T09:01:00Z']));

    const refused = await deadlines(all, '?segments=true');
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ code: 'answer.tooLarge', title: 'The answer would be too large' });
    expect(refused.body.detail).toMatch(/10000 segments.*\?segments=false/);
    expect(refused.text.length).toBeLessThan(kb);
  });

  test('one whose proof alone is too large is refused, and answered without it', async () => {
    const day = times(24, (hour) => [
      `${String(hour).padStart(2, '0')}:00`,
      `${String(hour).padStart(2, '0')}:30`,
    ]);
    const weekly = Object.fromEntries(
      ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((name) => [
        name,
        day,
      ]),
    );
    const one = { ...oneMinuteAWeek, duration: 'PT43830H', calendar: { timeZone: 'Europe/Berlin', weekly } };
    const refused = await deadlines(one);
    expect(refused.status).toBe(422);
    expect(refused.body.code).toBe('answer.tooLarge');
    const answer = await deadlines(one, '?segments=false');
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty('segments');
    expect(answer.body).toHaveProperty('dueAt');
  });

  test('of an array the proofs come where they are asked for', async () => {
    const short = { ...ofJapan, duration: 'PT8H' };
    const [with_, without] = [await deadlines([short], '?segments=true'), await deadlines([short])];
    expect(with_.body[0]?.segments?.length).toBeGreaterThan(0);
    expect(without.body[0]?.segments).toBeUndefined();
    const { status, body } = await deadlines([short], '?segments=maybe');
    expect(status).toBe(400);
    expect(body.errors?.map(({ pointer }) => pointer)).toEqual(['/segments']);
  });

  test('a thousand with calendars of their own fit in 1 MB and are answered; more does not fit', async () => {
    const holidays = times(50, (index) =>
      new Date(Date.UTC(2026, 0, 1 + 8 * index)).toISOString().slice(0, 10),
    );
    const own = times(1000, (index) => ({
      ...oneMinuteAWeek,
      duration: 'PT8H',
      calendar: {
        timeZone: 'Europe/Berlin',
        weekly: {
          monday: [
            ['09:00', '12:00'],
            ['13:00', `17:${String(index % 60).padStart(2, '0')}`],
          ],
          friday: [['09:00', `1${index % 10}:30`]],
        },
        holidays,
      },
    }));
    const text = JSON.stringify(own);
    expect(text.length).toBeGreaterThan(800 * kb);
    expect(text.length).toBeLessThan(kb * kb);
    const answer = await deadlines(text);
    expect(answer.status).toBe(200);
    expect(answer.body).toHaveLength(1000);

    const refused = await deadlines(`${text}${' '.repeat(kb * kb - text.length + 1)}`);
    expect(refused.status).toBe(413);
    expect(refused.body).toMatchObject({
      code: 'body.tooLarge',
      detail: 'The body is larger than 1 MB: send less.',
    });
  });

  test('a thousand that are none are refused with twenty errors and the number of all', async () => {
    const { status, body, text } = await deadlines(times(1000, () => ({ a: 1 })));
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: 'request.invalid', errorCount: 4000 });
    expect(body.errors).toHaveLength(20);
    expect(body.detail).toBe('The body has 4000 fields to mend: see the first 20 in `errors`.');
    expect(text.length).toBeLessThan(longestRefusal);
  });

  test('a thousand that cannot be answered as well', async () => {
    const { status, body } = await deadlines(times(1000, () => ({ ...ofJapan, country: 'x'.repeat(60) })));
    expect(status).toBe(400);
    expect(body.errorCount).toBe(1000);
    expect(body.errors).toHaveLength(20);
  });

  test('a pause beyond the years that business hours are known for is refused', async () => {
    const pauses = [{ from: '2150-01-01T00:00:00Z', to: '2150-01-02T00:00:00Z' }];
    const { status, body } = await deadlines({ ...ofJapan, pauses });
    expect(status).toBe(400);
    expect(body.errors?.map(({ code }) => code)).toEqual(['pause.outOfRange']);
  });
});

/** Every operation with a body. */
const calls = [
  ['POST', '/api/cases'],
  ['POST', '/api/deadlines'],
  ['PUT', '/api/entitlements/contoso'],
  ['PUT', '/api/policy/versions/next'],
  ['POST', '/api/policy/preview'],
  ['PUT', '/api/incidents/INC-1'],
  ['POST', '/api/cases/unknown/events'],
] as const;

describe.each(calls)('%s %s', (method, path) => {
  test('255 KB of unknown fields are refused briefly', async () => {
    const fields = times(24_000, (index) => [`f${index}`, 1]);
    const text = JSON.stringify({ type: 'engineer.contacted', ...Object.fromEntries(fields) });
    expect(text.length).toBeGreaterThan(240 * kb);
    expect(text.length).toBeLessThan(256 * kb);
    const answer = await send(method, path, text);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('request.invalid');
    expect(answer.body.errors).toHaveLength(20);
    expect(answer.body.errorCount).toBeGreaterThanOrEqual(24_000);
    expect(answer.text.length).toBeLessThan(longestRefusal);
  });

  test('an unknown field with a name of 255 KB is refused briefly', async () => {
    const answer = await send(
      method,
      path,
      JSON.stringify({ type: 'engineer.contacted', ['x'.repeat(255_000)]: 1 }),
    );
    expect(answer.status).toBe(400);
    expect(answer.text.length).toBeLessThan(longestRefusal);
  });

  test.each([
    ['lists', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
    ['objects', `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`],
    ['objects in a field', `{"targets":${'{"initialResponse":'.repeat(10_000)}1${'}'.repeat(10_000)}}`],
    ['lists in a field', `{"markets":${'['.repeat(33)}${']'.repeat(33)}}`],
    ['objects within __proto__', `{"__proto__":${'{"__proto__":'.repeat(10_000)}1${'}'.repeat(10_000)}}`],
  ])('%s within each other are refused for their depth', async (_, text) => {
    const answer = await send(method, path, text);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('body.tooDeep');
    expect(answer.body.detail).toContain('32 levels');
    expect(answer.text.length).toBeLessThan(kb);
  });

  test('more values than any request has are refused', async () => {
    const answer = await send(method, path, `{"rules":[${Array(100_000).fill('1').join(',')}]}`);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('body.tooManyValues');
  });

  test('names that objects inherit are fields like others', async () => {
    const answer = await send(
      method,
      path,
      '{"__proto__":{"plan":"unified"},"constructor":1,"toString":{"a":1},"type":"engineer.contacted"}',
    );
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('request.invalid');
    expect(answer.body.errors?.map(({ pointer }) => pointer)).toEqual(
      expect.arrayContaining(['/constructor', '/toString']),
    );
  });
});

test('a body over 256 KB is refused elsewhere', async () => {
  const { status, body } = await send('POST', '/api/cases', {
    ...submission,
    description: 'x'.repeat(256 * kb),
  });
  expect(status).toBe(413);
  expect(body.detail).toBe('The body is larger than 256 KB: send less.');
});

test('the document of the API says what is bounded', async () => {
  const { text, status } = await product.client.call('GET', '/api/openapi.json', { as: 'nobody' });
  expect(status).toBe(200);
  for (const said of ['Over 1 MB', 'Over 256 KB', 'answer.tooLarge', 'errorCount'])
    expect(text).toContain(said);
});
