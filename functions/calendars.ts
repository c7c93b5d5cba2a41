import { calendarsView, calendarView } from '../shared/api/calendars.ts';
import { answerDeadlines } from '../shared/api/deadlines.ts';
import { Faults } from '../shared/api/faults.ts';
import { operations } from '../shared/api/operations.ts';
import { Problem } from '../shared/api/problem.ts';
import { inTurns } from '../shared/turns.ts';
import { serve } from './http.ts';

const timeZoneData = process.versions.tz ?? 'unknown';

serve(operations.computeDeadlines, async ({ body, query }) => ({
  status: 200,
  body: await inTurns(answerDeadlines(body, timeZoneData, query.segments)),
}));

serve(operations.listCalendars, async ({ ports }) => ({
  status: 200,
  body: await inTurns(calendarsView(ports.clock.now())),
}));

serve(operations.readCalendar, ({ params, query, ports }) => {
  const view = calendarView({ ...query, country: params.country }, ports.clock.now(), timeZoneData);
  if (!('code' in view)) return Promise.resolve({ status: 200, body: view });
  const { code, pointer, detail } = view;
  if (code === 'country.unknown') throw new Problem(404, code, `${detail}.`);
  const faults = new Faults('The query');
  faults.add(() => ({ pointer, code, detail: `${detail}.` }));
  throw faults.problem();
});
