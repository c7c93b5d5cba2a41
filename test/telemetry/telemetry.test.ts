/** What a collector gets of a case that is submitted, refused something, and left until its promise breaks. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { ProblemBody } from '../../shared/api/input/problem.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';
import { attributesOf, collector, type Told } from './collector.ts';

const callers = '0af7651916cd43dd8448eb211c80319c';
/** Of whoever sends them: none of it is told. */
const personal = {
  ...submission,
  title: 'Marginalia',
  description: 'Quixotry',
  externalId: 'Zephyr-1',
  labels: { team: 'Sisyphus' },
  contactDetails: {
    ...submission.contactDetails,
    firstName: 'Persephone',
    lastName: 'Ozymandias',
    primaryEmailAddress: 'persephone@contoso.example',
    additionalEmailAddresses: ['hypatia@contoso.example'],
  },
  submitter: { ...submission.submitter, id: 'Ariadne' },
};
const words =
  /@contoso|Marginalia|Quixotry|Zephyr|Sisyphus|Persephone|Ozymandias|Hypatia|Ariadne|81-3|SO-1001|Velleity|Serendip|Bearer|eyJ|authorization|Tokyo/i;

let told: Awaited<ReturnType<typeof collector>>;
let product: Product;
let caseId: string;
let headers: Headers;
let refused: { readonly body: ProblemBody; readonly header: string | null };

beforeAll(async () => {
  told = await collector();
  product = await Product.start({
    prints: [],
    settings: { OTEL_EXPORTER_OTLP_ENDPOINT: told.endpoint },
  });
  const { client } = product;
  await client.putEntitlement('contoso', contoso);
  const submitted = await client.call<{ id: string }>('POST', '/api/cases', {
    body: personal,
    headers: { traceparent: `00-${callers}-b7ad6b7169203331-00` },
  });
  caseId = submitted.body.id;
  headers = submitted.headers;
  const answer = await client.call<ProblemBody>('POST', `/api/cases/${caseId}/events`, {
    body: { type: 'customer.acceptedResolution', message: 'Velleity' },
    headers: { traceparent: `00-${callers}-Velleity-01` },
  });
  refused = { body: answer.body, header: answer.headers.get('x-trace-id') };
  await client.call('POST', `/api/cases/${caseId}/events`, {
    as: 'engineer',
    body: { type: 'note.added', message: 'Velleity' },
  });
  await client.call('GET', '/api/cases/Serendip@contoso.example?externalId=Serendip');
  await client.call('GET', '/api/cases?externalId=Serendip', { as: { token: 'eyJSerendip' } });
  await client.call('POST', '/api/mail/links/read', { as: 'nobody', body: { token: 'Serendip' } });
  await client.advance('PT2H');
  // What is left is sent as it stops.
  await product.stop();
});
afterAll(async () => {
  await product.dispose();
  told.close();
});

const named = (name: string) => told.spans.filter((span) => span.name === name);
const ofCase = (span: Told) => attributesOf(span)['caseclock.case.id'] === caseId;

test('a request is a span of its own trace, with case, sequence and status, and a link to its caller’s', () => {
  const [span] = named('POST /api/cases');
  expect(span).toMatchObject({ traceId: headers.get('x-trace-id'), kind: 2 });
  expect(span?.traceId).not.toBe(callers);
  expect(span?.parentSpanId ?? '').toBe('');
  expect(span?.links).toEqual([expect.objectContaining({ traceId: callers, spanId: 'b7ad6b7169203331' })]);
  expect(span && attributesOf(span)).toMatchObject({
    'http.route': '/api/cases',
    'http.response.status_code': 201,
    'caseclock.case.id': caseId,
    'caseclock.case.sequence': expect.any(Number) as number,
    'caseclock.case.commit': 0,
  });
});

test('a tick is one too, joined with what has made the commit before', () => {
  const ticks = named('tick').filter(ofCase);
  expect(ticks.length).toBeGreaterThan(2);
  const [request] = named('POST /api/cases');
  expect(ticks.flatMap(({ links = [] }) => links)).toContainEqual(
    expect.objectContaining({ traceId: request?.traceId, spanId: request?.spanId }),
  );
  const breach = ticks.find((span) => Number(attributesOf(span)['caseclock.case.commit']) > 1);
  expect(breach?.links?.length).toBeGreaterThan(0);
  expect(new Set(ticks.map(({ traceId }) => traceId)).size).toBe(ticks.length);
  expect(ticks.map(({ traceId }) => traceId)).not.toContain(request?.traceId);
});

test('so is each sweep', () => {
  expect(named('sweep').length).toBeGreaterThan(0);
});

test('a problem, its answer’s header, its span and its line of the log have the same id', () => {
  const { body, header } = refused;
  expect(body).toMatchObject({ status: 409, code: 'event.notNow', traceId: header });
  expect(header).toMatch(/^[0-9a-f]{32}$/);
  expect(header).not.toBe(callers);
  const span = named('POST /api/cases/{id}/events').find(({ traceId }) => traceId === header);
  expect(span && attributesOf(span)).toMatchObject({ 'caseclock.problem': 'event.notNow' });
  const line = told.logs.find((log) => log.traceId === header);
  expect(line?.body.stringValue).toMatch(/^refused: .* 409 event\.notNow .*trace /);
});

describe('metrics', () => {
  test.for([
    'caseclock.accepted',
    'caseclock.refused',
    'caseclock.wake.lateness',
    'caseclock.mails',
    'http.server.request.duration',
    'nodejs.eventloop.delay.p99',
  ])('%s is told', (name) => {
    const points = told.metrics
      .filter((metric) => metric.name === name)
      .flatMap(({ sum, gauge, histogram }) => (sum ?? gauge ?? histogram)?.dataPoints ?? []);
    expect(points.length).toBeGreaterThan(0);
  });

  test('name what was accepted, refused and mailed', () => {
    const seen = (name: string) =>
      told.metrics
        .filter((metric) => metric.name === name)
        .flatMap(({ sum }) => sum?.dataPoints ?? [])
        .map(attributesOf);
    expect(seen('caseclock.accepted')).toContainEqual({ operation: 'submitCase' });
    expect(seen('caseclock.refused')).toContainEqual({
      operation: 'actOnCase',
      status: 409,
      code: 'event.notNow',
    });
    expect(seen('caseclock.mails')).toContainEqual({ outcome: 'sent' });
  });
});

test('the log is told by records, and nothing of anybody’s person is', () => {
  const breached = told.logs.find(({ body }) => /is breached/.test(body.stringValue ?? ''));
  expect(breached && attributesOf(breached)).toMatchObject({ 'caseclock.case.id': caseId });
  expect(breached?.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(told.text()).toContain(caseId);
  expect(words.exec(told.text())?.[0]).toBeUndefined();
});
