/** Durations in text from outside. */

export type ParsedDuration =
  { readonly ok: true; readonly ms: number } | { readonly ok: false; readonly reason: string };

/** The longest duration taken from outside: ten years of hours on the clock. */
export const longestDurationMs = 87_660 * 3_600_000;

const accepted = /^PT(?=\d)(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12})S)?$/;
const anyDuration = /^[+-]?P(?=[\dT+-])[-+\d.,YMWDTHS]*$/i;

/** Why a text is not a duration that business time can count; each rule stands once, in the order of telling. */
const refusals: readonly (readonly [test: (text: string) => boolean, reason: string])[] = [
  [(text) => !anyDuration.test(text), 'not an ISO 8601 duration such as PT4H or PT1H30M'],
  [(text) => text.includes('-'), 'a duration cannot be negative'],
  [(text) => text.includes('+'), 'a duration carries no sign'],
  [(text) => /[.,]/.test(text), 'fractions are not accepted: write PT1H30M, not PT1.5H'],
  [
    (text) => /P[^T]*[YMWD]/i.test(text),
    'years, months, weeks and days have no fixed length: use hours, minutes and seconds',
  ],
];

/**
 * ISO 8601 text in hours, minutes and seconds, all whole, such as `PT8H`. Each refusal says why.
 * `PT0S` is accepted.
 */
export function parseDuration(text: string): ParsedDuration {
  const match = accepted.exec(text);
  if (!match) {
    const refusal = refusals.find(([refuses]) => refuses(text));
    return {
      ok: false,
      reason: refusal?.[1] ?? 'not hours, minutes and seconds in this order, such as PT1H30M',
    };
  }
  const [, hours, minutes, seconds] = match;
  const ms = Number(hours ?? 0) * 3_600_000 + Number(minutes ?? 0) * 60_000 + Number(seconds ?? 0) * 1000;
  if (ms > longestDurationMs) {
    return { ok: false, reason: `longer than ${longestDurationMs / 3_600_000} hours` };
  }
  return { ok: true, ms };
}
