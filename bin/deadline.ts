import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

import { deadlineSchema, type Deadline } from '../shared/api/time/deadlineAsked.ts';
import { answerDeadline, type DeadlineView } from '../shared/api/time/deadlines.ts';
import { parse } from '../shared/api/input/parse.ts';
import { Problem, type FieldError } from '../shared/api/input/problem.ts';
import { toDuration, toMs } from '../shared/calendar/index.ts';

const usage = `Usage: npm run deadline -- --country JP --start 2026-11-20T08:00:00Z --duration PT8H
  --country <code>       ISO 3166-1; its business hours and public holidays count
  --region <code>        a region with holidays of its own, such as BY
  --time-zone <name>     IANA or Windows; counts where the country has several
  --calendar <file>      a calendar in JSON instead, as POST /api/deadlines takes it
  --schedule <name>      businessHours, or 24x7 (the default without country and calendar)
  --start <instant>      such as 2026-11-20T08:00:00Z
  --duration <duration>  hours, minutes and seconds, such as PT8H
  --pause <from>/<to>    a stretch that does not count; may be given again
  --json                 print the answer as the API gives it
`;

/** Which option a field of the request comes from. */
const optionOf: Readonly<Record<string, string>> = { preferredTimeZone: 'time-zone', pauses: 'pause' };

export interface Printed {
  readonly text: string;
  readonly code: 0 | 1;
}

/** What the command prints for these arguments, and its exit code. */
export function deadlineCommand(args: readonly string[]): Printed {
  try {
    const { help, json, request } = readRequest(args);
    if (help) return { text: usage, code: 0 };
    const deadline = parse(deadlineSchema, request);
    const answer = answerDeadline(deadline, process.versions.tz ?? 'unknown');
    if (!answer.ok) return refused(answer.errors);
    return {
      text: json ? `${JSON.stringify(answer.view, null, 2)}\n` : table(deadline, answer.view),
      code: 0,
    };
  } catch (error) {
    if (error instanceof Problem) return refused(error.extra.errors ?? []);
    if (!(error instanceof Error)) throw error;
    return { text: `${error.message}\n\n${usage}`, code: 1 };
  }
}

function readRequest(args: readonly string[]): { help: boolean; json: boolean; request: object } {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      country: text,
      region: text,
      'time-zone': text,
      calendar: text,
      schedule: text,
      start: text,
      duration: text,
      pause: { type: 'string', multiple: true },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: args.length === 0 },
    },
  });
  const { country, region, calendar, start, duration, pause = [], help, json } = values;
  const somewhere = country !== undefined || calendar !== undefined;
  const request = {
    schedule: values.schedule ?? (somewhere ? 'businessHours' : '24x7'),
    country,
    region,
    preferredTimeZone: values['time-zone'],
    ...(calendar !== undefined && { calendar: JSON.parse(readFileSync(calendar, 'utf8')) as unknown }),
    start,
    duration,
    pauses: pause.map((stretch) => {
      const [from, to] = stretch.split('/');
      return { from, to };
    }),
  };
  return { help, json, request };
}

function refused(errors: readonly FieldError[]): Printed {
  const lines = errors.map(({ pointer, detail }) => {
    const [, field = '', ...rest] = pointer.split('/');
    const where = rest.length > 0 ? ` (${rest.join('/')})` : '';
    return `--${optionOf[field] ?? field}${where}: ${detail}`;
  });
  return { text: `${lines.join('\n')}\n`, code: 1 };
}

function table(deadline: Deadline, view: DeadlineView): string {
  const { timeZone, version, timeZoneData, status } = view.calendar;
  const local = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const shown = (instant: string): string => local.format(toMs(instant)).replaceAll(',', '');
  let total = 0;
  const rows = (view.segments ?? []).map(({ from, to, kind }) => {
    const length = toMs(to) - toMs(from);
    if (kind === 'counted') total += length;
    return [from, to, shown(from), shown(to), kind, toDuration(length), toDuration(total)];
  });
  return [
    `Due at      ${view.dueAt}  (${shown(view.dueAt)}, ${timeZone})`,
    `Asked       ${deadline.duration} of ${deadline.schedule} from ${deadline.start}`,
    `Rules       ${view.rules.join(', ') || 'none'}`,
    `Calendar    ${version}, ${status}; time zones ${timeZoneData}`,
    ...view.warnings.map(({ detail }) => `Warning     ${detail}`),
    '',
    ...columns([['from', 'to', `from, ${timeZone}`, 'to', 'kind', 'length', 'counted so far'], ...rows]),
    '',
  ].join('\n');
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { text, code } = deadlineCommand(process.argv.slice(2));
  (code === 0 ? process.stdout : process.stderr).write(text);
  process.exitCode = code;
}
