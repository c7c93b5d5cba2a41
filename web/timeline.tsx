/** What happened on a case, newest first. */
import { useState } from 'preact/hooks';

import type { ClockView, TimelineEntry } from '../shared/api/schemas.ts';
import { Instant } from './parts.tsx';
import { setQuery } from './route.ts';
import { isInner, knownFrom, sentence } from './sentences.ts';
import { inUnits } from './time.ts';
import { plain } from './words.ts';

/** A minute: what is recorded later than that says so. */
const worthTelling = 60_000;

export function Timeline({
  entries,
  clocks,
  zone,
}: {
  entries: readonly TimelineEntry[];
  clocks: readonly ClockView[];
  zone: string | undefined;
}) {
  const [all, setAll] = useState(false);
  const known = knownFrom(entries, clocks);
  const first = entries[0]?.sequence ?? 1;
  const shown = entries.filter(({ type }) => all || !isInner(type));
  return (
    <>
      <label class="inline">
        <input
          type="checkbox"
          checked={all}
          onChange={({ currentTarget }) => setAll(currentTarget.checked)}
        />
        With what the machine did
      </label>
      {first > 1 && (
        <p class="note">
          Of earlier events {first - 1} are left out.{' '}
          <button type="button" onClick={() => setQuery({ events: 'all' })}>
            Show all
          </button>
        </p>
      )}
      <ol class="timeline" reversed>
        {[...shown].reverse().map((entry) => (
          <li key={entry.sequence} value={entry.sequence}>
            <Instant at={entry.decidedAsOf} zone={zone} />
            <div>
              <p>
                {sentence(entry, known)}
                {said(entry) && <q>{said(entry)}</q>}
              </p>
              <small>
                {entry.by.kind === 'system' ? 'by the product' : `by ${entry.by.id} (${entry.by.role})`}
                {entry.rules.length > 0 && `, rules ${entry.rules.join(', ')}`}
                {late(entry)}
                {entry.imported && ', brought along'}
                {entry.overtaken && ', overtaken by what was told later'}
              </small>
              <Changes entry={entry} />
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

function said({ data }: TimelineEntry): string | undefined {
  return typeof data['message'] === 'string' ? data['message'] : undefined;
}

function late({ at, decidedAsOf }: TimelineEntry): string {
  const by = Date.parse(at) - Date.parse(decidedAsOf);
  return by < worthTelling ? '' : `, recorded ${inUnits(by)} later`;
}

function Changes({ entry: { before, after } }: { entry: TimelineEntry }) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => name !== 'alarm',
  );
  if (names.length === 0) return null;
  const text = (value: unknown) =>
    value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value);
  return (
    <details>
      <summary>{names.length === 1 ? 'One change' : `${names.length} changes`}</summary>
      <ul>
        {names.map((name) => (
          <li key={name}>
            {plain(name)}: {text(before[name])} → {text(after[name])}
          </li>
        ))}
      </ul>
    </details>
  );
}
