import { z } from 'zod';

import { toInstant, toMs } from '../../calendar/index.ts';
import { incidentSchema, type Actor, type Incident } from '../../cases/index.ts';
import type { CaseStore, PutOutcome } from '../../store/types.ts';
import { carryOut } from './carryOut.ts';
import { fanOut } from './fanOut.ts';
import type { Alarms, Ports } from '../ports.ts';
import { incidentKey } from '../commit/projection.ts';
import { readOrThrow, storedAs } from '../documents/stored.ts';

/** A service incident in the registry. Who waits for its analysis is known by the cases alone. */
export const storedIncidents = storedAs(
  'incident',
  z.strictObject({
    incident: incidentSchema,
    putAt: z.string(),
    /** Whether the analysis is attached to every case that waited for it. */
    attached: z.boolean(),
  }),
);
type Registry = CaseStore['registry'];

/** The incident as operations have registered it, with its etag. Throws `UnreadableDocument`. */
export async function readIncident(
  registry: Registry,
  id: string,
): Promise<{ readonly incident: Incident; readonly etag: string } | undefined> {
  const entry = await registry.get('incident', id);
  if (!entry) return undefined;
  const { incident } = readOrThrow(storedIncidents, id, entry.body);
  return { incident: { ...incident, id }, etag: entry.etag };
}

/** How many cases wait for the analysis of an incident. */
export function countWaiting({ store, clock }: Ports, id: string): Promise<number> {
  return store.count({ awaits: incidentKey(id), now: clock.now() });
}

/** Registers an incident, or changes it, also over one that cannot be read. `ifMatch` as in the registry. */
export function putIncident(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  { id, ...incident }: Incident,
  ifMatch?: string,
): Promise<PutOutcome> {
  const body = storedIncidents.write({ incident, putAt: toInstant(clock.now()), attached: false });
  return store.registry.put('incident', id, body, ifMatch);
}

/**
 * Attaches published analyses to the cases that wait for them, until the instant `until` (ms of the machine's
 * time). What is left, after a crash too, the next sweep does. Answers how many cases got theirs.
 */
export async function attachAnalyses(
  ports: Ports,
  alarms: Alarms,
  by: Actor,
  until: number,
  only?: string,
): Promise<number> {
  const { registry } = ports.store;
  const entries =
    only === undefined ? await registry.list('incident') : [await registry.get('incident', only)];
  let attached = 0;
  for (const entry of entries) {
    if (!entry) continue;
    const reading = storedIncidents.read(entry.body);
    // One that cannot be read is named to operations elsewhere, and holds up no other.
    if (!reading.ok) continue;
    const known = reading.value;
    if (!known.incident.rca || known.attached) continue;
    const incident = { ...known.incident, id: entry.id };
    const { done, complete } = await fanOut(ports, { awaits: incidentKey(entry.id) }, until, (caseId) =>
      carryOut(ports, alarms, caseId, { type: 'rca.attach', by, incident }),
    );
    attached += done;
    // A case that was just told of an incident not yet published may come to light a little later.
    const settled = ports.clock.now() >= toMs(known.putAt) + settling(ports);
    if (complete && done === 0 && settled) {
      await registry.put(
        'incident',
        entry.id,
        storedIncidents.write({ ...known, attached: true }),
        entry.etag,
      );
    }
  }
  return attached;
}

/** How long (ms) after a change a case may still come to light that did not know of it. */
export function settling({ sweep }: Ports): number {
  return 2 * sweep.period + sweep.grace;
}
