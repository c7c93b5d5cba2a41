/** ISO 8601 instants and durations, and the milliseconds the arithmetic runs on. */

/** A UTC instant as ISO 8601 text, without fractional zeros: `2026-11-20T09:00:00Z`. */
export type Instant = string;

/** A duration as ISO 8601 text in hours, minutes and seconds: `PT1H30M`. */
export type Duration = string;

export function toMs(instant: Instant): number {
  return Date.parse(instant);
}

const dayMs = 86_400_000;
const digits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));
const two = (number: number) => digits[number] ?? '';
/** The day that was written last: instants come in bunches of one day. */
let written: { readonly day: number; readonly text: string } | undefined;

export function toInstant(ms: number): Instant {
  if (ms % 1000 !== 0) return new Date(ms).toISOString();
  const day = Math.floor(ms / dayMs);
  if (written?.day !== day) {
    const text = new Date(ms).toISOString();
    written = { day, text: text.slice(0, text.indexOf('T') + 1) };
  }
  const second = (ms - day * dayMs) / 1000;
  const minute = Math.floor(second / 60);
  return `${written.text}${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(second % 60)}Z`;
}

const pattern = /^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3}))?S)?$/;

/** Milliseconds of a duration this module wrote. Text from outside is parsed at the border, with reasons. */
export function toDurationMs(duration: Duration): number {
  const match = pattern.exec(duration);
  if (!match) throw new RangeError(`not a duration in hours, minutes and seconds: ${duration}`);
  const [, hours, minutes, seconds, fraction] = match;
  return (
    Number(hours ?? 0) * 3_600_000 +
    Number(minutes ?? 0) * 60_000 +
    Number(seconds ?? 0) * 1000 +
    Number(fraction?.padEnd(3, '0') ?? 0)
  );
}

export function toDuration(ms: number): Duration {
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = (ms % 60_000) / 1000;
  const text = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
  return text ? `PT${text}` : 'PT0S';
}
