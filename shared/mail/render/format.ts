import { DateTime, Duration as LuxonDuration } from 'luxon';
import { toDurationMs, type Duration, type Instant } from '../../calendar/instant.ts';
import type { Messages } from './messages/schema.ts';
import { placeholder } from './messages/text.ts';

/** An instant in the reader's zone and in UTC, such as `Friday 20 November 2026 at 18:00 (Asia/Tokyo), ... UTC`. */
export function formatInstant(instant: Instant, zone: string, messages: Messages): string {
  const utc = DateTime.fromISO(instant, { zone: 'utc' });
  const utcText = utc.toFormat(utc.second === 0 ? 'yyyy-MM-dd HH:mm' : 'yyyy-MM-dd HH:mm:ss');
  if (zone === 'UTC' || zone === 'Etc/UTC') return fill(messages.times.utc, { utc: utcText });
  const local = utc
    .setZone(zone)
    .setLocale(messages.locale)
    .toLocaleString({
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
      ...(utc.second === 0 ? {} : { second: '2-digit' }),
    });
  return fill(messages.times.instant, { local, zone, utc: utcText });
}

/** Hours, minutes and seconds in words, leaving out what is zero. */
export function formatDuration(duration: Duration | number, messages: Messages): string {
  const ms = typeof duration === 'number' ? duration : toDurationMs(duration);
  const whole = LuxonDuration.fromMillis(ms).shiftTo('hours', 'minutes', 'seconds').toObject();
  const shown = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== 0));
  return LuxonDuration.fromObject(Object.keys(shown).length ? shown : { minutes: 0 })
    .reconfigure({ locale: messages.locale })
    .toHuman({ listStyle: 'long' });
}

/** A share in percent, with one digit after the point at most. */
export function formatPercent(percent: number, messages: Messages): string {
  return percentFormat(messages.locale).format(percent);
}

const percentFormats = new Map<string, Intl.NumberFormat>();

/** Making one costs as much as the rest of a mail. */
function percentFormat(locale: string): Intl.NumberFormat {
  const known = percentFormats.get(locale);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  percentFormats.set(locale, made);
  return made;
}

/** Replaces each placeholder once, so that a value that looks like one stays as it is. */
export function fill(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(placeholder, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`no value for {${name}}`);
    return value;
  });
}

// Control characters, line and paragraph separators, and the marks that turn the direction of text around.
const unsafe = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+/gu;
const lineBreak = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/u;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Text of others on one line and of bounded length: nothing in it can start a header or hide another text. */
export function oneLine(text: string, longest = 200): string {
  return cut(harmless(text).replace(/\s+/g, ' ').trim(), longest);
}

/** The same for a text of several lines, which keeps its lines and the blanks within them. */
export function manyLines(text: string, longest = 8000): readonly string[] {
  const lines = text.split(lineBreak).map((line) => harmless(line).trimEnd());
  const whole = lines
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+|\n+$/g, '');
  return whole === '' ? [] : cut(whole, longest).split('\n');
}

function harmless(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd').replace(unsafe, ' ');
}

function cut(line: string, longest: number): string {
  if (line.length <= longest) return line;
  let kept = '';
  for (const { segment } of graphemes.segment(line)) {
    if (kept.length + segment.length >= longest) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
