/** Lists as RFC 4180: for spreadsheets, which take a cell for a formula that begins like one. */

type Cell = string | number | boolean | null | undefined;

export interface Column<T> {
  readonly name: string;
  readonly of: (item: T) => Cell;
}

/** A cell that begins so is run as a formula by spreadsheets, blanks before it or not. */
const formula = /^[\s]*[=+\-@]|^[\t\r\n]/;

/** Rows end with CRLF. What would be run as a formula begins with an apostrophe instead. */
export function csvOf<T>(columns: readonly Column<T>[], items: readonly T[]): string {
  const lines = [columns.map(({ name }) => name), ...items.map((item) => columns.map(({ of }) => of(item)))];
  return lines.map((cells) => `${cells.map(written).join(',')}\r\n`).join('');
}

function written(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  const safe = formula.test(cell) ? `'${cell}` : cell;
  return /[",\r\n']|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Whether a list is wanted so: `?format=` goes before `Accept`. */
export function wantsCsv(format: 'json' | 'csv' | undefined, accept: string | null): boolean {
  if (format !== undefined) return format === 'csv';
  if (accept === null) return false;
  const [csv, json] = [weightOf(accept, ['text/csv']), weightOf(accept, ['application/json', '*/*'])];
  return csv > 0 && csv >= json;
}

/** The greatest quality of these types in `Accept` (RFC 9110, 12.5.1); 0: none is wanted. */
function weightOf(accept: string, types: readonly string[]): number {
  const weights = accept.split(',').flatMap((part) => {
    const [type = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase());
    if (!types.includes(type)) return [];
    const quality = parameters.find((one) => one.startsWith('q='))?.slice(2);
    const weight = quality === undefined ? 1 : Number(quality);
    return Number.isFinite(weight) ? [weight] : [];
  });
  return Math.max(0, ...weights);
}
