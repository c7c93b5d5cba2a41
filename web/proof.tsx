/** Why a clock comes due when it does, as a bar of what became of the time. */
import type { ClockProof } from '../shared/api/time/proofs.ts';
import { read } from './api.ts';
import { useLive } from './live.ts';
import { Instant, Shown, Table } from './parts.tsx';
import { dayInZone, inUnits, inZone, ms } from './time.ts';
import { clockNames, coverageNames } from './words.ts';

type Segment = ClockProof['segments'][number];

const names: Readonly<Record<Segment['kind'], string>> = {
  counted: 'Counted',
  closed: 'Closed',
  holiday: 'Holiday',
  paused: 'Paused',
};
const kinds = Object.keys(names) as Segment['kind'][];

const lengthOf = ({ from, to }: Segment) => Date.parse(to) - Date.parse(from);

export function Proof({
  caseId,
  clockId,
  zone,
}: {
  caseId: string;
  clockId: string;
  zone: string | undefined;
}) {
  const { loaded, reload } = useLive(
    `${caseId} ${clockId}`,
    () => read<ClockProof>(`/api/cases/${caseId}/clocks/${encodeURIComponent(clockId)}/proof?top=400`),
    { concerns: (change) => change.all || change.cases.has(caseId) },
  );
  return (
    <Shown loaded={loaded} reload={reload}>
      {(proof) => <Drawn proof={proof} zone={zone} />}
    </Shown>
  );
}

function Drawn({ proof, zone }: { proof: ClockProof; zone: string | undefined }) {
  const { segments, calendar, warnings, startedAt, dueAt, nextLink } = proof;
  const place = calendar.version === 'none' ? (zone ?? calendar.timeZone) : calendar.timeZone;
  const unsure = new Set(warnings.flatMap(({ days }) => days));
  const isUnsure = ({ from }: Segment) => unsure.has(dayInZone(from, place));
  const present = kinds.filter((kind) => segments.some((segment) => segment.kind === kind));
  const sum = (kind: Segment['kind']) =>
    segments.filter((segment) => segment.kind === kind).reduce((total, one) => total + lengthOf(one), 0);
  return (
    <figure class="proof" aria-label={`Proof: ${clockNames[proof.kind]}`}>
      <figcaption>
        <b>{inUnits(ms(proof.target))}</b> by {coverageNames[proof.schedule]}
        {calendar.version === 'none' ? '' : ` of ${calendar.timeZone.replaceAll('_', ' ')}`}, from{' '}
        <Instant at={startedAt} zone={place} />{' '}
        {dueAt === null ? (
          'on; it is paused now'
        ) : (
          <>
            to <Instant at={dueAt} zone={place} />
          </>
        )}
        . What is counted adds up to <b>{inUnits(ms(proof.counted))}</b>.
      </figcaption>
      <div
        class="bar"
        role="img"
        aria-label={present.map((kind) => `${names[kind]} ${inUnits(sum(kind))}`).join(', ')}
      >
        {segments.map((segment) => (
          <span
            key={segment.from}
            class={`${segment.kind}${isUnsure(segment) ? ' unsure' : ''}`}
            style={{ flexGrow: String(lengthOf(segment)) }}
            title={`${names[segment.kind]}: ${inZone(segment.from, place)} to ${inZone(segment.to, place)}, ${inUnits(lengthOf(segment))}`}
          />
        ))}
      </div>
      <ul class="legend">
        {present.map((kind) => (
          <li key={kind}>
            <span class={`swatch ${kind}`} aria-hidden="true" />
            {names[kind]} {inUnits(sum(kind))}
          </li>
        ))}
        {segments.some(isUnsure) && (
          <li>
            <span class="swatch unsure" aria-hidden="true" />
            Not sure
          </li>
        )}
      </ul>
      {warnings.map((warning) => (
        <div class="note" key={`${warning.code} ${warning.detail}`}>
          {warning.detail}
          {warning.dueIfWorked !== undefined && (
            <>
              {' '}
              Due if it is worked: <Instant at={warning.dueIfWorked} zone={place} />.
            </>
          )}
          {warning.dueIfHoliday !== undefined && (
            <>
              {' '}
              Due if it is a holiday: <Instant at={warning.dueIfHoliday} zone={place} />.
            </>
          )}
          {warning.evidence && (
            <ul>
              {warning.evidence.map(({ date, countedAs, sources, against }) => (
                <li key={date}>
                  {date}, counted as a {countedAs === 'holiday' ? 'holiday' : 'working day'}: a holiday by{' '}
                  {sources.join(', ') || 'nobody'}
                  {against.length > 0 && <>, not by {against.join(', ')}</>}
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
      <details>
        <summary>
          Each stretch of time ({segments.length}
          {nextLink === undefined ? '' : ', the first of more'})
        </summary>
        <Table
          label="Stretches of time"
          items={segments}
          keyOf={({ from }) => from}
          columns={[
            {
              name: 'What',
              of: (one) =>
                `${names[one.kind]}${one.workingDay === undefined ? '' : ` (declared a working day: ${one.workingDay})`}${isUnsure(one) ? ', not sure' : ''}`,
            },
            { name: `From (${place})`, of: ({ from }) => inZone(from, place) },
            { name: 'To', of: ({ to }) => inZone(to, place) },
            { name: 'Length', of: (one) => inUnits(lengthOf(one)) },
          ]}
        />
      </details>
      <p class="fine">
        Calendar {calendar.version}, time zone data {calendar.timeZoneData}
        {proof.rules.length > 0 && `, rules ${proof.rules.join(', ')}`}.
      </p>
    </figure>
  );
}
