/** ISO 8601 instants and durations, and the milliseconds the arithmetic runs on. */

/** A UTC instant as ISO 8601 text, without fractional zeros: `2026-11-20T09:00:00Z`. */
export type Instant = string;

/** A duration as ISO 8601 text in hours, minutes and seconds: `PT1H30M`. */
export type Duration = string;

export function toMs(instant: Instant): number {
  return Date.parse(instant);
}

export function toInstant(ms: number): Instant {
  const text = new Date(ms).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

const pattern = /^PT(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d{1,3}))?S)?$/;

/** Milliseconds of a duration this module wrote. Text from outside is parsed at the border, with reasons. */
export function toDurationMs(duration: Duration): number {
  const match = pattern.exec(duration);
  if (!match) throw new RangeError(`not a duration in hours, minutes and seconds: ${duration}`);
  const [, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  return (
    Number(hours) * 3_600_000 +
    Number(minutes) * 60_000 +
    Number(seconds) * 1000 +
    Number(fraction.padEnd(3, '0'))
  );
}

export function toDuration(ms: number): Duration {
  const hours = Math.floor(ms / 3_600_000);
  const minutes = Math.floor(ms / 60_000) % 60;
  const seconds = (ms % 60_000) / 1000;
  const text = `${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${seconds ? `${seconds}S` : ''}`;
  return text ? `PT${text}` : 'PT0S';
}
