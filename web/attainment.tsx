/** What has become of the promises, and how late what fell due was recorded. */
import type { Attainment, LatenessView, SummaryView } from '../shared/api/operations/summary.ts';
import { read } from './api.ts';
import { AttainmentChart, LatenessChart } from './charts.tsx';
import { Download } from './download.tsx';
import { useLive } from './live.ts';
import { Choice, Shown, Table, type Column } from './parts.tsx';
import { route, setQuery } from './route.ts';
import { useStore } from './store.ts';
import { clockNames, percent, planNames, seconds } from './words.ts';

/** Attainment as a share with what it was made from: nothing measured is no share at all. */
function share({
  met,
  corrected,
  measured,
  attainment,
}: Pick<Attainment, 'met' | 'corrected' | 'measured' | 'attainment'>) {
  if (attainment === null) return <span class="none">nothing measured</span>;
  return (
    <span class="share">
      <b>{percent(attainment * 100)}</b>{' '}
      <small>
        {met + corrected} of {measured}
      </small>
    </span>
  );
}

export function AttainmentPage() {
  const { query } = useStore(route);
  const asked = new URLSearchParams();
  for (const name of ['from', 'to', 'by', 'clock', 'severity', 'plan', 'country']) {
    const value = query.get(name);
    if (value) asked.set(name, value);
  }
  const key = asked.toString();
  // Of several kinds there is no one share: the chart shows what is promised to customers unless told otherwise.
  const chosen = query.get('clock') ?? '';
  const drawn = Object.hasOwn(clockNames, chosen) ? (chosen as Attainment['clock']) : 'initialResponse';
  const { loaded, reload } = useLive(key, async () => {
    const period = new URLSearchParams([...asked].filter(([name]) => name === 'from' || name === 'to'));
    const by = asked
      .get('by')
      ?.split(',')
      .find((each) => each !== 'country');
    period.set('by', by ?? 'day');
    const overTime = new URLSearchParams(asked);
    overTime.set('clock', drawn);
    overTime.set('by', by ?? 'day');
    const [summary, history, lateness] = await Promise.all([
      read<SummaryView>(`/api/operations/summary?${key}`),
      read<SummaryView>(`/api/operations/summary?${overTime}`),
      read<LatenessView>(`/api/operations/lateness?${period}`),
    ]);
    return { summary, history, lateness, period };
  });
  const of = (name: string) => query.get(name) ?? '';
  const day = (name: 'from' | 'to', label: string) => (
    <label>
      {label}
      <input
        type="date"
        value={of(name)}
        onChange={({ currentTarget }) => setQuery({ [name]: currentTarget.value })}
      />
    </label>
  );
  return (
    <>
      <h1>Promises</h1>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        {day('from', 'From (UTC)')}
        {day('to', 'To (UTC)')}
        <Choice
          label="Told apart by"
          value={of('by')}
          options={[
            ['', 'Nothing else'],
            ['day', 'Day'],
            ['month', 'Month'],
            ['quarter', 'Quarter'],
            ['year', 'Year'],
            ['country', 'Country'],
            ['month,country', 'Month and country'],
          ]}
          onChange={(by) => setQuery({ by })}
        />
        <Choice
          label="Clock"
          value={of('clock')}
          options={[['', 'All'], ...Object.entries(clockNames)]}
          onChange={(clock) => setQuery({ clock })}
        />
        <Choice
          label="Severity"
          value={of('severity')}
          options={[['', 'All'], ...['A', 'B', 'C'].map((each) => [each, each] as const)]}
          onChange={(severity) => setQuery({ severity })}
        />
        <Choice
          label="Plan"
          value={of('plan')}
          options={[['', 'All'], ...Object.entries(planNames)]}
          onChange={(plan) => setQuery({ plan })}
        />
      </form>
      <Shown loaded={loaded} reload={reload}>
        {({ summary, history, lateness, period }) => (
          <>
            <AttainmentChart of={clockNames[drawn]} rows={history.attainment} />
            <Table label="Attainment" columns={columns(summary)} items={summary.attainment} keyOf={keyOf} />
            {summary.attainment.length === 0 && <p class="state">No promise fits.</p>}
            <p class="fine">
              Attainment is what was kept, as recorded or as put right, of what was measured: kept, put right
              or broken. What runs or was cancelled is not measured.
            </p>
            <Download path={`/api/operations/summary?${key}`} name="Attainment" />
            <h2>Lateness of the machine</h2>
            <p>
              {summary.lateness.count === 0
                ? 'Nothing has fallen due by itself.'
                : `${summary.lateness.count} warnings, breaches and alerts: half were recorded within ${seconds(summary.lateness.p50)}, 99 of 100 within ${seconds(summary.lateness.p99)}, all within ${seconds(summary.lateness.max)}.`}
            </p>
            {lateness.value.length > 0 && (
              <>
                <LatenessChart value={lateness.value} />
                <Table
                  label="Lateness"
                  items={lateness.value}
                  keyOf={({ period }) => period}
                  columns={[
                    { name: 'Period (UTC)', of: ({ period }) => period },
                    { name: 'Fell due', class: 'number', of: ({ count }) => count },
                    { name: 'Half within', class: 'number', of: ({ p50 }) => seconds(p50) },
                    { name: '99 % within', class: 'number', of: ({ p99 }) => seconds(p99) },
                    { name: 'All within', class: 'number', of: ({ max }) => seconds(max) },
                  ]}
                />
                <Download path={`/api/operations/lateness?${period}`} name="Lateness" />
              </>
            )}
            <h2>Mail</h2>
            <Table
              label="Mail"
              items={[summary.mail]}
              keyOf={() => 'mail'}
              columns={(
                ['requested', 'sent', 'delivered', 'bounced', 'waiting', 'failed', 'withdrawn'] as const
              ).map((name) => ({
                name: name.charAt(0).toUpperCase() + name.slice(1),
                class: 'number',
                of: (mail: SummaryView['mail']) => mail[name],
              }))}
            />
          </>
        )}
      </Shown>
    </>
  );
}

const keyOf = ({ clock, severity, plan, country, period }: Attainment) =>
  [clock, severity, plan, country, period].join(' ');

function columns({ attainment }: SummaryView): Column<Attainment>[] {
  const has = (name: 'period' | 'country') => attainment.some((row) => row[name] !== undefined);
  return [
    ...(has('period') ? [{ name: 'Period (UTC)', of: ({ period }: Attainment) => period ?? 'paused' }] : []),
    ...(has('country') ? [{ name: 'Country', of: ({ country }: Attainment) => country ?? '–' }] : []),
    { name: 'Clock', of: ({ clock }) => clockNames[clock] },
    { name: 'Severity', of: ({ severity }) => severity },
    { name: 'Plan', of: ({ plan }) => planNames[plan] },
    { name: 'Attainment', of: share },
    { name: 'Kept', class: 'number', of: ({ met }) => met },
    { name: 'Put right', class: 'number', of: ({ corrected }) => corrected },
    { name: 'Broken', class: 'number', of: ({ breached }) => breached },
    { name: 'Still waiting', class: 'number', of: ({ stillWaiting }) => stillWaiting },
    { name: 'Running', class: 'number', of: ({ running }) => running },
    { name: 'Not measured', class: 'number', of: ({ notMeasured }) => notMeasured },
  ];
}
