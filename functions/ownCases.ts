import { Problem } from '../shared/api/input/problem.ts';
import { readReference, referenceOf } from '../shared/cases/index.ts';
import { storedEntitlements } from '../shared/engine/documents/entitlements.ts';
import { readCase } from '../shared/engine/commands/read.ts';
import type { Ports } from '../shared/engine/ports.ts';
import { mayActOn, type Caller } from '../shared/identity/caller.ts';
import { unknownCase } from './problems.ts';

/** The tenants whose cases the caller may list; undefined: every tenant. */
export async function visibleTenants(
  ports: Ports,
  caller: Caller,
  wanted?: string,
): Promise<readonly string[] | undefined> {
  if (caller.home) return wanted === undefined ? undefined : [wanted];
  const mine = [caller.tenantId, ...(await ports.store.tenantsDelegatingTo(caller.tenantId))];
  return wanted === undefined ? mine : mine.filter((tenant) => tenant === wanted);
}

/** The case of this id or reference if the caller may see it; else the same 404 as for one that does not exist. */
export async function readOwn(ports: Ports, caller: Caller, idOrReference: string) {
  const answer = await findOwn(ports, caller, idOrReference);
  if (!answer) throw unknownCase();
  return answer;
}

/** The same; undefined where there is no such case, or it is not the caller's to see. */
export async function findOwn(ports: Ports, caller: Caller, idOrReference: string) {
  const caseId = await caseIdOf(ports, caller, idOrReference);
  const answer = caseId === undefined ? undefined : await readCase(ports, caseId);
  if (!answer) return undefined;
  const { tenantId } = answer.state;
  if (mayActOn(caller, tenantId, undefined)) return answer;
  return mayActOn(caller, tenantId, await delegations(ports, tenantId)) ? answer : undefined;
}

/**
 * The id that is meant by an id or a reference, among the cases that the caller may see; undefined: none.
 * @throws Problem 409 `reference.ambiguous` where two of them have this reference.
 */
export async function caseIdOf(
  ports: Ports,
  caller: Caller,
  idOrReference: string,
): Promise<string | undefined> {
  const read = readReference(idOrReference);
  if (read === undefined) return idOrReference;
  if (read === 'misread') {
    throw new Problem(
      404,
      'case.unknown',
      'There is no such case, or it is not yours to see. The check character of this reference does not fit: one of its characters is wrong.',
    );
  }
  const tenantIds = await visibleTenants(ports, caller);
  const { value } = await ports.store.list({
    ...(tenantIds ? { tenantIds } : {}),
    idPrefix: read.idPrefix,
    now: ports.clock.now(),
    top: 2,
  });
  const [found, another] = value;
  if (found && another) {
    throw new Problem(
      409,
      'reference.ambiguous',
      `Two cases have the reference ${referenceOf(found.caseId)}: use the id of the one you mean, ${found.caseId} or ${another.caseId}.`,
    );
  }
  return found?.caseId;
}

/** To whom a tenant has delegated. To nobody while that cannot be read: a stranger learns nothing by it. */
async function delegations({ store }: Ports, tenantId: string) {
  const reading = storedEntitlements.read((await store.getEntitlement(tenantId))?.body);
  return reading.ok ? reading.value : undefined;
}
