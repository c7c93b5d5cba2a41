/** Asks every few seconds what has changed, and tells the parts of the page that show it. */
import { useEffect, useRef, useState } from 'preact/hooks';

import type { ChangesView } from '../shared/api/operations/changes.ts';
import { call, inWords } from './api.ts';
import { setNow, now, tick } from './time.ts';

const period = 3000;
const hiddenPeriod = 15_000;

/** Ids of cases that have changed; `all`: whatever is shown. */
export type Change = { readonly all: true } | { readonly all: false; readonly cases: ReadonlySet<string> };

const listeners = new Set<(change: Change) => void>();
const tell = (change: Change) => {
  for (const listener of listeners) listener(change);
};

let after: string | undefined;
let etag: string | null = null;

async function ask(): Promise<void> {
  const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
  const headers: Record<string, string> = etag === null ? {} : { 'if-none-match': etag };
  const answer = await call<ChangesView>('GET', `/api/operations/changes${query}`, { headers });
  etag = answer.etag;
  if (answer.status === 304) return;
  const first = after === undefined;
  after = answer.body.after;
  setNow(answer.body.now);
  if (first) return;
  if (answer.body.reset) tell({ all: true });
  else if (answer.body.cases.length > 0) tell({ all: false, cases: new Set(answer.body.cases) });
}

let clockIsLocal = false;

/** Reads the virtual clock of the local runtime. */
export async function readClock(): Promise<void> {
  const answer = await fetch('/local/clock', { cache: 'no-store' });
  const { now: instant, speed } = (await answer.json()) as { now: string; speed: number };
  setNow(instant, speed);
}

/** Resolves once the place is known from which changes are told. */
export async function startLive(local: boolean): Promise<void> {
  clockIsLocal = local;
  if (local) await readClock();
  await ask();
  void goOn();
}

async function goOn(): Promise<void> {
  let failed = false;
  for (;;) {
    await wait();
    try {
      await ask();
      if (clockIsLocal) await readClock();
      if (failed) tell({ all: true });
      failed = false;
    } catch {
      // `connection` says so, and what was missed is told once it is back.
      failed = true;
      etag = null;
    }
  }
}

let hurry: (() => void) | undefined;

function wait(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, document.hidden ? hiddenPeriod : period);
    hurry = () => {
      clearTimeout(timer);
      resolve();
    };
  });
}

/** Asks at once, as when the page has changed something itself. */
export function askNow(): void {
  hurry?.();
}

export function refreshAll(): void {
  tell({ all: true });
}

export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly why: string }
  | { readonly state: 'there'; readonly value: T; readonly at: number; readonly why?: string };

/**
 * What `load` answers, read again when what it shows has changed, and when the product's clock reaches the instant
 * that `next` names. What was there stays until the new is.
 */
export function useLive<T>(
  key: string,
  load: () => Promise<T>,
  options: {
    concerns?: (change: Change, value: T | undefined) => boolean;
    next?: (value: T) => number;
    /** How much is read: what is shown stays while more is. */
    extent?: number;
  } = {},
): { loaded: Loaded<T>; reload: () => void } {
  const [loaded, setLoaded] = useState<{ key: string; loaded: Loaded<T> }>();
  const running = useRef({ key: '', busy: false, again: false, value: undefined as T | undefined });
  const latest = useRef({ load, options });
  latest.current = { load, options };

  const reload = () => {
    const mine = running.current;
    if (mine.busy) {
      mine.again = true;
      return;
    }
    mine.busy = true;
    const asked = mine.key;
    latest.current
      .load()
      .then(
        (value) => {
          if (asked !== mine.key) return;
          mine.value = value;
          setLoaded({ key: asked, loaded: { state: 'there', value, at: now() } });
        },
        (error: unknown) => {
          if (asked !== mine.key) return;
          const why = inWords(error);
          setLoaded((before) =>
            before?.key === asked && before.loaded.state === 'there'
              ? { key: asked, loaded: { ...before.loaded, why } }
              : { key: asked, loaded: { state: 'failed', why } },
          );
        },
      )
      .finally(() => {
        mine.busy = false;
        if (!mine.again && asked === mine.key) return;
        mine.again = false;
        reload();
      });
  };

  const { extent } = options;
  useEffect(() => {
    if (running.current.value !== undefined) reload();
  }, [extent]);

  useEffect(() => {
    const mine = running.current;
    mine.key = key;
    mine.value = undefined;
    reload();
    const hear = (change: Change) => {
      if (latest.current.options.concerns?.(change, mine.value) ?? true) reload();
    };
    listeners.add(hear);
    let asked = -Infinity;
    let due = Infinity;
    let of: T | undefined;
    const stop = tick.follow(() => {
      if (mine.value === undefined) return;
      if (of !== mine.value) {
        of = mine.value;
        due = latest.current.options.next?.(mine.value) ?? Infinity;
      }
      if (now() < due || performance.now() - asked < 1000) return;
      asked = performance.now();
      reload();
    });
    return () => {
      listeners.delete(hear);
      stop();
    };
  }, [key]);

  return { loaded: loaded?.key === key ? loaded.loaded : { state: 'loading' }, reload };
}
