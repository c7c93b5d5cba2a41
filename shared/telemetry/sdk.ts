/** Sets OpenTelemetry up. Loaded only where a setting asks for it: it is large. */
import { randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { setGlobalErrorHandler, W3CTraceContextPropagator } from '@opentelemetry/core';
import {
  defaultResource,
  detectResources,
  envDetector,
  resourceFromAttributes,
} from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace-base';

import type { Exporters } from './exporters.ts';
import type { TelemetryTarget } from './target.ts';
import { scope, startTelling } from './telemetry.ts';

export interface Telemetry {
  /** Sends what is left, as far as it is taken within two seconds. */
  shutdown(): Promise<void>;
}

/** How long (ms) a stop waits for what is left to be taken. */
const patience = 2000;

/**
 * What cannot be sent is kept up to a few thousand spans and records and then let go: nothing waits for it.
 * `ratio`: of all traces, how many are recorded (0 to 1). `lost`: told why something was not taken, each time.
 */
export async function startTelemetry(
  target: TelemetryTarget,
  ratio: number,
  lost: (why: string) => void,
): Promise<Telemetry> {
  setGlobalErrorHandler((error) => {
    lost(reasonOf(error));
  });
  const exporters = await exportersTo(target);
  const resource = defaultResource()
    .merge(resourceFromAttributes({ 'service.name': 'caseclock', 'service.instance.id': randomUUID() }))
    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES go before.
    .merge(detectResources({ detectors: [envDetector] }));
  const traces = new BasicTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(exporters.spans)],
    // By the trace alone: the host's spans say "not sampled" where it samples later, by itself.
    sampler: new TraceIdRatioBasedSampler(ratio),
  });
  const meters = new MeterProvider({
    resource,
    readers: [new PeriodicExportingMetricReader({ exporter: exporters.metrics })],
  });
  const records =
    exporters.logs &&
    new LoggerProvider({ resource, processors: [new BatchLogRecordProcessor({ exporter: exporters.logs })] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(traces);
  metrics.setGlobalMeterProvider(meters);
  startTelling(records && logTo(records));
  watchEventLoop();
  return {
    async shutdown() {
      let timer: NodeJS.Timeout | undefined;
      const patient = new Promise((resolve) => (timer = setTimeout(resolve, patience)));
      const sent = Promise.allSettled([traces.shutdown(), meters.shutdown(), records?.shutdown()]);
      await Promise.race([sent, patient]);
      clearTimeout(timer);
    },
  };
}

async function exportersTo(target: TelemetryTarget): Promise<Exporters> {
  switch (target.to) {
    case 'otlp':
      return (await import('./otlp.ts')).otlpExporters();
    case 'applicationInsights':
      return (await import('./applicationInsights.ts')).applicationInsightsExporters(target);
  }
}

/** Neither what was answered nor where it was sent: both may hold secrets. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' || typeof code === 'number' ? String(code).slice(0, 40) : error.name;
}

const severities = { info: SeverityNumber.INFO, warn: SeverityNumber.WARN, error: SeverityNumber.ERROR };

function logTo(provider: LoggerProvider): Parameters<typeof startTelling>[0] {
  const logger = provider.getLogger(scope);
  return (level, body, attributes) => {
    logger.emit({
      severityNumber: severities[level],
      severityText: level.toUpperCase(),
      body,
      attributes,
      context: context.active(),
    });
  };
}

/** As the semantic conventions for Node.js name it. */
function watchEventLoop(): void {
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  const meter = metrics.getMeter(scope);
  const gauge = (name: string) =>
    meter.createObservableGauge(`nodejs.eventloop.delay.${name}`, { unit: 's' });
  const [mean, p99, max] = [gauge('mean'), gauge('p99'), gauge('max')];
  meter.addBatchObservableCallback(
    (result) => {
      const seconds = (ns: number) => (Number.isFinite(ns) ? ns / 1e9 : 0);
      result.observe(mean, seconds(delay.mean));
      result.observe(p99, seconds(delay.percentile(99)));
      result.observe(max, seconds(delay.max));
      delay.reset();
    },
    [mean, p99, max],
  );
}
