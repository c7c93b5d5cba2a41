/** The coming days of countries and regions: holidays, declared working days, and how sure they are. */
import type { z } from 'zod';

import type { SummaryView } from '../shared/api/operations/summary.ts';
import type { calendarsViewSchema, CalendarView } from '../shared/api/time/calendars.ts';
import { read } from './api.ts';
import { comingDays, type ComingDay } from './comingDays.ts';
import { useLive } from './live.ts';
import { Choice, Instant, Shown, Table } from './parts.tsx';
import { route, setQuery } from './route.ts';
import { useStore } from './store.ts';
import { dayName, now } from './time.ts';
import { certaintyNames } from './words.ts';

type Calendars = z.output<typeof calendarsViewSchema>;
interface Seen {
  readonly all: Calendars['value'];
  readonly places: readonly CalendarView[];
  readonly days: readonly ComingDay[];
}

const spans = ['14', '30', '90', '365'];
/** A request each, and two where the year ends within the span. */
const mostPlaces = 30;

export function DaysPage() {
  const { query } = useStore(route);
  const asked = query.get('places') ?? '';
  const span = spans.find((each) => each === query.get('span')) ?? '30';
  const { loaded, reload } = useLive(`${asked} ${span}`, () => load(asked, Number(span)), {
    // Calendars change by hand, a few times a year: `Try again` and reloads read them.
    concerns: (change) => change.all,
    next: () => Infinity,
  });
  return (
    <>
      <h1>Coming days</h1>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <label>
          Countries and regions
          <input
            type="text"
            size={24}
            placeholder="JP, DE-BY, US"
            value={asked}
            onChange={({ currentTarget: { value } }) => setQuery({ places: value.toUpperCase().trim() })}
          />
          <small>{asked === '' ? 'None named: the countries of open cases' : ''}</small>
        </label>
        <Choice
          label="Days"
          value={span}
          options={spans.map((each) => [each, each] as const)}
          onChange={(value) => setQuery({ span: value })}
        />
      </form>
      <Shown loaded={loaded} reload={reload}>
        {(seen) => <Days seen={seen} />}
      </Shown>
    </>
  );
}

async function load(asked: string, span: number): Promise<Seen> {
  const [{ value: all }, places] = await Promise.all([
    read<Calendars>('/api/calendars'),
    asked === '' ? placesOfOpenCases() : asked.split(/[\s,;]+/).filter(Boolean),
  ]);
  const views = await Promise.all(places.slice(0, mostPlaces).map((place) => yearsOf(place, span)));
  return {
    all,
    places: views.flatMap(([first]) => (first ? [first] : [])),
    days: comingDays(views.flat(), now(), span),
  };
}

/** Countries whose promises still run. */
async function placesOfOpenCases(): Promise<string[]> {
  const { attainment } = await read<SummaryView>('/api/operations/summary?by=country');
  return [
    ...new Set(
      attainment.flatMap(({ country, running, stillWaiting }) =>
        country !== undefined && running + stillWaiting > 0 ? [country] : [],
      ),
    ),
  ].sort();
}

/** The years of a place in which the span lies; a place is a country, or one and its region (`DE-BY`). */
async function yearsOf(place: string, span: number): Promise<CalendarView[]> {
  const [country = '', region] = place.split('-');
  const path = `/api/calendars/${encodeURIComponent(country)}`;
  const of = (year: number) =>
    read<CalendarView>(
      `${path}?${new URLSearchParams({ year: String(year), ...(region === undefined ? {} : { region }) }).toString()}`,
    );
  const [first, last] = [now(), now() + span * 86_400_000].map((at) => new Date(at).getUTCFullYear());
  const years = first === last ? [first] : [first, last];
  return Promise.all(years.flatMap((year) => (year === undefined ? [] : [of(year)])));
}

function Days({ seen: { all, places, days } }: { seen: Seen }) {
  if (places.length === 0)
    return <p class="state">No case is open: name countries or regions to see their days.</p>;
  return (
    <>
      {days.length === 0 ? (
        <p class="state">No holiday and no declared working day falls within these days.</p>
      ) : (
        <Table
          label="Days"
          items={days}
          keyOf={({ date, place, what, name }) => `${date} ${place} ${what} ${name}`}
          columns={[
            { name: 'Day', of: ({ date }) => <time dateTime={date}>{dayName(date)}</time> },
            { name: 'Where', of: ({ place }) => place },
            {
              name: 'What',
              of: ({ what, name }) => (
                <>
                  {name}
                  <small>{what}</small>
                </>
              ),
            },
            {
              name: 'How sure',
              of: ({ status, why, alternatives }) => (
                <>
                  <span class={`chip sure-${status}`}>{certaintyNames[status]}</span>
                  {alternatives.length > 0 && (
                    <small>others have {alternatives.map(dayName).join(', ')}</small>
                  )}
                  {why !== undefined && <small>{why}</small>}
                </>
              ),
            },
          ]}
        />
      )}
      <h2>Calendars</h2>
      <Table
        label="Calendars"
        items={places}
        keyOf={({ country, region }) => `${country} ${region ?? ''}`}
        columns={[
          {
            name: 'Where',
            of: ({ name, region }) => `${name}${region === null ? '' : `, ${region}`}`,
          },
          {
            name: 'Now',
            of: ({ isOpen, nextOpening, timeZone }) =>
              isOpen ? (
                'open'
              ) : (
                <>
                  closed, opens <Instant at={nextOpening} zone={timeZone} />
                </>
              ),
          },
          {
            name: 'This year and the next',
            of: ({ country, year, status }) => {
              const years = all.find((each) => each.country === country)?.status ?? { [year]: status };
              return Object.entries(years)
                .map(([each, one]) => `${each}: ${certaintyNames[one]}`)
                .join('; ');
            },
          },
          { name: 'Decreed up to', of: ({ horizon }) => horizon ?? '–' },
          { name: 'Read last', of: ({ asOf }) => asOf ?? '–' },
        ]}
      />
    </>
  );
}
