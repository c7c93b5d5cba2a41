/**
 * The published daylight-saving cases: both engines and the minute walk give the due instant worked out by hand,
 * and the docs show these cases. `UPDATE_DOCS=1` writes the table into the docs.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { calendarOf, conformance, conformanceTable } from '../../test/calendar/conformance.ts';
import { segmentsIn, walk } from '../../test/calendar/intlWalk.ts';
import { businessTime, toDurationMs, toInstant, toMs } from './index.ts';
import { referenceTime } from './testing/reference.ts';

const docs = new URL('../../docs/business-time.md', import.meta.url);
const begin = '<!-- conformance table: generated, see conformance.test.ts -->\n';
const end = '\n<!-- end of the conformance table -->';

test.each(conformance)('$zone: $what', (row) => {
  const calendar = calendarOf(row);
  const start = toMs(row.start);
  const duration = toDurationMs(row.duration);
  const minutes = walk(calendar, start, toMs(row.due) + 60_000, 30_000);
  const walked = segmentsIn(minutes, start, duration)?.at(-1)?.to ?? 0;
  expect(toInstant(walked)).toBe(row.due);
  expect(toInstant(businessTime({ kind: 'businessHours', calendar }).dueAt(start, duration) ?? 0)).toBe(
    row.due,
  );
  expect(toInstant(referenceTime(calendar).dueAt(start, duration) ?? 0)).toBe(row.due);
});

test('the docs show the cases as they are tested', () => {
  const text = readFileSync(docs, 'utf8');
  const [before = '', rest = ''] = text.split(begin);
  const [, after = ''] = rest.split(end);
  const fresh = `${before}${begin}\n${conformanceTable()}\n${end}${after}`;
  if (process.env.UPDATE_DOCS) writeFileSync(docs, fresh);
  else expect(text).toBe(fresh);
});
