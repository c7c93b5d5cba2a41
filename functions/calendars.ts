import { calendarsView, calendarView } from '../shared/api/time/calendars.ts';
import { answerDeadlines } from '../shared/api/time/deadlines.ts';
import { Faults } from '../shared/api/input/faults.ts';
import { endpoints } from '../shared/api/endpoints.ts';
import { Problem } from '../shared/api/input/problem.ts';
import { inTurns } from '../shared/turns.ts';
import { layersAt } from '../shared/policy/calendars/index.ts';
import { lastPut } from './calendarLayers.ts';
import { serve } from './http.ts';

const timeZoneData = process.versions.tz ?? 'unknown';

serve(endpoints.computeDeadlines, async ({ body, query, ports }) => {
  const layerOf = layersAt(await ports.calendars.read(), ports.clock.now());
  const known = { timeZoneData, layerOf };
  return { status: 200, body: await inTurns(answerDeadlines(body, known, query)) };
});

serve(endpoints.listCalendars, async ({ ports }) => ({
  status: 200,
  body: await inTurns(calendarsView(ports.clock.now())),
}));

serve(endpoints.readCalendar, async ({ params, query, caller, ports }) => {
  const layerOf = layersAt(await ports.calendars.read(), ports.clock.now());
  const view = calendarView({ ...query, country: params.country }, ports.clock.now(), timeZoneData, layerOf);
  if (!('code' in view)) {
    const { body, headers } = await lastPut(ports, caller, view);
    return { status: 200, body: { ...view, ...body }, headers };
  }
  const { code, pointer, detail, meant } = view;
  if (code === 'country.unknown' && meant === undefined) throw new Problem(404, code, `${detail}.`);
  const faults = new Faults('The query');
  faults.add(() => ({ pointer, code, detail: `${detail}.` }));
  throw faults.problem();
});
