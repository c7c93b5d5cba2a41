import { calendarsView, calendarView } from '../shared/api/calendars.ts';
import { answerDeadline, type Deadline, type DeadlineView } from '../shared/api/deadlines.ts';
import { operations } from '../shared/api/operations.ts';
import { Problem, type FieldError } from '../shared/api/problem.ts';
import { serve } from './http.ts';

const timeZoneData = process.versions.tz ?? 'unknown';

/** So many errors of a request are told; the others are of the same kind as a rule. */
const mostErrors = 100;

/** After so many deadlines other requests get their turn. */
const turn = 50;

serve(operations.computeDeadlines, async ({ body }) => {
  if (!Array.isArray(body)) {
    const answer = answerDeadline(body, timeZoneData);
    if (!answer.ok) throw refusal(answer.errors);
    return { status: 200, body: answer.view };
  }
  return { status: 200, body: await answerAll(body) };
});

async function answerAll(deadlines: readonly Deadline[]): Promise<DeadlineView[]> {
  const views: DeadlineView[] = [];
  const errors: FieldError[] = [];
  for (const [index, deadline] of deadlines.entries()) {
    const answer = answerDeadline(deadline, timeZoneData);
    if (answer.ok) views.push(answer.view);
    else errors.push(...answer.errors.map((one) => ({ ...one, pointer: `/${index}${one.pointer}` })));
    if (index % turn === turn - 1) await new Promise((resolve) => setImmediate(resolve));
  }
  if (errors.length > 0) throw refusal(errors);
  return views;
}

serve(operations.listCalendars, ({ ports }) =>
  Promise.resolve({ status: 200, body: calendarsView(ports.clock.now()) }),
);

serve(operations.readCalendar, ({ params, query, ports }) => {
  const view = calendarView({ ...query, country: params.country }, ports.clock.now(), timeZoneData);
  if (!('code' in view)) return Promise.resolve({ status: 200, body: view });
  const { code, pointer, detail } = view;
  throw code === 'country.unknown'
    ? new Problem(404, code, `${detail}.`)
    : refusal([{ pointer, code, detail: `${detail}.` }], 'The query');
});

function refusal(errors: readonly FieldError[], what = 'The body'): Problem {
  const count = errors.length === 1 ? 'a field' : `${errors.length} fields`;
  return new Problem(400, 'request.invalid', `${what} has ${count} to mend: see \`errors\`.`, {
    errors: errors.slice(0, mostErrors),
  });
}
