import { AzureMonitorMetricExporter, AzureMonitorTraceExporter } from '@azure/monitor-opentelemetry-exporter';

import type { Exporters } from './exporters.ts';
import type { TelemetryTarget } from './target.ts';

/** Without the log: the host writes what is printed there already, and alerts read it. */
export async function applicationInsightsExporters({
  connectionString,
  byIdentity,
}: Extract<TelemetryTarget, { to: 'applicationInsights' }>): Promise<Exporters> {
  // The exporter’s own, which it would send elsewhere: how often it was called, and from which machine.
  process.env['APPLICATION_INSIGHTS_NO_STATSBEAT'] ??= 'true';
  const credential = byIdentity ? new (await import('@azure/identity')).DefaultAzureCredential() : undefined;
  const options = { connectionString, disableOfflineStorage: true, ...(credential ? { credential } : {}) };
  return { spans: new AzureMonitorTraceExporter(options), metrics: new AzureMonitorMetricExporter(options) };
}
