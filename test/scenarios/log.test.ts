/** What `npm start` prints of what happens: enough to follow it, nothing of anybody's person. */
import { afterEach, expect, test } from 'vitest';

import { referenceOf } from '../../shared/cases/index.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

let product: Product | undefined;
afterEach(() => product?.dispose());

/** A case that is submitted, left alone, and asked for what is not possible; in a December, when decrees are due. */
async function printed(...prints: readonly ('--quiet' | '--verbose')[]) {
  product = await Product.start({ prints, now: '2026-12-01T08:00:00Z' });
  const { client } = product;
  await client.putEntitlement('contoso', contoso);
  const { id } = await client.submit({ ...submission, problemStartTime: '2026-12-01T07:30:00Z' });
  await client.advance('PT2H');
  await client.advance('P2D');
  const refused = await client.act(id, { type: 'customer.acceptedResolution', message: 'secret words' });
  expect(refused.status).toBe(409);
  await product.stop();
  const reference = referenceOf(id);
  const lines = product.printed.split('\n').slice(product.printed.split('\n').indexOf('Let an hour pass:'));
  return { id, reference, lines, text: lines.join('\n') };
}

test('one line for each case that is accepted, threshold, breach, mail and refusal', async () => {
  const { lines, reference } = await printed();
  const of = (words: RegExp) =>
    lines.filter((line) => line.includes(reference) && words.test(line)).map((line) => line.slice(0, 16));
  expect(of(/accepted: severity A, technical, plan standard/)).toEqual(['2026-12-01T08:00']);
  expect(of(/clock initialResponse runs, due 2026-12-01T09:00:00Z/)).toEqual(['2026-12-01T08:00']);
  expect(of(/% of clock initialResponse is used/)).toEqual(['2026-12-01T08:30', '2026-12-01T08:45']);
  expect(of(/clock initialResponse is breached/)).toEqual(['2026-12-01T09:00']);
  expect(of(/mail m\d+ \(acknowledgement to customer\) is sent/)).toEqual(['2026-12-01T08:00']);
  expect(lines.filter((line) => line.includes('refused:'))).toEqual([
    expect.stringContaining(`refused: ${reference} POST /api/cases/{id}/events 409 `),
  ]);
  expect(of(/alert\.started/)).toEqual([]);
});

test('--verbose tells every event; nothing is said twice, and nothing of anybody’s person', async () => {
  const { lines, reference, text, id } = await printed('--verbose');
  expect(lines.filter((line) => /alert\.started/.test(line))).toHaveLength(1);
  expect(text).not.toMatch(/@|Aiko|Tanaka|81-3|Sales order|secret/);
  expect(text).not.toContain(id);
  expect(text).toContain(reference);
  expect(product?.printed.match(/holidays\.pending/g)).toHaveLength(1);
});

test('--quiet tells warnings only', async () => {
  const { text } = await printed('--quiet');
  expect(text.replace(/^(?:warning|error): .*$/gm, '').trim()).toMatch(/^Let an hour pass:\s+curl .*$/);
});
