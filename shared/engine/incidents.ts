import { z } from 'zod';

import { type Actor, decide, getsAnalysis, type Incident, incidentSchema } from '../cases/index.ts';
import type { CaseStore, PutOutcome, RegistryEntry } from '../store/types.ts';
import { tellAlarm } from './alarm.ts';
import { commit, Contended } from './commit.ts';
import type { Alarms, Ports } from './ports.ts';

/** A service incident in the registry, with the cases that are still to get its analysis. */
const storedIncidentSchema = z.strictObject({
  /** Absent while operations have not registered it. */
  incident: incidentSchema.optional(),
  waiting: z.array(z.string()),
});
type StoredIncident = z.output<typeof storedIncidentSchema>;
type Registry = CaseStore['registry'];

const mostAttempts = 30;

const stored = (entry: RegistryEntry | undefined): StoredIncident =>
  entry ? storedIncidentSchema.parse(entry.body) : { waiting: [] };

/** The incident as operations have registered it, with its etag and how many cases wait for its analysis. */
export async function readIncident(
  registry: Registry,
  id: string,
): Promise<{ readonly incident: Incident; readonly etag: string; readonly waiting: number } | undefined> {
  const entry = await registry.get('incident', id);
  const { incident, waiting } = stored(entry);
  return entry && incident && { incident: { ...incident, id }, etag: entry.etag, waiting: waiting.length };
}

/** Registers an incident, or changes it; the cases that wait for it go on waiting. `ifMatch` as in the registry. */
export async function putIncident(
  registry: Registry,
  { id, ...incident }: Incident,
  ifMatch?: string,
): Promise<PutOutcome> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const entry = await registry.get('incident', id);
    if (ifMatch !== undefined && entry?.etag !== ifMatch) return { outcome: 'conflict' };
    const { waiting, incident: before } = stored(entry);
    const put = await registry.put('incident', id, { incident, waiting }, entry?.etag ?? null);
    if (put.outcome === 'conflict') continue;
    return { outcome: before ? 'replaced' : 'created', etag: put.etag };
  }
  throw new Contended(`incident ${id} has too many writers at once`);
}

/**
 * Notes that a case waits for the analysis, before the case itself records so: whoever publishes it then finds the
 * case. Answers the incident as registered. Nothing is noted where nothing is left to wait for.
 */
export async function awaitAnalysis(
  registry: Registry,
  id: string,
  asked: Pick<Incident, 'affected'> & { readonly published: boolean },
  caseId: string,
): Promise<Incident | undefined> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const entry = await registry.get('incident', id);
    const { incident, waiting } = stored(entry);
    const registered = incident && { ...incident, id };
    const isPublished = incident ? incident.rca !== undefined : asked.published;
    if (isPublished || !getsAnalysis(incident ?? asked) || waiting.includes(caseId)) return registered;
    const body = { ...(incident ? { incident } : {}), waiting: [...waiting, caseId] };
    const put = await registry.put('incident', id, body, entry?.etag ?? null);
    if (put.outcome !== 'conflict') return registered;
  }
  throw new Contended(`incident ${id} has too many writers at once`);
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
    const { incident, waiting } = stored(entry);
    if (!entry || !incident?.rca) continue;
    for (const caseId of waiting) {
      if (ports.wallClock.now() >= until) return attached;
      try {
        await attach(ports, alarms, { ...incident, id: entry.id }, caseId, by);
        await forget(registry, entry.id, caseId);
        attached += 1;
      } catch (cause) {
        ports.warn(`case ${caseId} could not get the analysis of incident ${entry.id} yet`, cause);
      }
    }
  }
  return attached;
}

async function attach(ports: Ports, alarms: Alarms, incident: Incident, caseId: string, by: Actor) {
  const committed = await commit(
    ports,
    caseId,
    ({ state, now, policy }) => ({
      events: state ? decide(state, { type: 'rca.attach', by, incident }, now, policy) : [],
    }),
    { by },
  );
  if (committed) await tellAlarm(alarms, committed);
}

async function forget(registry: Registry, id: string, caseId: string): Promise<void> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const entry = await registry.get('incident', id);
    if (!entry) return;
    const { waiting, ...rest } = stored(entry);
    if (!waiting.includes(caseId)) return;
    const body = { ...rest, waiting: waiting.filter((one) => one !== caseId) };
    if ((await registry.put('incident', id, body, entry.etag)).outcome !== 'conflict') return;
  }
}
