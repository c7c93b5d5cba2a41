import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Policy } from '../../shared/policy/index.ts';
import type { Fault } from '../support/client.ts';
import { startFunctions, type Functions } from '../support/functions.ts';

let product: Functions;
beforeAll(async () => {
  product = await startFunctions();
});
afterAll(() => product.dispose());

describe('what a version says of itself', () => {
  test('its sentences are made from its data', async () => {
    const { client } = product;
    const rule = async () =>
      (await client.expect<{ sentence: string }>(200, 'GET', '/api/policy/rules/IR-B')).body.sentence;
    const put = (version: string, body: object) =>
      client.call<Fault>('PUT', `/api/policy/versions/${version}`, { as: 'operations', body });
    expect(
      (await put('three-hours', { targets: { initialResponse: { B: { standard: 'PT3H' } } } })).status,
    ).toBe(201);
    expect(await rule()).toContain('less than three hours on Standard');

    // Read, changed and put as a whole: the sentence that was read is made anew.
    const { versions: _, ...read } = (
      await client.expect<Policy & { versions: unknown }>(200, 'GET', '/api/policy')
    ).body;
    const { effectiveFrom: _from, version: _version, ...rest } = read;
    const B = { ...read.targets.initialResponse.B, standard: 'PT5H' };
    const whole = { ...rest, targets: { initialResponse: { ...read.targets.initialResponse, B } } };
    expect((await put('five-hours', whole)).status).toBe(201);
    expect(await rule()).toContain('less than five hours on Standard');

    // One that says something else contradicts the document.
    const index = whole.rules.findIndex(({ id }) => id === 'IR-B');
    const rules = whole.rules.map((one) =>
      one.id === 'IR-B' ? { ...one, sentence: 'Within six hours.' } : one,
    );
    expect(await put('six-hours', { ...whole, rules })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: `/rules/${index}/sentence`, code: 'policy.contradiction' }] },
    });
    const plans = { standard: { advisoryContinuation: true } };
    expect(await put('denied', { plans })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/plans/standard/advisoryContinuation', code: 'policy.contradiction' }] },
    });
  });

  test('who put it, when, and where it differs from the one before', async () => {
    const { value } = (
      await product.client.expect<{ value: Record<string, unknown>[] }>(200, 'GET', '/api/policy/versions')
    ).body;
    expect(value[0]).not.toHaveProperty('putBy');
    const of = (name: string) => value.find(({ version }) => version === name);
    expect(of('five-hours')).toMatchObject({
      putBy: 'local-operations',
      putAt: expect.stringMatching(/Z$/) as string,
      differsFrom: 'three-hours',
      differences: expect.arrayContaining(['/targets/initialResponse/B/standard']) as string[],
    });
  });
});
