import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

type Value = {
  readonly stringValue?: string;
  readonly intValue?: number | string;
  readonly doubleValue?: number;
};
interface KeyValue {
  readonly key: string;
  readonly value: Value;
}

export interface Told {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: number;
  readonly attributes: readonly KeyValue[];
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[];
}
export interface Metric {
  readonly name: string;
  readonly sum?: { readonly dataPoints: readonly Point[] };
  readonly gauge?: { readonly dataPoints: readonly Point[] };
  readonly histogram?: { readonly dataPoints: readonly Point[] };
}
interface Point {
  readonly attributes: readonly KeyValue[];
  readonly count?: number | string;
  readonly asDouble?: number;
}
interface Log {
  readonly body: Value;
  readonly traceId?: string;
  readonly attributes: readonly KeyValue[];
}
interface Scoped<K extends string, T> {
  readonly [key: string]: readonly { readonly [key: string]: readonly Readonly<Record<K, readonly T[]>>[] }[];
}

/** Takes what is sent by OTLP over HTTP as JSON, and keeps it. */
export async function collector() {
  const spans: Told[] = [];
  const metrics: Metric[] = [];
  const logs: Log[] = [];
  let text = '';
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      text += JSON.stringify(body);
      const { resourceSpans, resourceMetrics, resourceLogs } = body as Scoped<'spans', Told> &
        Scoped<'metrics', Metric> &
        Scoped<'logRecords', Log>;
      for (const each of resourceSpans ?? [])
        for (const scope of each['scopeSpans'] ?? []) spans.push(...scope.spans);
      for (const each of resourceMetrics ?? [])
        for (const scope of each['scopeMetrics'] ?? []) metrics.push(...scope.metrics);
      for (const each of resourceLogs ?? [])
        for (const scope of each['scopeLogs'] ?? []) logs.push(...scope.logRecords);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    metrics,
    logs,
    /** Everything that was sent. */
    text: () => text,
    close: () => server.close(),
  };
}

export function attributesOf({ attributes }: { readonly attributes: readonly KeyValue[] }) {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [
      key,
      value.stringValue ?? (value.intValue === undefined ? value.doubleValue : Number(value.intValue)),
    ]),
  );
}
