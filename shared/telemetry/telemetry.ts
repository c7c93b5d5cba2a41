/**
 * The one way to OpenTelemetry: spans, metrics and log records, which go nowhere until an SDK is set up (`sdk.ts`).
 * They hold ids, names and numbers alone: no personal data.
 */
import {
  context,
  metrics,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Counter,
  type Histogram,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';

import { spanContextFrom, writtenSpan } from './spanContext.ts';

export const scope = 'caseclock';

export interface SpanOptions {
  /** `true`: somebody asks from outside, and no host has told of it by a span of its own. */
  readonly isServer?: boolean;
  readonly attributes?: Attributes;
  /** The one case that it is about. */
  readonly caseId?: string;
  /** What it follows from without belonging to it. */
  readonly link?: SpanContext | undefined;
}

/** The case that a span is about: the first that it names. */
const cases = new WeakMap<Span, string>();

/** Does the work in a span of its own, below the one under way, which says so where the work throws. */
export function traced<T>(name: string, options: SpanOptions, work: (span: Span) => Promise<T>): Promise<T> {
  const { isServer = false, attributes = {}, caseId, link } = options;
  const told = {
    kind: isServer ? SpanKind.SERVER : SpanKind.INTERNAL,
    attributes: { ...attributes, ...(caseId === undefined ? {} : { 'caseclock.case.id': caseId }) },
    links: link ? [{ context: link }] : [],
  };
  return trace.getTracer(scope).startActiveSpan(name, told, async (span) => {
    if (caseId !== undefined) cases.set(span, caseId);
    try {
      return await work(span);
    } catch (error) {
      // What an error says may hold what was sent.
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Does the work as part of what a host has begun, or of nothing. */
export function begunBy<T>(host: SpanContext | undefined, work: () => T): T {
  return context.with(host ? trace.setSpanContext(ROOT_CONTEXT, host) : ROOT_CONTEXT, work);
}

/** The span under way, as a commit keeps it; undefined where none is recorded. */
export function spanToKeep(): string | undefined {
  const span = trace.getActiveSpan();
  return span?.isRecording() ? writtenSpan(span.spanContext()) : undefined;
}

/** Joins the span under way with the one that has made a commit. */
export function linkTo(kept: string | undefined): void {
  const span = trace.getActiveSpan();
  if (kept === undefined || !span?.isRecording()) return;
  const made = spanContextFrom(kept);
  if (made && made.traceId !== span.spanContext().traceId) span.addLink({ context: made });
}

/** What the span under way has appended. One that appends to several cases says so of the first. */
export function describeCommit(caseId: string, number: number, sequence: number): void {
  const span = trace.getActiveSpan();
  if (!span?.isRecording() || (cases.get(span) ?? caseId) !== caseId) return;
  cases.set(span, caseId);
  span.setAttributes({
    'caseclock.case.id': caseId,
    'caseclock.case.sequence': sequence,
    'caseclock.case.commit': number,
  });
}

interface Instruments {
  readonly accepted: Counter;
  readonly refused: Counter;
  readonly conflicts: Counter;
  readonly swept: Counter;
  readonly mails: Counter;
  readonly lateness: Histogram;
  readonly requests: Histogram;
}

let instruments: Instruments | undefined;

export function measures(): Instruments {
  instruments ??= newInstruments();
  return instruments;
}

function newInstruments(): Instruments {
  const meter = metrics.getMeter(scope);
  return {
    accepted: meter.createCounter('caseclock.accepted', { description: 'Requests that were served' }),
    refused: meter.createCounter('caseclock.refused', { description: 'Requests answered with a problem' }),
    conflicts: meter.createCounter('caseclock.append.conflicts', {
      description: 'Commits whose number another writer had taken first',
    }),
    swept: meter.createCounter('caseclock.sweep.found', {
      description: 'What the sweep found overdue, and did about alarms',
    }),
    mails: meter.createCounter('caseclock.mails', { description: 'What became of mails' }),
    lateness: meter.createHistogram('caseclock.wake.lateness', {
      unit: 's',
      description: 'How long after its instant was recorded what fell due by itself',
      advice: { explicitBucketBoundaries: [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 120, 180, 600, 3600] },
    }),
    requests: meter.createHistogram('http.server.request.duration', {
      unit: 's',
      advice: { explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] },
    }),
  };
}

export type Level = 'info' | 'warn' | 'error';
type LogSink = (level: Level, body: string, attributes: Attributes) => void;

let sink: LogSink | undefined;

/** An SDK is there: instruments that were had before never count, and log records go to the sink. */
export function startTelling(log: LogSink | undefined): void {
  instruments = undefined;
  sink = log;
}

/** A record of the log beside what is printed. Give it no personal data. */
export function logRecord(level: Level, body: string, attributes: Attributes = {}): void {
  sink?.(level, body, attributes);
}
