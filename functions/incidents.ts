import { endpoints } from '../shared/api/endpoints.ts';
import { Problem } from '../shared/api/input/problem.ts';
import { attachAnalysis, countWaiting, putIncident, readIncident } from '../shared/engine/many/incidents.ts';
import { fanOutProgress } from '../shared/engine/many/unfinished.ts';
import type { Ports } from '../shared/engine/ports.ts';
import { actorOf } from '../shared/identity/caller.ts';
import { etagToReplace } from './entityTags.ts';
import { serve } from './http.ts';

/** How long a request may go on attaching an analysis to cases (ms); the sweep does the rest. */
const patience = 20_000;

serve(endpoints.readIncident, async ({ params, ports }) => {
  const view = await incidentView(ports, params.id);
  if (view) return { status: 200, ...view };
  throw new Problem(
    404,
    'incident.unknown',
    'The incident is not registered: register it with PUT on the same address.',
  );
});

serve(endpoints.putIncident, async ({ request, params, body, caller, ports, alarms }) => {
  const { registry } = ports.store;
  const stored = async () => (await readIncident(registry, params.id))?.etag;
  const over = await etagToReplace(request.headers.get('if-match'), stored, changed);
  const { outcome } = await putIncident(ports, { ...body, id: params.id }, over);
  if (outcome === 'conflict') throw changed();
  if (body.rca) {
    const until = ports.wallClock.now() + patience;
    await attachAnalysis(ports, alarms, actorOf(caller, 'operations'), until, params.id);
  }
  return { status: outcome === 'created' ? 201 : 200, ...(await incidentView(ports, params.id)) };
});

async function incidentView(ports: Ports, id: string) {
  const found = await readIncident(ports.store.registry, id);
  if (!found) return undefined;
  const { incident, putAt, etag } = found;
  const [waiting, [progress]] = await Promise.all([
    countWaiting(ports, id),
    fanOutProgress(ports, [{ of: 'incident', id, since: putAt }]),
  ]);
  return { body: { ...incident, waiting, ...(progress && { progress }) }, headers: { etag: `"${etag}"` } };
}

function changed(): Problem {
  return new Problem(412, 'incident.changed', 'The incident is not as `If-Match` says: read it again.');
}
