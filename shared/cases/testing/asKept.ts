import type { CalendarStamp, UncertainDue } from '../model/case.ts';
import type { CaseEvent } from '../model/events.ts';

/**
 * Events in the form they had when the ten thousand lives were kept, for comparison with those. What has changed
 * since, each with its reason in `docs/decisions.md`:
 *
 * - a mail refers to the event whose message or closing it tells, instead of copying it; so does an escalation;
 * - a mail to operations says who was told before, and what has been decided of days not sure;
 * - a pause says what the clock had counted by then;
 * - a calendar stamp names what its hours and holidays are, not the release of the data they came from.
 */
export function asKept(events: readonly CaseEvent[]): readonly unknown[] {
  return events.map((event) => {
    switch (event.type) {
      case 'mail.requested':
        return { ...event, data: { ...event.data, about: renamed(event.data.about, events) } };
      case 'escalation.started':
        return { ...event, data: renamed(event.data, events) };
      case 'case.submitted':
        return { ...event, data: { ...event.data, calendar: labelled(event.data.calendar) } };
      case 'clock.paused':
        return { ...event, data: { clockId: event.data.clockId } };
      default:
        return event;
    }
  });
}

function labelled({ product: _, layer, ...stamp }: CalendarStamp): object {
  if (layer) throw new Error('when the lives were kept, operations had no layers');
  return { ...stamp, holidayData: 'date-holidays 3.37.0' };
}

/** References replaced by what they refer to, where they stand: the order of fields counts. */
function renamed(fields: object, events: readonly CaseEvent[]): object {
  const replaced = Object.entries(fields).flatMap(([name, value]: [string, unknown]): [string, unknown][] => {
    switch (name) {
      case 'messageIn':
      case 'requestedIn':
        return messageOf(events, value);
      case 'toldBefore':
        return [];
      case 'uncertain':
        return [[name, withoutDecided(value as UncertainDue)]];
      case 'closedIn': {
        const { message: _, ...closing } = dataOf(events, value);
        return [['closing', closing], ...messageOf(events, value)];
      }
      default:
        return [[name, value]];
    }
  });
  return Object.fromEntries(replaced);
}

function withoutDecided({ days, earliest, latest }: UncertainDue): UncertainDue {
  return { days, earliest, latest };
}

function messageOf(events: readonly CaseEvent[], sequence: unknown): [string, unknown][] {
  const { message } = dataOf(events, sequence);
  return message === undefined ? [] : [['message', message]];
}

function dataOf(events: readonly CaseEvent[], sequence: unknown): Readonly<Record<string, unknown>> {
  const event = events.find((one) => one.sequence === sequence);
  if (!event) throw new Error(`a reference to event ${String(sequence)}, which is not there`);
  return { ...event.data };
}
