import type { HubWork } from './hub.ts';

/**
 * Storage requests of the Durable extension's Azure Storage backend for each thing that a task hub is asked to do, as
 * measured on the real Functions host. A timer that is cancelled lies in its queue until it is due, and is then fetched
 * and deleted: two requests at the most.
 */
const requestsOf = {
  starts: 8,
  events: 7,
  ticks: 7,
  timersSet: 1,
  timersFired: 4,
  timersCancelled: 2,
} as const;

export function storageRequests(work: HubWork): number {
  return (
    work.starts * requestsOf.starts +
    work.events * requestsOf.events +
    work.ticks * requestsOf.ticks +
    work.timersSet * requestsOf.timersSet +
    work.timersFired * requestsOf.timersFired +
    (work.timersSet - work.timersFired) * requestsOf.timersCancelled
  );
}

/**
 * What the Durable Task Scheduler calls actions, by Microsoft's description of its billing: a start, an activity and its
 * result, a timer that has fired, an event. Each further generation is counted like a start.
 */
export function schedulerActions({ starts, generations, events, ticks, timersFired }: HubWork): number {
  return starts + generations + events + 2 * ticks + timersFired;
}

/** How often an alarm was woken: begun, told, or by its timer. */
export const wakesOf = ({ starts, events, timersFired }: HubWork): number => starts + events + timersFired;
