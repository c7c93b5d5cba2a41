import { toInstant, toMs } from '../../calendar/index.ts';
import type { CaseQuery, CaseRow, Page } from '../../store/types.ts';
import { traced } from '../../telemetry/telemetry.ts';
import { nextTurn } from '../../turns.ts';
import { assertClock } from '../commit/clockTrust.ts';
import type { Ports } from '../ports.ts';
import {
  dueAgain,
  fanOutKey,
  listProgress,
  noted,
  readProgress,
  storedFanOuts,
  type CaseOutcome,
  type FanOutName,
  type KnownProgress,
  type Progress,
} from './progress.ts';

/** What of the list is gone through. */
export type Selection = Omit<CaseQuery, 'now' | 'top' | 'continuation'>;

/** Something that is to be done to many cases. */
export interface FanOut {
  readonly name: FanOutName;
  readonly selection: Selection;
  /** From then on (ms) no case comes to light any more that it concerns and that did not know of it. */
  readonly settledAt: number;
  /** It was finished before: only what failed is tried again. */
  readonly isFinished: boolean;
  /** Whether it is about this row's case. It may be wrong where the row is out of date. */
  concerns?(row: CaseRow): boolean;
  /** Answers whether it did anything. */
  work(caseId: string): Promise<boolean>;
  /** Told once, when nothing is left but what fails. */
  finish(): Promise<void>;
}

export interface FanOutReport {
  /** Cases on which something was done. */
  readonly done: number;
  /** Cases that cannot be done at present. */
  readonly failed: number;
  /** Whether none is left. */
  readonly complete: boolean;
}

const rowsAtOnce = 100;
const casesAtOnce = 8;
const fanOutsAtOnce = 4;

/** How long (ms) after a change a case may still come to light that did not know of it. */
export function settling({ sweep }: Pick<Ports, 'sweep'>): number {
  return 2 * sweep.period + sweep.grace;
}

/** The rows of a selection, page by page, from a continuation on. */
async function* pagesOf(
  ports: Pick<Ports, 'store' | 'clock'>,
  selection: Selection,
  from?: string,
): AsyncIterable<Page<CaseRow>> {
  let continuation = from;
  do {
    const on = continuation === undefined ? {} : { continuation };
    const page = await ports.store.list({ ...selection, now: ports.clock.now(), top: rowsAtOnce, ...on });
    yield page;
    continuation = page.continuation;
  } while (continuation !== undefined);
}

/**
 * Goes on with a fan-out until the instant `until` (ms of the machine's time): tries again what failed, then goes
 * through the list from where it was left. A case that cannot be done stops no other, and is tried again by itself.
 * It is finished once a pass that began late enough has found nothing to do. Where another process goes on with it at
 * the same time, the slower one leaves it to that. Throws `ClockDiffers`.
 */
async function goOnWith(ports: Ports, fanOut: FanOut, until: number): Promise<FanOutReport> {
  const { clock, store, sweep, wallClock } = ports;
  const known = await readProgress(store.registry, fanOut.name, clock.now());
  assertClock(ports);
  const before = known.progress.done;
  const report = ({ progress }: KnownProgress, complete: boolean): FanOutReport => {
    const failed = progress.failing.length + progress.moreFailing;
    return { done: progress.done - before, failed, complete: complete && failed === 0 };
  };
  const isTimeUp = () => wallClock.now() >= until;
  const attempt = (caseIds: readonly string[]) => attemptAll(ports, fanOut, caseIds, isTimeUp);
  const note = (progress: Progress, outcomes: readonly CaseOutcome[]) =>
    noted(progress, outcomes, clock.now(), sweep.period);

  let present = known;
  const again = dueAgain(present.progress, clock.now());
  if (again.length > 0) {
    const { outcomes } = await attempt(again.map(({ caseId }) => caseId));
    const kept = await keep(ports, present, note(present.progress, outcomes));
    if (!kept) return report(present, false);
    present = kept;
  }
  if (fanOut.isFinished) return report(present, true);
  // More fail than are remembered by name: all of the list has to be tried again, and as rarely as those.
  if (present.progress.moreFailing > 0 && !present.progress.pass && again.length === 0)
    return report(present, false);

  const began = { began: toInstant(clock.now()), seen: 0, done: 0 };
  let progress: Progress = present.progress.pass
    ? present.progress
    : { ...present.progress, pass: began, moreFailing: 0 };
  for await (const page of pagesOf(ports, fanOut.selection, progress.pass?.cursor)) {
    if (isTimeUp()) return report(present, false);
    const waiting = new Set(progress.failing.map(({ caseId }) => caseId));
    const wanted = page.value.filter((row) => fanOut.concerns?.(row) ?? true).map(({ caseId }) => caseId);
    // A row that cannot be read says nothing of its case.
    const caseIds = [...wanted, ...(page.unreadable ?? [])].filter((caseId) => !waiting.has(caseId));
    const { outcomes, isCut } = await attempt(caseIds);
    const pass = progress.pass ?? began;
    const done = pass.done + outcomes.filter((one) => 'did' in one && one.did).length;
    const passed = {
      seen: pass.seen + page.value.length,
      ...(page.continuation === undefined ? {} : { cursor: page.continuation }),
    };
    progress = note({ ...progress, pass: { ...pass, ...(isCut ? {} : passed), done } }, outcomes);
    const kept = await keep(ports, present, progress);
    if (!kept) return report(present, false);
    present = kept;
    if (isCut) return report(present, false);
  }

  const { pass } = progress;
  const foundNothing = pass !== null && pass.done === 0 && toMs(pass.began) >= fanOut.settledAt;
  const finished = foundNothing && progress.moreFailing === 0;
  if (finished) await fanOut.finish();
  const ended = { ...progress, pass: null, passes: progress.passes + 1, finished };
  return report((await keep(ports, present, ended)) ?? present, true);
}

/** Goes on with several, a few at once. Those that were worked on longest ago come first, so that none starves. */
export async function goOnWithAll(
  ports: Ports,
  fanOuts: readonly FanOut[],
  until: number,
): Promise<FanOutReport> {
  if (fanOuts.length === 0) return { done: 0, failed: 0, complete: true };
  const known = new Map((await listProgress(ports.store.registry)).map((one) => [fanOutKey(one), one]));
  const workedAt = ({ name }: FanOut) => known.get(fanOutKey(name))?.workedAt ?? '';
  const isWanted = (one: FanOut) => {
    const progress = known.get(fanOutKey(one.name));
    return !one.isFinished || (progress !== undefined && dueAgain(progress, ports.clock.now()).length > 0);
  };
  const wanted = fanOuts.filter(isWanted).sort((a, b) => (workedAt(a) < workedAt(b) ? -1 : 1));
  const reports: FanOutReport[] = [];
  const work = async () => {
    for (let next = wanted.shift(); next; next = wanted.shift()) {
      try {
        reports.push(await goOnWith(ports, next, until));
      } catch (cause) {
        ports.warn(`${next.name.of} ${next.name.id} is left to the next sweep`, cause);
        reports.push({ done: 0, failed: 0, complete: false });
      }
    }
  };
  await Promise.all(Array.from({ length: fanOutsAtOnce }, work));
  return {
    done: reports.reduce((sum, { done }) => sum + done, 0),
    failed: reports.reduce((sum, { failed }) => sum + failed, 0),
    complete: reports.every(({ complete }) => complete),
  };
}

/** Undefined where another has written meanwhile. What is as it was is not written again. */
async function keep(
  { store }: Ports,
  { progress: before, etag }: KnownProgress,
  progress: Progress,
): Promise<KnownProgress | undefined> {
  if (etag !== null && JSON.stringify(before) === JSON.stringify(progress)) return { progress, etag };
  const put = await store.registry.put('fanOut', fanOutKey(progress), storedFanOuts.write(progress), etag);
  return put.outcome === 'conflict' ? undefined : { progress, etag: put.etag };
}

interface Attempted {
  readonly outcomes: readonly CaseOutcome[];
  /** Time was up before all had been tried. */
  readonly isCut: boolean;
}

/** Several at once, as long as there is time. */
async function attemptAll(
  ports: Ports,
  fanOut: FanOut,
  caseIds: readonly string[],
  isTimeUp: () => boolean,
): Promise<Attempted> {
  const outcomes: CaseOutcome[] = [];
  const errors: unknown[] = [];
  let next = 0;
  const work = async () => {
    for (let caseId = caseIds[next]; caseId !== undefined && !isTimeUp(); caseId = caseIds[next]) {
      next += 1;
      try {
        const did = await traced('putOver', { caseId }, () => fanOut.work(caseId));
        outcomes.push({ caseId, did });
      } catch (error) {
        errors.push(error);
        outcomes.push({ caseId, error });
      }
      // A store on this machine answers without ever giving the event loop back.
      await nextTurn();
    }
  };
  await Promise.all(Array.from({ length: casesAtOnce }, work));
  if (errors.length > 0) {
    const { of, id } = fanOut.name;
    ports.warn(`${of} ${id} cannot be put over ${errors.length} cases at present, of which one`, errors[0]);
  }
  return { outcomes, isCut: next < caseIds.length };
}
