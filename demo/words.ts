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
  initialResponse: 'first response',
  customerReply: 'customer’s reply',
  resolutionAcceptance: 'acceptance of the resolution',
  bestEffort: 'best effort',
};

export function clockName(kind: string): string {
  return clocks[kind] ?? kind;
}

/** What belongs to the machinery; mail is shown when it arrives in the mailbox. */
const machinery = /^(alarm\.|mail\.)|^(clock\.cancelled|advisory\.opened|case\.reopenRequested)$/;

interface Told {
  readonly text: (name: string) => string;
  readonly clock: string;
  readonly zone: string;
}

type Words = readonly [tone: Tone, text: (told: Told) => string];

const promised = ({ text, clock, zone }: Told) =>
  `${clock} within ${spell(text('target'))}, ${schedules[text('schedule')] ?? ''}: ${text('dueAt') ? `due ${wall(text('dueAt'), zone)}` : 'it stands'}`;

const closings: Readonly<Record<string, string>> = {
  requested: 'as asked for',
  resolutionAccepted: 'the resolution helps',
  bestEffortUsedUp: 'best effort is used up',
};

const referrals: Readonly<Record<string, string>> = {
  partnerOrCommunity: ', with a referral to a partner or the community',
  ownChannel: ', with a referral to whoever made that code',
};

/** What each event is in words. Others are told by what they change. */
const words: Readonly<Record<string, Words>> = {
  'case.submitted': [
    'plain',
    ({ text }) => `submitted: “${text('title')}”, severity ${text('severity')}, plan ${text('plan')}`,
  ],
  'clock.started': ['plain', (told) => `clock starts: ${promised(told)}`],
  'clock.retargeted': ['plain', (told) => `clock has a new target: ${promised(told)}`],
  'clock.paused': ['quiet', ({ clock }) => `the clock (${clock}) stands`],
  'clock.resumed': [
    'plain',
    ({ text, clock, zone }) => `the clock (${clock}) goes on: due ${wall(text('dueAt'), zone)}`,
  ],
  'clock.thresholdReached': [
    'warning',
    ({ text, clock }) => `warning: ${text('percent')} % of the time (${clock}) is used`,
  ],
  'clock.breached': ['bad', ({ clock }) => `OVER: the time (${clock}) has run out at this instant`],
  'clock.met': ['good', ({ clock }) => `MET: ${clock} in time`],
  'clock.stopped': ['bad', ({ text, clock }) => `late by ${spell(text('lateBy'))}: ${clock}`],
  'engineer.contacted': ['plain', () => 'an engineer has contacted the customer and starts work'],
  'engineer.requestedInformation': ['plain', ({ text }) => `support asks: “${text('message')}”`],
  'engineer.proposedResolution': ['plain', ({ text }) => `support proposes: “${text('message')}”`],
  'customer.replied': ['plain', ({ text }) => `the customer answers: “${text('message')}”`],
  'customer.acceptedResolution': ['good', () => 'the customer accepts'],
  'investigation.started': ['plain', () => 'support is at work on it'],
  'investigation.concluded': ['good', ({ text }) => `the cause is found: ${text('cause')}`],
  'severity.changeRequested': ['plain', ({ text }) => `the customer asks for severity ${text('severity')}`],
  'severity.raised': ['plain', ({ text }) => `severity raised: ${text('from')} → ${text('to')}`],
  'severity.lowered': ['bad', ({ text }) => `SEVERITY LOWERED: ${text('from')} → ${text('to')}`],
  'downgrade.proposed': ['warning', ({ text }) => `lowering to ${text('to')} is put to operations`],
  'downgrade.approved': ['plain', () => 'operations approve'],
  'downgrade.declined': ['plain', () => 'operations decline'],
  'mail.retryRequested': ['plain', () => 'operations ask for a mail again'],
  'alert.started': ['warning', () => 'operations are alerted of the broken promise'],
  'alert.raised': ['warning', ({ text }) => `level ${text('level')} is alerted`],
  'alert.ended': ['good', () => 'the alerts end'],
  'escalation.started': ['warning', () => 'escalation begins'],
  'escalation.raised': ['warning', ({ text }) => `escalated to level ${text('level')}`],
  'escalation.ended': ['good', () => 'escalation ends'],
  'rca.requested': ['plain', () => 'the customer asks for a root cause analysis'],
  'rca.declined': ['bad', () => 'not fulfilled'],
  'advisory.continued': ['plain', () => 'goes on as an advisory case'],
  'case.closed': [
    'plain',
    ({ text }) => `closed: ${closings[text('reason')] ?? ''}${referrals[text('referral')] ?? ''}`,
  ],
  'case.reopened': ['good', () => 'reopened'],
  'case.reopenRefused': ['bad', () => 'not reopened: a new incident'],
};

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
  const told = { text, clock: clockName(kindOf.get(text('clockId')) ?? ''), zone };
  const [tone, say] = words[type] ?? ['plain', () => [type, ...changesIn(after)].join(', ')];
  return { text: say(told), tone };
}

function changesIn(after: TimelineEntry['after']): readonly string[] {
  return Object.entries(after).map(([name, value]) => `${name}: ${shown(value)}`);
}

function shown(value: unknown): string {
  return value === undefined || value === null
    ? ''
    : typeof value === 'string'
      ? value
      : JSON.stringify(value);
}
