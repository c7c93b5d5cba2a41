import { jsonFrom, rowFrom } from '../formats.ts';
import type { CaseRow, Page } from '../types.ts';
import { text } from './columns.ts';

/** The rows of a page, without those that cannot be read. */
export function readable({ value: rows, ...page }: Page<Readonly<Record<string, unknown>>>): Page<CaseRow> {
  const value: CaseRow[] = [];
  const unreadable: string[] = [];
  for (const row of rows) {
    const known = rowFrom(jsonFrom(text(row, 'body')));
    if (known) value.push(known);
    else unreadable.push(text(row, 'caseId'));
  }
  return { ...page, value, ...(unreadable.length > 0 ? { unreadable } : {}) };
}
