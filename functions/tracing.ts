/** A span for each request, and the id by which a caller and the log name it. */
import { randomBytes } from 'node:crypto';
import type { HttpRequest, InvocationContext } from '@azure/functions';
import { isSpanContextValid, type SpanContext } from '@opentelemetry/api';

import type { Endpoint } from '../shared/api/endpoints.ts';
import { spanContextFrom } from '../shared/telemetry/spanContext.ts';
import { begunBy, measures, traced } from '../shared/telemetry/telemetry.ts';

/** What the host has begun for an invocation; undefined where it tells of nothing. */
export function hostSpan({ traceContext }: InvocationContext): SpanContext | undefined {
  return spanContextFrom(traceContext?.traceParent);
}

/** What a request was answered, as telemetry names it. */
export interface Outcome {
  readonly status: number;
  /** Of a problem. */
  readonly code?: string;
}

/**
 * Serves a request in a span below the host's. A trace that the caller names is anybody's, whether the host has taken it
 * up or not: the request gets one of its own, with a link to that. `traceId` is its trace's, also where nothing is
 * recorded.
 */
export function tracedRequest<T extends Outcome>(
  { id, method, path }: Endpoint,
  request: HttpRequest,
  context: InvocationContext,
  serve: (traceId: string) => Promise<T>,
): Promise<T> {
  const host = hostSpan(context);
  const callers = spanContextFrom(request.headers.get('traceparent'));
  const isCallers = callers !== undefined && (host === undefined || host.traceId === callers.traceId);
  const own = isCallers ? undefined : host;
  const route = { 'http.request.method': method, 'http.route': `/${path}` };
  const options = { isServer: !host, attributes: route, link: isCallers ? (host ?? callers) : undefined };
  const began = performance.now();
  return begunBy(own, () =>
    traced(`${method} /${path}`, options, async (span) => {
      const told = [span.spanContext(), own].find((one) => one && isSpanContextValid(one));
      const traceId = told?.traceId ?? randomBytes(16).toString('hex');
      const served = await serve(traceId);
      const { status, code } = served;
      const answered = { ...route, 'http.response.status_code': status };
      span.setAttributes({ ...answered, ...(code === undefined ? {} : { 'caseclock.problem': code }) });
      measures().requests.record((performance.now() - began) / 1000, answered);
      if (code === undefined) measures().accepted.add(1, { operation: id });
      else measures().refused.add(1, { operation: id, status, code });
      return served;
    }),
  );
}
