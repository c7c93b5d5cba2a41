import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { storedCalendars } from '../calendars/book.ts';
import { storedEntitlements } from './entitlements.ts';
import { storedIncidents } from '../many/incidents.ts';
import { storedFanOuts } from '../many/progress.ts';
import { storedPolicies } from '../policies/book.ts';

/**
 * Documents that operations keep outlive releases. For each format there ever was, `fixtures/` keeps a document
 * (`<kind>.v<format>.json`), and what its schema was (`<kind>.v<format>.schema.json`).
 */
const kinds = [storedPolicies, storedCalendars, storedIncidents, storedEntitlements, storedFanOuts];
const folder = join(import.meta.dirname, 'fixtures');
const formats = kinds.flatMap((stored) =>
  Array.from({ length: stored.format }, (_, index) => ({
    kind: stored.kind,
    format: index + 1,
    read: stored.read,
  })),
);
const name = (kind: string, format: number) => `${kind}.v${format}`;
const kept = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));

describe.each(formats)('$kind in format $format', ({ kind, format, read }) => {
  it('is still read', () => {
    const document = kept(`${name(kind, format)}.json`);
    expect(document).toMatchObject({ format });
    expect(read(document)).toMatchObject({ ok: true });
  });
});

describe.each(kinds)('$kind', ({ kind, format, schema, read, write }) => {
  it('has the schema that its format was kept with', () => {
    const file = `${name(kind, format)}.schema.json`;
    const shape = shapeOf(z.toJSONSchema(schema, { unrepresentable: 'any' }));
    // A new format is kept once, on demand; one that is kept is never written again.
    if (process.env['KEEP_FORMATS'] && !existsSync(join(folder, file))) {
      writeFileSync(join(folder, file), JSON.stringify(shape));
    }
    expect(
      shape,
      `the schema of ${kind} is not that of format ${format}: give storedAs() an upcaster from it, keep a document ` +
        `as fixtures/${name(kind, format + 1)}.json, and run this with KEEP_FORMATS=1`,
    ).toEqual(kept(file));
  });

  it('is written as it is kept', () => {
    const document = kept(`${name(kind, format)}.json`);
    const reading = read(document);
    // The writers of all kinds take what their readers give, which the union of them cannot say.
    const again = reading.ok && (write as (value: unknown) => unknown)(reading.value);
    expect(again).toEqual(document);
  });
});

it('has no fixture that belongs to no format', () => {
  const files = formats.flatMap(({ kind, format }) => [
    `${name(kind, format)}.json`,
    `${name(kind, format)}.schema.json`,
  ]);
  expect(readdirSync(folder).sort()).toEqual(files.sort());
});

const words = new Set(['$schema', 'id', 'title', 'description', 'example', 'examples']);

/** What a JSON schema demands, without what it only explains. */
function shapeOf(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(shapeOf);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
      if (words.has(key)) return [];
      const named = key === 'properties' || key === '$defs';
      return [[key, named ? mapped(value) : shapeOf(value)]];
    }),
  );
}

/** Keys of such a map are names of fields, whatever they are. */
function mapped(fields: unknown): unknown {
  return Object.fromEntries(Object.entries(fields ?? {}).map(([key, value]) => [key, shapeOf(value)]));
}
