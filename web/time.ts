/** The product's time, which on the local runtime is that of a virtual clock. */
import { Store } from './store.ts';

let base = { now: Date.now(), speed: 1, at: performance.now() };

/** Changes each second, and whenever the clock has been set. */
export const tick = new Store(0);

/** What the product's clock shows, in ms. */
export const now = (): number => base.now + (performance.now() - base.at) * base.speed;
export const speed = (): number => base.speed;

/** Sets it by an answer; one that differs by less than what an answer takes changes nothing. */
export function setNow(instant: string, speedNow = base.speed): void {
  const told = Date.parse(instant);
  const close = Math.abs(told - now()) < 1500 * Math.max(speedNow, base.speed);
  if (close && speedNow === base.speed && speedNow !== 0) return;
  base = { now: told, speed: speedNow, at: performance.now() };
  tick.set(tick.value + 1);
}

export function startTicking(): void {
  setInterval(() => tick.set(tick.value + 1), 1000);
}

/** Of an ISO 8601 duration in hours, minutes and seconds, in ms. */
export function ms(duration: string): number {
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] =
    /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(duration) ?? [];
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}

/** A length of time in words: its two greatest units. */
export function inUnits(length: number): string {
  const seconds = Math.floor(Math.max(0, length) / 1000);
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600),
    Math.floor(seconds / 60),
  ];
  if (days >= 4) return `${days} d ${hours - days * 24} h`;
  if (hours > 0) return `${hours} h ${pad(minutes - hours * 60)} min`;
  if (minutes > 0) return `${minutes} min ${pad(seconds - minutes * 60)} s`;
  return `${seconds} s`;
}
const pad = (count: number) => String(count).padStart(2, '0');

export const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant in a zone: the day is left out where it is today there, the year where it is this one. */
export function inZone(instant: string, zone = ownZone): string {
  const date = new Date(instant);
  const day = format(zone, 'day');
  const parts = format(zone, 'time').format(date);
  if (day.format(date) === day.format(now())) return parts;
  const year = format(zone, 'year');
  const isThisYear = year.format(date) === year.format(now());
  return `${day.format(date)}${isThisYear ? '' : ` ${year.format(date)}`}, ${parts}`;
}

/** An instant (ms) in the viewer's zone, with its day whichever it is. */
export const dayAndTime = (instant: number): string =>
  `${format(ownZone, 'day').format(instant)}, ${format(ownZone, 'time').format(instant)}`;

export const dayInZone = (instant: string, zone: string) => format(zone, 'date').format(new Date(instant));

/** A local date (`2026-11-23`) with its day of the week. */
export const dayName = (date: string): string => {
  const at = Date.parse(date);
  return `${format('UTC', 'day').format(at)} ${format('UTC', 'year').format(at)}`;
};

const kinds: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  time: { hour: '2-digit', minute: '2-digit' },
  year: { year: 'numeric' },
  date: { year: 'numeric', month: '2-digit', day: '2-digit' },
};

function format(zone: string, kind: string): Intl.DateTimeFormat {
  const key = `${zone} ${kind}`;
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(kind === 'date' ? 'en-CA' : 'en-GB', {
      ...kinds[kind],
      timeZone: zone,
      hourCycle: 'h23',
    });
    formats.set(key, found);
  }
  return found;
}
