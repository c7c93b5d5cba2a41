import type { z } from 'zod';

import { countries } from '../../policy/calendars/index.ts';
import { nearestName } from './names.ts';

/** What is wrong with a value, and what to write instead where that can be said. */
export interface ValueFault {
  readonly detail: string;
  readonly suggestion?: string;
}

/** How Microsoft.Support and other products say what is one value here. Lower case. */
const otherWords: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  severity: {
    highestcriticalimpact: 'A',
    critical: 'A',
    moderate: 'B',
    minimal: 'C',
    minimum: 'C',
    '1': 'A',
    '2': 'B',
    '3': 'C',
    sev1: 'A',
    sev2: 'B',
    sev3: 'C',
    p1: 'A',
    p2: 'B',
    p3: 'C',
    seva: 'A',
    sevb: 'B',
    sevc: 'C',
    high: 'A',
    medium: 'B',
    low: 'C',
  },
  releaseStage: { ga: 'generallyAvailable', preview: 'publicPreview', beta: 'publicPreview' },
  plan: { prodirect: 'professionalDirect', basic: 'standard', free: 'standard' },
};

const countryByName = new Map(countries.map(({ name, code }) => [name.toLowerCase(), code]));

/** What is wrong with a value, in a sentence with an example. Undefined: the schema's own words have to do. */
export function valueFault(
  issue: z.core.$ZodIssue,
  field: PropertyKey | undefined,
  value: unknown,
): ValueFault | undefined {
  if (issue.code === 'invalid_value') return choiceFault(issue.values.map(String), String(field), value);
  if (issue.code === 'invalid_type')
    return { detail: `${kindOf(value)} stands here: ${wantedOf(issue.expected)}.` };
  if (issue.code !== 'invalid_format' || typeof value !== 'string') return undefined;
  if (issue.format === 'datetime') return instantFault(value);
  if (issue.format === 'date') return dateFault(value);
  if (field === 'preferredSupportLanguage') return languageFault(value);
  if (field === 'country') return countryFault(value);
  return undefined;
}

/** Which values there are, where a field is missing. */
export function choicesOf(issue: z.core.$ZodIssue): readonly string[] {
  if ('options' in issue && Array.isArray(issue.options)) return issue.options.map(String);
  return issue.code === 'invalid_value' ? issue.values.map(String) : [];
}

export function choiceFault(values: readonly string[], field: string, value: unknown): ValueFault {
  const known = `One of ${values.join(', ')}`;
  const asked = ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
  if (asked === undefined || asked.length > 64) return { detail: `${known} is expected.` };
  const word = asked.toLowerCase().replace(/[\s_-]/g, '');
  const words = otherWords[field] ?? {};
  const meant =
    (Object.hasOwn(words, word) ? words[word] : undefined) ??
    values.find((one) => one.toLowerCase() === word || one.toLowerCase().endsWith(`.${word}`)) ??
    nearestName(
      asked,
      values.filter((one) => one.length > 2),
    );
  if (meant === undefined || !values.includes(meant)) {
    return { detail: `${known} is expected; \`${shown(asked)}\` is none of them.` };
  }
  return {
    detail: `There is no such value; did you mean \`${meant}\`? ${known} is expected.`,
    suggestion: meant,
  };
}

const example = '2026-11-20T08:00:00Z';
const form = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?)?$/i;

function instantFault(text: string): ValueFault {
  const found = form.exec(text);
  if (!found) return { detail: `An instant with its zone is expected: ${example}.` };
  const [, year, month, day, hour, minute, , zone] = found;
  const date = noSuchDay(Number(year), Number(month), Number(day));
  if (date !== undefined) return { detail: `${date}: write an instant such as ${example}.` };
  if (hour === undefined || minute === undefined) {
    return { detail: `Only a date stands here; the time and its zone are missing: ${text}T08:00:00Z.` };
  }
  if (Number(hour) > 23 || Number(minute) > 59) {
    return { detail: `There is no time ${hour}:${minute}: write an instant such as ${example}.` };
  }
  const corrected = correctedInstant(found);
  const what =
    zone === undefined
      ? 'A zone is missing'
      : 'Date and time stand apart by `T`, seconds and zone are written out';
  return { detail: `${what}: ${corrected}.`, suggestion: corrected };
}

function correctedInstant(found: RegExpExecArray): string {
  const [, year, month, day, hour = '', minute = '', second = '00', zone = 'Z'] = found;
  const offset = zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
  return `${year ?? ''}-${month ?? ''}-${day ?? ''}T${hour}:${minute}:${second}${offset}`;
}

function dateFault(text: string): ValueFault {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const why = year === undefined ? undefined : noSuchDay(Number(year), Number(month), Number(day));
  return { detail: `${why ?? 'A date is expected'}: write it like 2026-11-20.` };
}

function noSuchDay(year: number, month: number, day: number): string | undefined {
  if (month < 1 || month > 12) return `There is no month ${month}`;
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (day >= 1 && day <= days) return undefined;
  const name = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(
    new Date(Date.UTC(2000, month - 1, 1)),
  );
  return `There is no ${day} ${name}${month === 2 ? ` in ${year}` : ''}`;
}

function languageFault(text: string): ValueFault {
  const tag = text.trim().replaceAll('_', '-').replace(/\..*$/, '');
  const canonical = canonicalTag(tag);
  if (canonical === undefined) {
    return { detail: 'A BCP 47 language tag is expected, such as `ja` or `pt-BR`.' };
  }
  return {
    detail: `A BCP 47 language tag is written with hyphens: \`${canonical}\`.`,
    suggestion: canonical,
  };
}

function canonicalTag(tag: string): string | undefined {
  if (!/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(tag)) return undefined;
  try {
    return Intl.getCanonicalLocales(tag)[0];
  } catch {
    return undefined;
  }
}

function countryFault(text: string): ValueFault {
  const code = countryByName.get(text.trim().toLowerCase());
  const wanted = 'A country is written as its ISO 3166-1 code';
  if (code === undefined) return { detail: `${wanted}, such as \`JP\` or \`GB\`.` };
  return { detail: `${wanted}: \`${code}\`.`, suggestion: code };
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'An array';
  const type = typeof value;
  return type === 'object' ? 'An object' : `A ${type}`;
}

const wanted: Readonly<Record<string, string>> = {
  string: 'a text in quotes is expected, such as "…"',
  number: 'a number is expected, such as 3',
  int: 'a whole number is expected, such as 3',
  boolean: 'true or false is expected, without quotes',
  array: 'an array is expected, such as […]',
  object: 'an object is expected, such as {…}',
};

function wantedOf(expected: string): string {
  return Object.hasOwn(wanted, expected) ? (wanted[expected] ?? '') : `${expected} is expected`;
}

function shown(text: string): string {
  return text.replaceAll('`', "'");
}
