import type { HttpRequest } from '@azure/functions';

import { Problem } from '../shared/api/input/problem.ts';
import { idempotencyOf, type Idempotency, type KeyScope } from '../shared/engine/commands/idempotency.ts';
import type { Caller } from '../shared/identity/caller.ts';

interface Keyed {
  readonly request: HttpRequest;
  readonly caller: Caller;
  readonly body: unknown;
}

const inFlight = new Set<string>();

/**
 * Honours `Idempotency-Key`: the command gets the key with its scope and the body's hash, and a second request
 * with the same key is turned away while the first is in flight in this process. `resource` is what the command is
 * about, however its address was spelt.
 */
export async function idempotent<T>(
  { request, caller, body }: Keyed,
  { operation, caseId }: Pick<KeyScope, 'operation' | 'caseId'>,
  command: (idempotency: Idempotency | undefined) => Promise<T>,
): Promise<T> {
  const key = request.headers.get('idempotency-key');
  if (key === null) return command(undefined);
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new Problem(
      400,
      'idempotency.keyInvalid',
      'An `Idempotency-Key` has 1 to 255 printable ASCII characters: a UUID will do.',
    );
  }
  const { tenantId, client } = caller;
  const onCase = caseId === undefined ? {} : { caseId };
  const idempotency = idempotencyOf({ tenantId, client, operation, ...onCase, key }, body);
  if (inFlight.has(idempotency.scope)) {
    throw new Problem(
      409,
      'idempotency.inFlight',
      'The first request with this `Idempotency-Key` is still in flight: repeat it in a moment.',
      {},
      { headers: { 'retry-after': '1' } },
    );
  }
  inFlight.add(idempotency.scope);
  try {
    return await command(idempotency);
  } finally {
    inFlight.delete(idempotency.scope);
  }
}
