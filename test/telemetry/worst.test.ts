/** Where telemetry goes is silent, refuses or speaks nonsense: the product does not mind. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';

import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

const lost = /telemetry is not taken where it is sent, and some is lost: [\w-]+\n/g;

test('all that an endpoint does wrong costs one line, which repeats nothing', async () => {
  const asked = new Set<string>();
  const server = createServer((request, response) => {
    asked.add(request.url ?? '');
    if (request.url?.endsWith('traces')) return; // it hangs
    if (request.url?.endsWith('metrics')) response.end('{"partialSuccess":"Velleity');
    else response.writeHead(400, 'Velleity').end('Velleity');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const product = await Product.start({
    settings: {
      OTEL_BSP_SCHEDULE_DELAY: '10',
      OTEL_BLRP_SCHEDULE_DELAY: '10',
      OTEL_EXPORTER_OTLP_TIMEOUT: '86400000',
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}/Velleity`,
      OTEL_EXPORTER_OTLP_HEADERS: 'key=Velleity',
    },
  });
  onTestFinished(() => product.dispose());
  const { client } = product;
  await client.putEntitlement('contoso', contoso);
  const { id } = await client.submit(submission);
  await client.expect(400, 'POST', '/api/cases', { body: { title: 'Velleity' } });
  await client.advance('PT2H');
  expect((await client.read(id)).clocks[0]?.state).toBe('breached');
  await expect.poll(() => product.printed, { timeout: 60_000 }).toMatch(lost);
  // The end waits for nobody who hangs.
  await product.stop();
  expect([...asked].sort()).toEqual(['logs', 'metrics', 'traces'].map((signal) => `/Velleity/v1/${signal}`));
  expect(product.printed.match(lost)).toHaveLength(1);
  expect(product.printed).not.toContain('Velleity');
});
