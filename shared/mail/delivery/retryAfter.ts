import { parameters } from './parameters.ts';

interface Headers {
  get(name: string): string | null | undefined;
}

// RFC 9110, section 5.6.7; the obsolete forms are not read.
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * `Retry-After` in ms: seconds or an HTTP date (RFC 9110, section 10.2.3), the date counted from the answer's own.
 * Undefined where it is neither; never more than `longestAsked`.
 */
export function retryAfterOf(headers: Headers): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  const date = headers.get('date')?.trim() ?? '';
  if (/^\d+$/.test(value)) return bounded(Number(value) * 1000);
  if (!httpDate.test(value) || !httpDate.test(date)) return undefined;
  return bounded(Date.parse(value) - Date.parse(date));
}

function bounded(wait: number): number | undefined {
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(0, wait), parameters.longestAsked);
}
