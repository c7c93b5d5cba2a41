import { DateTime, Duration } from 'luxon';

import type { TimelineEntry } from './api.ts';

/** How much a line matters to whoever watches. */
export type Tone = 'plain' | 'good' | 'warning' | 'bad' | 'quiet';

export interface Sentence {
  readonly text: string;
  readonly tone: Tone;
}

/** `PT7H30M` as `7 h 30 min`. */
export function spell(duration: string): string {
  const { hours, minutes, seconds } = Duration.fromISO(duration).shiftTo('hours', 'minutes', 'seconds');
  const parts = [
    hours > 0 ? `${hours} h` : '',
    minutes > 0 ? `${minutes} min` : '',
    seconds > 0 ? `${Math.floor(seconds)} s` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? '0 min' : parts.join(' ');
}

/** `Tue 24 Nov 16:30` on the wall of `zone`. */
export function wall(instant: string, zone: string): string {
  return DateTime.fromISO(instant, { zone, locale: 'en-GB' }).toFormat('ccc dd LLL HH:mm');
}

const schedules: Readonly<Record<string, string>> = {
  '24x7': 'around the clock',
  businessHours: 'business hours',
};

/** The words of the clock kinds. */
const clocks: Readonly<Record<string, string>> = {
  initialResponse: 'initial response',
  customerReply: 'customer’s reply',
  resolutionAcceptance: 'acceptance of the resolution',
  bestEffort: 'best effort',
};

/** What belongs to the machinery; mail is shown when it arrives in the mailbox. */
const machinery = /^(alarm\.|mail\.)/;

/**
 * One event in a sentence; undefined for what only the machinery cares about. `kindOf` knows the kind of each
 * clock by its id.
 */
export function sentence(
  { type, data, after }: TimelineEntry,
  kindOf: Map<string, string>,
  zone: string,
): Sentence | undefined {
  if (machinery.test(type)) return undefined;
  const text = (name: string) => shown(data[name]);
  if (type === 'clock.started') kindOf.set(text('clockId'), text('kind'));
  const kind = kindOf.get(text('clockId')) ?? '';
  const clock = clocks[kind] ?? kind;
  switch (type) {
    case 'case.submitted':
      return {
        text: `submitted: “${text('title')}”, severity ${text('severity')}, plan ${text('plan')}`,
        tone: 'plain',
      };
    case 'clock.started':
      return {
        text: `clock starts: ${clock} within ${spell(text('target'))}, ${schedules[text('schedule')] ?? ''}: due ${wall(text('dueAt'), zone)}`,
        tone: 'plain',
      };
    case 'clock.thresholdReached':
      return { text: `warning: ${text('percent')} % of the time for the ${clock} is used`, tone: 'warning' };
    case 'clock.breached':
      return { text: `BREACHED: the ${clock} is late from this instant on`, tone: 'bad' };
    case 'clock.met':
      return { text: `MET: the ${clock} came in time`, tone: 'good' };
    case 'clock.stopped':
      return { text: `the ${clock} came late by ${spell(text('lateBy'))}`, tone: 'bad' };
    case 'engineer.contacted':
      return { text: 'an engineer has contacted the customer and starts work', tone: 'plain' };
    case 'case.closed':
      return { text: 'closed', tone: 'plain' };
    default: {
      const changes = Object.entries(after).map(([name, value]) => `${name}: ${shown(value)}`);
      return { text: [type, ...changes].join(', '), tone: 'plain' };
    }
  }
}

function shown(value: unknown): string {
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}
