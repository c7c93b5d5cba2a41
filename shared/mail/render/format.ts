import { IntlMessageFormat } from 'intl-messageformat';
import { Duration as LuxonDuration } from 'luxon';
import { bounded } from '../../calendar/bounded.ts';
import { toDurationMs, toMs, type Duration, type Instant } from '../../calendar/instant.ts';
import type { Messages } from './messages/index.ts';
import { kept } from './text.ts';

// Making one of these costs as much as the rest of a mail.
const messageFormats = bounded<IntlMessageFormat>(4096);
const dateFormats = bounded<Intl.DateTimeFormat>(512);
const zoneNames = bounded<string>(512);
const numberFormats = bounded<Intl.NumberFormat>(32);
const listFormats = bounded<Intl.ListFormat>(32);
const durations = bounded<string>(512);

/** An ICU message with its values in it. A value that looks like a placeholder stays as it is. */
export function fill(
  message: string,
  values: Readonly<Record<string, string | number>>,
  locale: string,
): string {
  const format = messageFormats(
    `${locale} ${message}`,
    () => new IntlMessageFormat(message, locale, undefined, { ignoreTag: true }),
  );
  return String(format.format(values));
}

/** An instant as the language writes it, in this zone: `Friday 20 November 2026 at 18:00 (Japan Standard Time)`. */
export function formatInstant(instant: Instant, zone: string, messages: Messages): string {
  const at = toMs(instant);
  const [hour = 0, minute = 0, second = 0] = dateFormat('en', zone, clock).format(at).split(':').map(Number);
  return fill(
    messages.times.instant,
    {
      date: formatDate(at, zone, messages, 'date'),
      time: kept(clockTime(hour, minute, messages, second)),
      zone: zoneName(zone, messages, at),
    },
    messages.locale,
  );
}

const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;

/** The day of an instant (ms), with its year (`date`) or, where it is near, without (`day`). */
export function formatDate(
  at: number,
  zone: string,
  { locale, times }: Pick<Messages, 'locale' | 'times'>,
  as: 'date' | 'day',
): string {
  const year = as === 'date' ? ({ year: 'numeric' } as const) : {};
  const date = dateFormat(locale, zone, { day: 'numeric', month: 'long', ...year }).format(at);
  const weekday = formatWeekday(at, zone, locale, times.weekday);
  return fill(times[as], { weekday, [as]: kept(date) }, locale);
}

export function formatWeekday(at: number, zone: string, locale: string, weekday: 'long' | 'short'): string {
  return dateFormat(locale, zone, { weekday }).format(at);
}

function dateFormat(
  locale: string,
  timeZone: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  return dateFormats(
    `${locale} ${timeZone} ${Object.entries(options).join()}`,
    () => new Intl.DateTimeFormat(locale, { timeZone, ...options }),
  );
}

/** A time of day; hours go up to 24. */
export function clockTime(hour: number, minute: number, { times }: Messages, second = 0): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const hours = times.hour === 'numeric' ? String(hour) : two(hour);
  return [hours, two(minute), ...(second === 0 ? [] : [two(second)])].join(':');
}

/** What people of the language call the zone, whatever its offset at the moment. */
export function zoneName(zone: string, { locale }: Messages, at: number): string {
  if (/^(Etc\/)?(UTC|GMT|UCT|Zulu|Universal)$/.test(zone)) return 'UTC';
  return zoneNames(`${locale} ${zone}`, () => {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'longGeneric' });
    return parts.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? zone;
  });
}

/** Hours, minutes and seconds in words, leaving out what is zero; no number is parted from its unit. */
export function formatDuration(duration: Duration | number, { locale }: Messages): string {
  const ms = typeof duration === 'number' ? duration : toDurationMs(duration);
  return durations(`${locale} ${ms}`, () => {
    const whole = LuxonDuration.fromMillis(ms).shiftTo('hours', 'minutes', 'seconds').toObject();
    const shown = Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== 0));
    const parts = Object.entries<number>(Object.keys(shown).length ? shown : { minutes: 0 }).map(
      ([unit, value]) =>
        LuxonDuration.fromObject({ [unit]: value })
          .reconfigure({ locale })
          .toHuman(),
    );
    // In Chinese and Japanese nothing stands between hours and minutes.
    const type = /^(zh|ja)/.test(locale) ? 'unit' : 'conjunction';
    return new Intl.ListFormat(locale, { type }).format(parts).replaceAll(/(?<=\d) /g, '\u00a0');
  });
}

/** A share in percent, with one digit after the point at most. */
export function formatPercent(percent: number, { locale }: Messages): string {
  return numberFormats(locale, () => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })).format(
    percent,
  );
}

export function formatList(items: readonly string[], { locale }: Messages): string {
  return listFormats(locale, () => new Intl.ListFormat(locale, { type: 'conjunction' })).format(items);
}
