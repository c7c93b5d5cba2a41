/** What calls somebody on duty at present, and where the runbook (docs/runbook.md) says what to do. */
import { toMs } from '../../calendar/index.ts';
import { z } from 'zod';

import { documentKinds, type UnreadableView } from '../readiness.ts';

/** Alerts that the alarms page computes, the most urgent first. */
export const alarmsAlerts = [
  'backlog',
  'mail.failing',
  'case.unreadable',
  'case.failing',
  'alarm.failed',
  ...documentKinds.map((kind) => `${kind}.unreadable` as const),
  'fanOut.failing',
  'fanOut.slow',
  'mail.deferred',
  'holidays.pending',
] as const;

/** The anchor of a section whose heading is this code, as Markdown renderers make it. */
export function anchorOf(code: string): string {
  return code.toLowerCase().replace(/[^a-z0-9-]/g, '');
}

/** Where the product serves the section of a code. */
function runbookOf(code: string): string {
  return `/ops/runbook#${anchorOf(code)}`;
}

export const alertViewSchema = z
  .strictObject({
    code: z.enum(alarmsAlerts),
    runbook: z.string().meta({
      description: 'Its section of the runbook, on this origin: what it means, what to look at, what to do',
      example: '/ops/runbook#backlog',
    }),
  })
  .meta({ id: 'Alert' });
export type AlertView = z.output<typeof alertViewSchema>;

/** A fan-out that is not done by then (ms) is slow: ten thousand cases take about a minute. */
const slowAfter = 600_000;

/** What the alarms page shows, as far as it may call somebody. */
export interface Seen {
  readonly backlog: { readonly count: number };
  readonly mail: { readonly state: 'ok' | 'deferred' | 'failing' };
  readonly warnings: readonly { readonly code: 'holidays.pending' }[];
  readonly fanOuts: readonly {
    readonly since: string;
    readonly failed: number;
    readonly left: number;
    readonly finished: boolean;
  }[];
  readonly unreadable: readonly Pick<UnreadableView, 'what'>[];
  readonly value: readonly { readonly runtimeStatus: string; readonly failures: number }[];
}

export function alertsOf(seen: Seen, now: number): readonly AlertView[] {
  const is: Partial<Record<string, boolean>> = {
    backlog: seen.backlog.count > 0,
    [`mail.${seen.mail.state}`]: true,
    'case.failing': seen.value.some(({ failures }) => failures > 0),
    'alarm.failed': seen.value.some(({ runtimeStatus }) => gone.has(runtimeStatus)),
    'fanOut.failing': seen.fanOuts.some(({ failed }) => failed > 0),
    'fanOut.slow': seen.fanOuts.some(
      ({ finished, left, since }) => !finished && left > 0 && now - toMs(since) > slowAfter,
    ),
    ...Object.fromEntries(seen.unreadable.map(({ what }) => [`${what}.unreadable`, true])),
    ...Object.fromEntries(seen.warnings.map(({ code }) => [code, true])),
  };
  return alarmsAlerts.flatMap((code) => (is[code] ? [{ code, runbook: runbookOf(code) }] : []));
}

const gone = new Set(['Failed', 'Terminated', 'Canceled', 'Unknown']);
