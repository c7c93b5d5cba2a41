import { describe, expect, test } from 'vitest';
import { businessTime, toDuration, toDurationMs, toInstant, toMs } from '../../../calendar/index.ts';
import { calendarFor, type CalendarFound, type CalendarRequest } from '../index.ts';
import { layersAt, layersOf, learnLayer, normalLayer, type EffectiveLayer, type Layer } from './layers.ts';
import { calendarVersion, CalendarUnknown, placeIn, stampedCalendar } from './stamp.ts';

const empty: Layer = { holidays: { add: [], remove: [] }, workingDays: { add: [] } };
const put = (
  place: string,
  number: number,
  layer: Partial<Layer> = {},
  effectiveFrom = '2026-01-01T00:00:00Z',
): EffectiveLayer => ({ place, number, hash: learnLayer({ ...empty, ...layer }), effectiveFrom });

const now = toMs('2026-11-20T08:00:00Z');

function found(request: CalendarRequest, ...layers: EffectiveLayer[]): CalendarFound {
  const result = calendarFor({ ...request, layerOf: layersAt(layersOf(layers), now) });
  if (!result.ok) throw new Error(result.failure.detail);
  return result;
}

/** How long a local day of Tokyo is open. */
function open({ calendar }: Pick<CalendarFound, 'calendar'>, date: string): string {
  const from = toMs(`${date}T00:00:00+09:00`);
  return toDuration(businessTime({ kind: 'businessHours', calendar }).elapsed(from, from + 86_400_000));
}

describe('which layer a case gets', () => {
  const layers = layersOf([
    put('DE', 1),
    put('DE', 2, {}, '2026-06-01T00:00:00Z'),
    put('DE', 3, {}, '2026-03-01T00:00:00Z'),
    put('DE-BY', 1, {}, '2026-09-01T00:00:00Z'),
  ]);
  test.each([
    ['none before the first takes effect', 'DE', undefined, '2025-12-31T23:59:59Z', undefined],
    ['the one that has taken effect', 'DE', undefined, '2026-01-01T00:00:00Z', 'DE.1'],
    [
      'the one put last, although an earlier one takes effect later',
      'DE',
      undefined,
      '2026-06-01T00:00:00Z',
      'DE.3',
    ],
    ['the country’s, for a region without one of its own', 'DE', 'HH', '2026-12-01T00:00:00Z', 'DE.3'],
    ['the country’s, until the region’s own takes effect', 'DE', 'BY', '2026-08-31T23:59:59Z', 'DE.3'],
    ['the region’s own, and not the country’s besides', 'DE', 'BY', '2026-09-01T00:00:00Z', 'DE-BY.1'],
    ['none of another country', 'AT', undefined, '2026-12-01T00:00:00Z', undefined],
  ])('%s', (_, country, region, at, expected) => {
    const layer = layers.inForce(country, region, toMs(at));
    expect(layer && `${layer.place}.${layer.number}`).toBe(expected);
  });
});

describe('later goes before earlier: product, operations, tenant', () => {
  // Monday 23 November 2026 is Labor Thanksgiving Day in Japan; 28 November is a Saturday.
  const remove = { holidays: { add: [], remove: ['2026-11-23'] } };
  const add = { holidays: { add: [{ date: '2026-11-24', name: 'Mourning' }], remove: [] } };
  const works = { workingDays: { add: [{ date: '2026-11-28', name: 'In its place' }] } };
  const own = (date: string) => ({ holidays: { add: [{ date, name: 'Own' }] } });
  test.each<[string, Omit<CalendarRequest, 'country'>, Partial<Layer>, string, string]>([
    ['a holiday of the product', {}, {}, '2026-11-23', 'PT0S'],
    ['which operations take away', {}, remove, '2026-11-23', 'PT8H30M'],
    ['and the tenant keeps', own('2026-11-23'), remove, '2026-11-23', 'PT0S'],
    ['a holiday of operations', {}, add, '2026-11-24', 'PT0S'],
    ['on which the tenant works', { holidays: { remove: ['2026-11-24'] } }, add, '2026-11-24', 'PT8H30M'],
    ['hours of operations', {}, { hours: { tuesday: [['10:00', '12:00']] } }, '2026-11-24', 'PT2H'],
    [
      'hours of the tenant',
      { hours: { tuesday: [['08:00', '09:00']] } },
      { hours: { tuesday: [['10:00', '12:00']] } },
      '2026-11-24',
      'PT1H',
    ],
    ['a working Saturday, as a normal working day', {}, works, '2026-11-28', 'PT8H30M'],
    [
      'or with hours of its own',
      {},
      { workingDays: { add: [{ date: '2026-11-28', name: 'Half', hours: [['09:00', '12:00']] }] } },
      '2026-11-28',
      'PT3H',
    ],
    [
      'as the tenant’s own normal day',
      {
        hours: { monday: [['09:00', '10:00']], tuesday: [['09:00', '11:00']], friday: [['09:00', '11:00']] },
      },
      works,
      '2026-11-28',
      'PT2H',
    ],
    ['which the tenant keeps closed', own('2026-11-28'), works, '2026-11-28', 'PT0S'],
    [
      'a working holiday',
      {},
      { workingDays: { add: [{ date: '2026-11-23', name: 'Open' }] } },
      '2026-11-23',
      'PT8H30M',
    ],
  ])('%s', (_, request, layer, date, expected) => {
    expect(open(found({ country: 'JP', ...request }, put('JP', 1, layer)), date)).toBe(expected);
  });

  test('hours that are not a rule’s rest on BH-4', () => {
    expect(found({ country: 'JP' }, put('JP', 1, add)).hoursRules).toEqual(['BH-3', 'BH-4']);
    const hours = { hours: { monday: [['09:00', '10:00']] as const } };
    expect(found({ country: 'JP' }, put('JP', 1, hours)).hoursRules).toEqual(['BH-4']);
  });
});

describe('a stamp', () => {
  const layers = [
    put('DE', 2, { holidays: { add: [{ date: '2026-11-24', name: 'One' }], remove: [] } }),
  ] as const;

  test('names what its calendar says, and finds it again', () => {
    const { stamp, calendar } = found({ country: 'deu', region: 'de-by' }, ...layers);
    expect(stamp).toMatchObject({
      country: 'DE',
      region: 'BY',
      timeZone: 'Europe/Berlin',
      layer: { place: 'DE', number: 2 },
    });
    expect(calendarVersion(stamp)).toBe(`DE-BY.${stamp.product}+DE.2`);
    expect(calendar.version).toBe(calendarVersion(stamp));
    expect(placeIn(calendar.version)).toEqual({ country: 'DE', region: 'BY' });
    expect(placeIn(found({ country: 'JP' }).calendar.version)).toEqual({ country: 'JP' });
    expect(stampedCalendar(structuredClone(stamp)).calendar).toBe(calendar);
  });

  test.each([
    ['a product calendar', { product: '0123456789abcdef' }, /no release .* 0123456789abcdef of DE/],
    ['a layer', { layer: { place: 'DE', number: 7, hash: '0123456789abcdef' } }, /layer 7 of DE/],
  ])('of %s that is kept nowhere is an error of its own', (_, gone, message) => {
    const { stamp } = found({ country: 'DE' }, ...layers);
    const lost = () => stampedCalendar({ ...stamp, ...gone });
    expect(lost).toThrow(CalendarUnknown);
    expect(lost).toThrow(message);
  });
});

test('a layer is the same in whatever order its days and fields were put', () => {
  const hours = { tuesday: [['09:00', '10:00']], monday: [['09:00', '10:00']] } as const;
  const day = (date: string) => ({ name: 'Day', date });
  const one: Layer = {
    workingDays: { add: [day('2026-12-05'), day('2026-11-28')] },
    holidays: { remove: ['2026-12-25', '2026-12-24'], add: [day('2026-12-02'), day('2026-12-01')] },
    hours,
  };
  const other: Layer = {
    hours: { monday: hours.monday, tuesday: hours.tuesday },
    holidays: { add: [day('2026-12-01'), day('2026-12-02')], remove: ['2026-12-24', '2026-12-25'] },
    workingDays: { add: [day('2026-11-28'), day('2026-12-05')] },
  };
  expect(learnLayer(one)).toBe(learnLayer(other));
  expect(JSON.stringify(normalLayer(one))).toBe(JSON.stringify(normalLayer(other)));
  expect(learnLayer(one)).not.toBe(learnLayer({ ...one, hours: { monday: hours.monday } }));
});

test('a due instant goes by the layer', () => {
  const layer = put('JP', 1, { holidays: { add: [{ date: '2026-11-24', name: 'Mourning' }], remove: [] } });
  const due = ({ calendar }: CalendarFound) =>
    businessTime({ kind: 'businessHours', calendar }).dueAt(now, toDurationMs('PT8H'));
  // Friday 17:00 in Tokyo: 30 min are left; then 7 h 30 from 09:00 of the next working day.
  expect(toInstant(due(found({ country: 'JP' })) ?? 0)).toBe('2026-11-24T07:30:00Z');
  expect(toInstant(due(found({ country: 'JP' }, layer)) ?? 0)).toBe('2026-11-25T07:30:00Z');
});
