import {
  layerFrom,
  layerSummary,
  type CalendarLayerPut,
  type CalendarLayerSummary,
} from '../shared/api/time/calendarLayers.ts';
import { endpoints } from '../shared/api/endpoints.ts';
import { previewView } from '../shared/api/policies.ts';
import { Problem, type FieldError } from '../shared/api/input/problem.ts';
import {
  applyCalendars,
  askForCalendar,
  previewCalendarLayer,
} from '../shared/engine/calendars/applications.ts';
import { layerId, storedCalendar } from '../shared/engine/calendars/book.ts';
import { fanOutProgress, type FanOutProgress } from '../shared/engine/many/unfinished.ts';
import { latestLayer, putCalendarLayer, refOf, type Place } from '../shared/engine/calendars/layers.ts';
import type { Ports } from '../shared/engine/ports.ts';
import { actorOf, type Caller } from '../shared/identity/caller.ts';
import {
  calendarFor,
  calendarVersion,
  placeName,
  type CalendarStamp,
} from '../shared/policy/calendars/index.ts';
import { etagToReplace } from './entityTags.ts';
import { serve } from './http.ts';
import { nextLink } from './links.ts';

/** How long a request may go on putting open cases under a calendar (ms); the sweep does the rest. */
const patience = 20_000;

serve(endpoints.putCalendarLayer, async ({ request, params, query, body, caller, ports, alarms }) => {
  const { stamp, place } = stampOf(params.country, query.region);
  const put = judged(body);
  const latest = async () => (await latestLayer(ports, place))?.id;
  const over = await etagToReplace(request.headers.get('if-match'), latest, changed);
  const by = actorOf(caller, 'operations');
  const result = await putCalendarLayer(ports, place, put, by, over);
  if (result.outcome === 'conflict') throw changed();
  const { layer, outcome } = result;
  const ref = refOf(layer);
  const id = layerId(ref);
  const inForce = Date.parse(layer.effectiveFrom) <= ports.clock.now();
  const done =
    layer.applyTo === 'new'
      ? { done: 0, failed: 0, complete: true }
      : await applyCalendars(ports, alarms, by, ports.wallClock.now() + patience, id);
  return {
    status: outcome === 'created' ? 201 : 200,
    body: {
      ...placeView(stamp),
      version: calendarVersion({ ...stamp, layer: ref }),
      ...layerSummary(layer),
      applied: done.done,
      failed: done.failed,
      complete: done.complete && (inForce || layer.applyTo === 'new'),
    },
    headers: { etag: `"${id}"` },
  };
});

serve(endpoints.previewCalendarLayer, async ({ request, params, query, body, ports }) => {
  const { place } = stampOf(params.country, query.region);
  const { layer } = judged(body);
  const preview = await previewCalendarLayer(ports, place, layer, query);
  const { continuation } = preview;
  const more = continuation === undefined ? undefined : { continuation };
  return { status: 200, body: { ...previewView(preview, ports.clock.now()), ...nextLink(request, more) } };
});

serve(endpoints.applyCalendar, async ({ params, query, caller, ports, alarms }) => {
  const { place } = stampOf(params.country, query.region);
  const by = actorOf(caller, 'operations');
  const id = await askForCalendar(ports, place, by);
  const until = ports.wallClock.now() + patience;
  const { done, failed, complete } = await applyCalendars(ports, alarms, by, until, id);
  const layers = await ports.calendars.read();
  const layer = layers.inForce(place.country, place.region, ports.clock.now());
  const { stamp } = stampOf(place.country, place.region);
  return {
    status: 200,
    body: {
      ...placeView(stamp),
      version: calendarVersion({ ...stamp, ...(layer ? { layer } : {}) }),
      applied: done,
      failed,
      complete,
    },
  };
});

/** What operations have put last over a place, and how far it has been put over open cases: for them alone, but for the tag of it. */
export async function lastPut(
  ports: Ports,
  caller: Caller,
  { country, region }: { readonly country: string; readonly region: string | null },
): Promise<{
  readonly body: { layer?: CalendarLayerSummary; progress?: FanOutProgress };
  readonly headers: Record<string, string>;
}> {
  const place = placeName(country, region ?? undefined);
  const latest = (await ports.calendars.read()).latest(place);
  const id = latest && layerId(latest);
  const headers: Record<string, string> = id === undefined ? {} : { etag: `"${id}"` };
  if (!caller.roles.includes('operations')) return { body: {}, headers };
  const { registry } = ports.store;
  const entries = await Promise.all(
    [...(id === undefined ? [] : [id]), place].map((one) => registry.get('calendar', one)),
  );
  const stored = entries.flatMap((entry) => {
    const read = entry && storedCalendar(entry);
    return read ? [{ id: entry.id, read, since: read.what === 'layer' ? read.putAt : read.askedAt }] : [];
  });
  const layer = stored.flatMap(({ read }) => (read.what === 'layer' ? [layerSummary(read)] : []))[0];
  // A layer, or what came with a release: whichever was asked for last.
  const asked = stored.sort((one, other) => (one.since < other.since ? 1 : -1));
  const found = await fanOutProgress(
    ports,
    asked.map(({ id, since }) => ({ of: 'calendar', id, since })),
  );
  const progress = found.find((one) => one !== undefined);
  return { body: { ...(layer && { layer }), ...(progress && { progress }) }, headers };
}

function stampOf(country: string, region: string | undefined): { stamp: CalendarStamp; place: Place } {
  const found = calendarFor({ country, region });
  if (found.ok) {
    const { stamp } = found;
    const place = { country: stamp.country, ...(stamp.region === undefined ? {} : { region: stamp.region }) };
    return { stamp, place };
  }
  const { code, pointer, detail } = found.failure;
  if (code === 'country.unknown') throw new Problem(404, code, `${detail}.`);
  throw refusal([{ pointer, code, detail: `${detail}.` }], 'The query');
}

function judged(body: CalendarLayerPut) {
  const { errors, ...put } = layerFrom(body);
  if (errors.length > 0) throw refusal(errors, 'The body');
  return put;
}

function refusal(errors: readonly FieldError[], what: string): Problem {
  const count = errors.length === 1 ? 'a field' : `${errors.length} fields`;
  return new Problem(400, 'request.invalid', `${what} has ${count} to mend: see \`errors\`.`, {
    errors: [...errors],
  });
}

function placeView({ country, region }: CalendarStamp) {
  return { country, region: region ?? null };
}

function changed(): Problem {
  return new Problem(412, 'calendar.changed', 'The calendar is not as `If-Match` says: read it again.');
}
