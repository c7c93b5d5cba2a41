import { z } from 'zod';

import { toInstant, toMs } from '../../calendar/index.ts';
import { incidentSchema, type Actor, type Incident } from '../../cases/index.ts';
import type { CaseStore } from '../../store/types.ts';
import type { PutOutcome } from '../../store/smallDocuments.ts';
import { carryOut } from './carryOut.ts';
import { goOnWithAll, settling, type FanOut, type FanOutReport } from './fanOut.ts';
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

/** The incident as operations have registered it, when, and with its etag. Throws `UnreadableDocument`. */
export async function readIncident(
  registry: Registry,
  id: string,
): Promise<{ readonly incident: Incident; readonly putAt: string; readonly etag: string } | undefined> {
  const entry = await registry.get('incident', id);
  if (!entry) return undefined;
  const { incident, putAt } = readOrThrow(storedIncidents, id, entry.body);
  return { incident: { ...incident, id }, putAt, etag: entry.etag };
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

/** The analyses that are published and not yet attached to all cases that wait for them. */
export async function analysesToAttach(
  ports: Ports,
  alarms: Alarms,
  by: Actor,
  only?: string,
): Promise<readonly FanOut[]> {
  const { registry } = ports.store;
  const entries =
    only === undefined ? await registry.list('incident') : [await registry.get('incident', only)];
  return entries.flatMap((entry): FanOut[] => {
    if (!entry) return [];
    const reading = storedIncidents.read(entry.body);
    // One that cannot be read is named to operations elsewhere, and holds up no other.
    if (!reading.ok || !reading.value.incident.rca) return [];
    const known = reading.value;
    const incident = { ...known.incident, id: entry.id };
    return [
      {
        name: { of: 'incident', id: entry.id, since: known.putAt },
        selection: { awaits: incidentKey(entry.id) },
        settledAt: toMs(known.putAt) + settling(ports),
        isFinished: known.attached,
        work: (caseId) => carryOut(ports, alarms, caseId, { type: 'rca.attach', by, incident }),
        finish: async () => {
          const attached = storedIncidents.write({ ...known, attached: true });
          await registry.put('incident', entry.id, attached, entry.etag);
        },
      },
    ];
  });
}

/**
 * Attaches the published analysis of an incident to the cases that wait for it, until the instant `until` (ms of the
 * machine's time). What is left, after a crash too, the sweep does.
 */
export async function attachAnalysis(
  ports: Ports,
  alarms: Alarms,
  by: Actor,
  until: number,
  id: string,
): Promise<FanOutReport> {
  return goOnWithAll(ports, await analysesToAttach(ports, alarms, by, id), until);
}
