/** A program in plain `fetch` that knows the OpenAPI document and nothing else of the API. */
import { afterAll, beforeAll, expect, test } from 'vitest';

import { startFunctions, type Functions } from '../support/functions.ts';

interface Operation {
  readonly operationId: string;
  readonly 'x-roles': readonly string[];
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: {
    readonly content: {
      readonly 'application/json': {
        readonly examples?: Readonly<Record<string, { readonly value: Readonly<Record<string, unknown>> }>>;
      };
    };
  };
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Found {
  readonly id: string;
  readonly status: string;
  readonly allowed: readonly string[];
  readonly clocks: readonly { readonly kind: string; readonly state: string }[];
  readonly contactDetails: { readonly primaryEmailAddress: string };
  readonly closing?: { readonly duplicateOf?: string };
  readonly submittedAt: string;
}

let product: Functions;
let operations: Map<string, { readonly method: string; readonly path: string; readonly of: Operation }>;
beforeAll(async () => {
  product = await startFunctions();
  const document = (await (await fetch(`${product.client.origin}/api/openapi.json`)).json()) as {
    paths: Record<string, Record<string, Operation>>;
  };
  operations = new Map(
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, of]) => [of.operationId, { method, path, of }]),
    ),
  );
});
afterAll(() => product.dispose());

function operation(id: string) {
  const found = operations.get(id);
  if (!found) throw new Error(`the document has no operation ${id}`);
  return found;
}

function example(id: string, name: string): Readonly<Record<string, unknown>> {
  const shown = operation(id).of.requestBody?.content['application/json'].examples?.[name];
  if (!shown) throw new Error(`the document shows no ${name} of ${id}`);
  return shown.value;
}

type Role = 'integration' | 'operations';

/** Calls an operation with its parameters by name, as one of its roles. */
async function call(as: Role, id: string, named: Readonly<Record<string, string>>, body?: object) {
  const { method, path, of } = operation(id);
  expect(of['x-roles']).toContain(as);
  let address = path;
  const headers = new Headers({ authorization: `Bearer ${await product.client.token(as)}` });
  if (body) headers.set('content-type', 'application/json');
  for (const [name, value] of Object.entries(named)) {
    const parameter = of.parameters.find((each) => each.name === name);
    if (parameter?.in === 'path') address = address.replace(`{${name}}`, encodeURIComponent(value));
    else if (parameter?.in === 'header') headers.set(name, value);
    else throw new Error(`the document has no parameter ${name} of ${id}`);
  }
  const answer = await fetch(new URL(address, product.client.origin), {
    method: method.toUpperCase(),
    headers,
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  expect(Object.keys(of.responses)).toContain(String(answer.status));
  expect(answer.ok).toBe(true);
  return { found: (await answer.json()) as Found, etag: answer.headers.get('etag') ?? '' };
}

test('submits, corrects, and closes a duplicate', async () => {
  await call('operations', 'putEntitlement', { tenantId: 'contoso' }, example('putEntitlement', 'unified'));
  const submit = () => call('integration', 'submitCase', {}, example('submitCase', 'full'));
  const first = await submit();
  const second = await submit();
  const { id } = first.found;

  const changed = example('actOnCase', 'contact.changed');
  const corrected = await call('integration', 'actOnCase', { id, 'If-Match': first.etag }, changed);
  expect(corrected.found.contactDetails).toEqual(changed['contactDetails']);

  await call('integration', 'actOnCase', { id }, example('actOnCase', 'engineer.contacted'));
  const { found: told } = await call(
    'operations',
    'actOnCase',
    { id },
    {
      ...example('actOnCase', 'response.corrected'),
      contactedAt: first.found.submittedAt,
    },
  );
  expect(told.clocks).toContainEqual(expect.objectContaining({ kind: 'initialResponse', state: 'met' }));

  const closing = { ...example('actOnCase', 'case.closed'), duplicateOf: id };
  await call('operations', 'actOnCase', { id: second.found.id }, closing);
  const { found: duplicate } = await call('integration', 'readCase', { id: second.found.id });
  expect(duplicate).toMatchObject({ status: 'closed', closing: { duplicateOf: id } });
});

test('imports a case with its history', async () => {
  await call('operations', 'putEntitlement', { tenantId: 'contoso' }, example('putEntitlement', 'unified'));
  const imported = example('submitCase', 'imported');
  const { found } = await call('integration', 'submitCase', {}, imported);
  expect(found).toMatchObject({ status: 'closed', submittedAt: imported['submittedAt'] });
  expect(found.clocks).toContainEqual(expect.objectContaining({ kind: 'initialResponse', state: 'met' }));
});
