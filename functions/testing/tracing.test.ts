import { HttpRequest, InvocationContext } from '@azure/functions';
import { expect, test } from 'vitest';

import { endpoints } from '../../shared/api/endpoints.ts';
import { tracedRequest } from '../tracing.ts';

const callers = '0af7651916cd43dd8448eb211c80319c';
const hosts = '4bf92f3577b34da6a3ce929d0e0e4736';
const span = (traceId: string) => `00-${traceId}-b7ad6b7169203331-01`;

/** Which trace a request gets where nothing records. */
function traceOf(host: string | undefined, traceparent: string | undefined): Promise<string> {
  const request = new HttpRequest({
    method: 'GET',
    url: 'http://localhost/api/cases',
    ...(traceparent === undefined ? {} : { headers: { traceparent } }),
  });
  const context = new InvocationContext(host === undefined ? {} : { traceContext: { traceParent: host } });
  let trace = '';
  return tracedRequest(endpoints.listCases, request, context, (traceId) => {
    trace = traceId;
    return Promise.resolve({ status: 200 });
  }).then(() => trace);
}

test.for([
  ['the host alone', span(hosts), undefined],
  ['the host beside a caller', span(hosts), span(callers)],
  ['the host beside nonsense', span(hosts), `${span(callers)}; admin=1`],
])('%s gives it', async ([, host, caller]) => {
  expect(await traceOf(host, caller)).toBe(hosts);
});

test.for([
  ['a caller alone', undefined, span(callers)],
  ['a caller whom the host follows', span(callers), span(callers)],
  ['nonsense', undefined, callers],
  ['nobody', undefined, undefined],
])('%s gives none: it is one of its own, another each time', async ([, host, caller]) => {
  const traces = [await traceOf(host, caller), await traceOf(host, caller)];
  for (const trace of traces) expect(trace).toMatch(/^(?!0{32})[0-9a-f]{32}$/);
  expect(traces).not.toContain(callers);
  expect(traces[0]).not.toBe(traces[1]);
});
