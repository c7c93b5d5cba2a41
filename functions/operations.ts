import { createHash } from 'node:crypto';

import { endpoints } from '../shared/api/endpoints.ts';
import { mostChanges } from '../shared/api/operations/changes.ts';
import { queueColumns, queueItemView } from '../shared/api/operations/queueViews.ts';
import {
  attainmentColumns,
  countedBy,
  latenessColumns,
  latenessView,
  lengthIn,
  summaryView,
} from '../shared/api/operations/summaryViews.ts';
import { toInstant } from '../shared/calendar/index.ts';
import type { QueueFacts } from '../shared/cases/index.ts';
import { load } from '../shared/engine/commit/load.ts';
import type { Ports } from '../shared/engine/ports.ts';
import { CalendarUnknown } from '../shared/policy/calendars/index.ts';
import { StoreUnavailable } from '../shared/store/errors.ts';
import type { CaseRow, Changes } from '../shared/store/types.ts';
import { entityTags } from './entityTags.ts';
import { serve } from './http.ts';
import { layersNow } from './layersNow.ts';
import { listReply } from './links.ts';

serve(endpoints.listQueue, async ({ request, query, ports }) => {
  const { state, owner, tenant, format: _, ...others } = query;
  const now = ports.clock.now();
  const filter = { ...others, tenantId: tenant, owner: owner === 'none' ? null : owner, now };
  const [page, counts, changes, layers] = await Promise.all([
    ports.store.queue({ ...filter, states: state }),
    ports.store.queueCounts(filter),
    ports.store.changes(undefined, 0),
    layersNow(ports),
  ]);
  for (const caseId of page.unreadable ?? [])
    ports.warn(`the list row of case ${caseId} cannot be read`, undefined);
  const rows = page.value.flatMap(({ queue, ...row }) => (queue ? [{ ...row, queue }] : []));
  const calendars = await calendarsOf(ports, rows);
  const value = rows.map((row, index) => queueItemView(row, now, calendars[index], layers));
  const more = page.continuation === undefined ? undefined : { continuation: page.continuation };
  return listReply(request, query, { columns: queueColumns, value, more }, (list) => ({
    ...list,
    now: toInstant(now),
    counts: { ...counts },
    changes: changes.after,
  }));
});

serve(endpoints.readSummary, async ({ request, query, ports }) => {
  const { from, to } = query;
  const by = countedBy(lengthIn(query.by));
  const [p, w, m] = await Promise.all([
    ports.store.counts({ of: 'p', from, to, by }),
    ports.store.counts({ of: 'w', from, to }),
    ports.store.counts({ of: 'm', from, to }),
  ]);
  const view = summaryView({ p, w, m }, query);
  return listReply(request, query, { columns: attainmentColumns, value: view.attainment }, () => view);
});

serve(endpoints.readLateness, async ({ request, query, ports }) => {
  const { from, to, by } = query;
  const view = latenessView(await ports.store.counts({ of: 'w', from, to, by: countedBy(by) }), by);
  return listReply(request, query, { columns: latenessColumns, value: view.value }, () => view);
});

serve(endpoints.readChanges, async ({ request, query, ports }) => {
  const changes = await ports.store.changes(query.after, mostChanges);
  const tag = tagOf(changes);
  const headers = { etag: `"${tag}"` };
  const seen = entityTags(request.headers.get('if-none-match'), 'weak');
  if (seen === 'any' || seen?.includes(tag)) return { status: 304, headers };
  const { after, reset, caseIds } = changes;
  return {
    status: 200,
    headers,
    body: { after, reset, cases: [...caseIds], now: toInstant(ports.clock.now()) },
  };
});

/** The same while the same would be answered. */
function tagOf({ after, version, reset }: Changes): string {
  if (reset) return `${after}-reset`;
  return version === after ? after : createHash('sha256').update(version).digest('base64url').slice(0, 22);
}

/** The calendar of each row; undefined where it cannot be found, and its case is the only one concerned. */
async function calendarsOf(ports: Ports, rows: readonly (CaseRow & { readonly queue: QueueFacts })[]) {
  return Promise.all(
    rows.map(async ({ caseId, queue }) => {
      try {
        const calendar = queue.calendar ?? (await load(ports, caseId)).state?.calendar;
        if (calendar) await ports.calendars.ensure(calendar);
        return calendar;
      } catch (error) {
        if (error instanceof StoreUnavailable) throw error;
        if (!(error instanceof CalendarUnknown)) ports.warn(`case ${caseId} cannot be read`, error);
        return undefined;
      }
    }),
  );
}
