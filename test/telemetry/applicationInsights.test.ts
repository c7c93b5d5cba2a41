/** Application Insights takes spans and metrics by a package of its own; the log it has from the host. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';

import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';

/** Key and certificate of this machine: the package speaks https alone. Made for this test; it proves nothing to anybody. */
const certificate = join(import.meta.dirname, 'localhost.pem');

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
  const pem = readFileSync(certificate);
  const server = createServer({ key: pem, cert: pem }, (request, response) => {
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
