/** Application Insights takes spans and metrics by a package of its own; the log it has from the host. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { generate } from 'selfsigned';
import { expect, onTestFinished, test } from 'vitest';

import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

interface Envelope {
  readonly data: {
    readonly baseType: string;
    readonly baseData: {
      readonly name?: string;
      readonly properties?: Readonly<Record<string, string>>;
      readonly metrics?: readonly { readonly name: string }[];
    };
  };
}

test('spans and metrics go where the connection string says', async () => {
  const taken: Envelope[] = [];
  // The package speaks https alone.
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }]);
  const folder = mkdtempSync(join(tmpdir(), 'caseclock-test-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const certificate = join(folder, 'localhost.pem');
  writeFileSync(certificate, cert);
  const server = createServer({ key, cert }, (request, response) => {
    void buffer(request).then((body) => {
      const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
      const envelopes = JSON.parse(text.toString()) as Envelope[];
      taken.push(...envelopes);
      const count = envelopes.length;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ itemsReceived: count, itemsAccepted: count, errors: [] }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `https://localhost:${(server.address() as AddressInfo).port}`;
  const product = await Product.start({
    settings: {
      APPLICATIONINSIGHTS_CONNECTION_STRING: `InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=${origin}`,
      NODE_EXTRA_CA_CERTS: certificate,
    },
  });
  onTestFinished(() => product.dispose());
  const { client } = product;
  await client.putEntitlement('contoso', contoso);
  const { id } = await client.submit(submission);
  await client.advance('PT2H');
  await product.stop();
  expect(product.printed).not.toContain('telemetry is');
  const told = taken.map(({ data: { baseType, baseData } }) => ({ baseType, ...baseData }));
  const [request] = told.filter(({ name }) => name === 'POST /api/cases');
  expect(request).toMatchObject({ baseType: 'RequestData', properties: { 'caseclock.case.id': id } });
  expect(told.filter(({ name }) => name === 'tick').at(-1)?.properties?.['_MS.links']).toContain(
    'operation_Id',
  );
  expect(told.flatMap(({ metrics = [] }) => metrics.map(({ name }) => name))).toContain('caseclock.accepted');
});
