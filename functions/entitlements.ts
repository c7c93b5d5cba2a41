import { endpoints } from '../shared/api/endpoints.ts';
import { Problem } from '../shared/api/input/problem.ts';
import type { Entitlement } from '../shared/cases/index.ts';
import { calendarFor } from '../shared/policy/calendars/index.ts';
import { putEntitlement, readEntitlement } from '../shared/engine/documents/entitlements.ts';
import { etagToReplace } from './entityTags.ts';
import { serve } from './http.ts';

serve(endpoints.readEntitlement, async ({ params, ports }) => {
  const stored = await readEntitlement(ports.store, params.tenantId);
  if (!stored) {
    throw new Problem(
      404,
      'entitlement.unknown',
      'The tenant has no entitlement: record one with PUT on the same address.',
    );
  }
  return {
    status: 200,
    body: { tenantId: params.tenantId, ...stored.entitlement },
    headers: { etag: `"${stored.etag}"` },
  };
});

serve(endpoints.putEntitlement, async ({ request, params, body, ports }) => {
  judgeCalendar(body);
  const stored = async () => (await ports.store.getEntitlement(params.tenantId))?.etag;
  const over = await etagToReplace(request.headers.get('if-match'), stored, changed);
  const result = await putEntitlement(ports.store, params.tenantId, body, over);
  if (result.outcome === 'conflict') throw changed();
  return {
    status: result.outcome === 'created' ? 201 : 200,
    body: { tenantId: params.tenantId, ...body },
    headers: { etag: `"${result.etag}"` },
  };
});

function changed(): Problem {
  return new Problem(412, 'entitlement.changed', 'The entitlement is not as `If-Match` says: read it again.');
}

/** Country, region, hours and holidays have to make a calendar that is open at some time. */
function judgeCalendar({ country, region, hours, holidays }: Entitlement): void {
  const found = calendarFor({ country, region, hours, holidays });
  if (found.ok) return;
  const { code, detail } = found.failure;
  const pointer = found.failure.pointer.replace(/^\/weekly/, '/hours');
  throw new Problem(400, 'request.invalid', 'The body has a field to mend: see `errors`.', {
    errors: [{ pointer, code, detail: `${detail}.` }],
  });
}
