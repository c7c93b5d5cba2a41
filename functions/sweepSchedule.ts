/**
 * The timer's schedule (six fields, UTC) that runs once in so many ms: seconds that divide a minute, from 5 on, or
 * minutes that divide an hour. Undefined for any other: its steps would not be of one length.
 */
export function sweepSchedule(periodMs: number): string | undefined {
  const seconds = periodMs / 1000;
  if (Number.isInteger(seconds) && seconds >= 5 && seconds < 60 && 60 % seconds === 0)
    return `*/${seconds} * * * * *`;
  const minutes = seconds / 60;
  if (minutes === 1) return '0 * * * * *';
  return Number.isInteger(minutes) && minutes > 1 && minutes < 60 && 60 % minutes === 0
    ? `0 */${minutes} * * * *`
    : undefined;
}
