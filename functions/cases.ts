import { endpoints } from '../shared/api/endpoints.ts';
import { Problem } from '../shared/api/input/problem.ts';
import { caseFor, caseItemFor, proofFor } from '../shared/api/audience/customer.ts';
import { clockNamed, clockProof } from '../shared/api/time/proofs.ts';
import { timelineOf } from '../shared/api/timeline.ts';
import { caseItemView, caseView, etagOf } from '../shared/api/views.ts';
import {
  calendarsIn,
  notDelegated,
  type CaseActionBody,
  type Case,
  type History,
  type Submission,
} from '../shared/cases/index.ts';
import { actOnCase, submitCase } from '../shared/engine/commands/act.ts';
import { readEntitlement } from '../shared/engine/documents/entitlements.ts';
import type { Ports } from '../shared/engine/ports.ts';
import { readClock, readStretch, type Answer } from '../shared/engine/commands/read.ts';
import { actorOf, mayActOn, postersOf, postingRole, roles, type Caller } from '../shared/identity/caller.ts';
import { inTurns } from '../shared/turns.ts';
import { newCaseId } from './composition.ts';
import { requireEntitledOn } from './entitled.ts';
import { entityTags } from './entityTags.ts';
import { serve } from './http.ts';
import { idempotent } from './idempotent.ts';
import { layersNow } from './layersNow.ts';
import { nextLink } from './links.ts';
import { findOwn, readOwn, visibleTenants } from './ownCases.ts';
import { keyedCaseId } from '../shared/engine/commands/idempotency.ts';

const timeZoneData = process.versions.tz ?? 'unknown';

serve(endpoints.submitCase, async (call) => {
  const { caller, body, ports, alarms } = call;
  return idempotent(call, { operation: endpoints.submitCase.id }, async (idempotency) => {
    const { submittedAt: _at, events: _events, ...submission } = body;
    const history = historyOf(caller, body);
    const highest = roles.findLast((one) => caller.roles.includes(one));
    const role = history ? 'integration' : (highest ?? 'integration');
    const partner = body.submitter.partnerTenantId;
    const [tenant, partnerTenant] = await Promise.all([
      readEntitlement(ports.store, body.tenantId),
      partner === undefined ? undefined : readEntitlement(ports.store, partner),
    ]);
    // A repetition is not decided again: whose delegation has ended since gets no answer of before.
    if (!mayActOn(caller, body.tenantId, tenant?.entitlement)) throw notDelegated();
    const relatedTo = await relatedCase(ports, caller, body);
    const answer = await submitCase(
      ports,
      alarms,
      {
        type: 'case.submit',
        caseId: idempotency ? keyedCaseId(idempotency) : newCaseId(),
        by: actorOf(caller, role),
        submission: { ...submission, ...(relatedTo === undefined ? {} : { relatedTo }) },
        entitlement: tenant?.entitlement,
        partnerEntitlement: partnerTenant?.entitlement,
        fromHomeTenant: caller.home,
        history,
        layers: await ports.calendars.read(),
      },
      idempotency,
    );
    return {
      ...(await reply({ ports, caller }, 201, answer)),
      headers: { ...etag(answer), location: `/api/cases/${answer.state.id}` },
    };
  });
});

serve(endpoints.readCase, async ({ request, caller, params, ports }) => {
  const answer = await readOwn(ports, caller, params.id);
  const seen = sequences(entityTags(request.headers.get('if-none-match'), 'weak'));
  if (seen === 'any' || seen?.includes(answer.state.decisionSequence)) {
    return { status: 304, headers: etag(answer) };
  }
  return reply({ ports, caller }, 200, answer);
});

serve(endpoints.actOnCase, async (call) => {
  const { request, caller, params, body, ports, alarms } = call;
  const { loaded, state } = await readOwn(ports, caller, params.id);
  await requireEntitledOn(ports, caller, state.tenantId);
  const isDuplicate = body.type === 'case.closed' && body.duplicateOf !== undefined;
  // To tie two cases together is for whoever says whose case it is.
  const [type, what] = isDuplicate
    ? (['case.assigned', '`case.closed` with `duplicateOf`'] as const)
    : [body.type, `\`${body.type}\``];
  const role = postingRole(caller, type);
  if (!role) throw new Problem(403, 'role.notAllowed', `${what} is for ${postersOf(type)}.`);
  const duplicateOf = await duplicateNamed(ports, caller, body);
  const scope = { operation: endpoints.actOnCase.id, caseId: state.id };
  return idempotent(call, scope, async (idempotency) => {
    const answer = await actOnCase(
      ports,
      alarms,
      loaded,
      { ...body, ...duplicateOf, by: actorOf(caller, role) },
      { idempotency, expected: sequences(entityTags(request.headers.get('if-match'), 'strong')) },
    );
    return reply({ ports, caller }, 200, answer);
  });
});

serve(endpoints.readTimeline, async ({ request, caller, params, query, ports }) => {
  const { state } = await readOwn(ports, caller, params.id);
  const { before, events, more } = await readStretch(ports.store, state.id, query.after, query.top);
  const value = timelineOf(caller, before, events, state);
  // Of what the caller does not see there may be more than a page.
  const last = events.at(-1);
  return {
    status: 200,
    body: { value, ...nextLink(request, more && last ? { after: String(last.sequence) } : undefined) },
  };
});

serve(endpoints.readClockProof, async ({ request, caller, params, query, ports }) => {
  const { state, at, due } = await readOwn(ports, caller, params.id);
  // One that is over and no part of the case any more is found by its id in the stream.
  const named = clockNamed(state, params.kind)?.id ?? params.kind;
  const history = await readClock(ports.store, state.id, named, due);
  if (history) {
    await ports.calendars.ensure(...calendarsIn(history));
    const { proof, next } = await inTurns(clockProof(state, history, at, timeZoneData, query));
    const more = next === undefined ? undefined : { after: next };
    return { status: 200, body: { ...proofFor(caller, proof), ...nextLink(request, more) } };
  }
  const known = state.clocks.map(({ id, kind }) => `${kind} (${id})`).join(', ');
  throw new Problem(404, 'clock.unknown', `The case has no such clock. It has: ${known}.`);
});

serve(endpoints.listCases, async ({ request, caller, query, ports }) => {
  const now = ports.clock.now();
  const { dueBefore, tenantId, externalId, status, severity, breached, top, continuation } = query;
  const tenantIds = await visibleTenants(ports, caller, tenantId);
  if (tenantIds?.length === 0) return { status: 200, body: { value: [] } };
  const page = await ports.store.list({
    ...(tenantIds ? { tenantIds } : {}),
    ...(status ? { status } : {}),
    ...(severity ? { severity } : {}),
    ...(externalId === undefined ? {} : { externalId }),
    ...(dueBefore ? { dueBefore: Date.parse(dueBefore) } : {}),
    ...(breached === undefined ? {} : { breached }),
    ...(continuation === undefined ? {} : { continuation }),
    now,
    top,
  });
  for (const caseId of page.unreadable ?? [])
    ports.warn(`the list row of case ${caseId} cannot be read`, undefined);
  const layers = await layersNow(ports);
  const value = page.value.map((row) => caseItemFor(caller, caseItemView(row, now, layers)));
  const more = page.continuation === undefined ? undefined : { continuation: page.continuation };
  return { status: 200, body: { value, ...nextLink(request, more) } };
});

/** What a submission tells of the past; undefined: nothing. */
function historyOf(
  caller: Caller,
  {
    submittedAt,
    events,
  }: { submittedAt?: string | undefined; events?: readonly CaseActionBody[] | undefined },
): History | undefined {
  if (submittedAt === undefined && events === undefined) return undefined;
  if (!caller.home || !caller.roles.includes('integration')) {
    throw new Problem(
      403,
      'role.notAllowed',
      'A case is brought along with its past (`submittedAt`, `events`) by an integration with a token of the operator’s own tenant: leave both out to submit it as of now.',
    );
  }
  if (submittedAt === undefined) {
    const detail =
      'Events of the past need a case of the past: say in `submittedAt` when it was submitted, such as 2026-03-02T09:00:00Z.';
    throw new Problem(400, 'request.invalid', detail, {
      errors: [{ pointer: '/submittedAt', code: 'field.missing', detail }],
    });
  }
  return { submittedAt, events: events ?? [] };
}

/** The id that `duplicateOf` means; what is unknown stays, and is refused by the decision. */
async function duplicateNamed(ports: Ports, caller: Caller, body: CaseActionBody) {
  if (body.type !== 'case.closed' || body.duplicateOf === undefined) return {};
  const found = await findOwn(ports, caller, body.duplicateOf).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  });
  return { duplicateOf: found?.state.id ?? body.duplicateOf };
}

/** The id of the case that a submission names as related: one of the same tenant that the caller may see. */
async function relatedCase(
  ports: Ports,
  caller: Caller,
  { relatedTo, tenantId }: Submission,
): Promise<string | undefined> {
  if (relatedTo === undefined) return undefined;
  const related = await findOwn(ports, caller, relatedTo).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  });
  if (related?.state.tenantId === tenantId) return related.state.id;
  const detail =
    'There is no such case of this tenant, or it is not yours to see: name an id or a reference of one, or leave the field out.';
  throw new Problem(422, 'relatedTo.unknown', detail, {
    errors: [{ pointer: '/relatedTo', code: 'relatedTo.unknown', detail }],
  });
}

async function reply(
  { ports, caller }: { readonly ports: Ports; readonly caller: Caller },
  status: number,
  answer: Answer,
) {
  const view = caseView(answer.state, answer.at, answer.policy, await layersNow(ports));
  return { status, body: caseFor(caller, view), headers: etag(answer) };
}

function etag({ state }: { readonly state: Case }): Record<string, string> {
  return { etag: etagOf(state) };
}

/** The sequences that entity tags stand for. */
function sequences(tags: ReturnType<typeof entityTags>): readonly number[] | 'any' | undefined {
  return typeof tags === 'object' ? tags.map((tag) => (/^\d+$/.test(tag) ? Number(tag) : Number.NaN)) : tags;
}
