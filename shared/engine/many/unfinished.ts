import type { Actor } from '../../cases/index.ts';
import type { Selection } from './fanOut.ts';
import { goOnWithAll, type FanOut } from './fanOut.ts';
import { calendarsToApply } from '../calendars/applications.ts';
import { versionsToApply } from '../policies/versions.ts';
import type { Alarms, Ports } from '../ports.ts';
import { incidentKey } from '../commit/projection.ts';
import { analysesToAttach } from './incidents.ts';
import { listProgress, type Failing, type FanOutName, type Progress } from './progress.ts';

/**
 * Goes on with what was begun for many cases at once and not finished: a policy version, a calendar, an incident's
 * analysis. One that fails holds up no other.
 */
export async function goOnWithUnfinished(
  ports: Ports,
  alarms: Alarms,
  by: Actor,
  until: number,
): Promise<void> {
  const found: FanOut[] = [];
  for (const look of [versionsToApply, calendarsToApply, analysesToAttach]) {
    try {
      found.push(...(await look(ports, alarms, by)));
    } catch (cause) {
      ports.warn('something that concerns many cases is left to the next sweep', cause);
    }
  }
  await goOnWithAll(ports, found, until);
}

/** How far a fan-out has come, as operations see it. */
export interface FanOutProgress extends Pick<Progress, 'done' | 'finished'> {
  /** Cases that are still to be done; of a calendar those still to be looked at. */
  readonly left: number;
  readonly failed: number;
  /** When it was worked on last: text. */
  readonly asOf: string;
}

export interface FanOutState extends FanOutProgress, Pick<Progress, 'of' | 'id' | 'since'> {
  readonly failing: readonly Failing[];
}

/** How far each of these has come, in their order; undefined where nothing has been done yet. */
export async function fanOutProgress(
  ports: Pick<Ports, 'store' | 'clock'>,
  names: readonly FanOutName[],
): Promise<readonly (FanOutProgress | undefined)[]> {
  if (names.length === 0) return [];
  const known = await listProgress(ports.store.registry);
  return Promise.all(
    names.map(async ({ of, id, since }) => {
      const found = known.find((one) => one.of === of && one.id === id && one.since === since);
      return found && progressOf(ports, found);
    }),
  );
}

/** Every fan-out that is not finished, or that fails on some cases. */
export async function fanOutStates(ports: Pick<Ports, 'store' | 'clock'>): Promise<readonly FanOutState[]> {
  const open = (await listProgress(ports.store.registry)).filter(
    ({ finished, failing }) => !finished || failing.length > 0,
  );
  return Promise.all(open.map((progress) => stateOf(ports, progress)));
}

async function stateOf(ports: Pick<Ports, 'store' | 'clock'>, progress: Progress): Promise<FanOutState> {
  const { of, id, since, failing } = progress;
  return { of, id, since, ...(await progressOf(ports, progress)), failing };
}

async function progressOf(
  { store, clock }: Pick<Ports, 'store' | 'clock'>,
  progress: Progress,
): Promise<FanOutProgress> {
  const { of, done, finished, failing, moreFailing, pass, workedAt: asOf } = progress;
  const failed = failing.length + moreFailing;
  const counted = finished ? 0 : await store.count({ ...selectionOf(progress), now: clock.now() });
  const passed = of === 'calendar' ? (pass?.seen ?? (progress.passes > 0 ? counted : 0)) : failed;
  return { done, left: Math.max(0, counted - passed), failed, finished, asOf };
}

function selectionOf({ of, id }: Pick<Progress, 'of' | 'id'>): Selection {
  switch (of) {
    case 'policyVersion':
      return { status: 'open', notUnder: id };
    case 'calendar':
      return { status: 'open' };
    case 'incident':
      return { awaits: incidentKey(id) };
  }
}
