/** What the lives of cases use of each service, by what was measured. Quantities only: prices change, and differ by region. */

/**
 * Storage requests of the task hub for what a life does, measured on the real Functions host with the Durable
 * extension 3.19 over a storage emulator, in the form that the orchestrator has.
 */
export const requestsOf = { start: 16, alarm: 12, reschedule: 10, close: 16 } as const;

/** Storage requests a minute of a task hub in which nothing happens, with 4 partitions, by the longest pause. */
export const idlePolling = { thirtySeconds: 47, oneSecond: 343 } as const;

/** `npm run bench -- life`: request units of a life of 17 commits, by Microsoft's table. */
export const unitsPerCommit = 405 / 17;

export interface Life {
  /** Wakes at which something falls due. */
  readonly alarms: number;
  /** Commands that bring the next wake forward, or make mail due. */
  readonly reschedules: number;
  readonly mails: number;
  /** How long a case is open. */
  readonly days: number;
}

/** The life "start, three reschedules, four alarms, close", with a mail at each of these but one. */
export const usual: Life = { alarms: 4, reschedules: 3, mails: 8, days: 14 };

export interface Quantities {
  readonly storageRequests: number;
  readonly executions: number;
  readonly requestUnits: number;
  readonly mails: number;
  /** Executions if each open case were looked at every minute instead. */
  readonly executionsByPolling: number;
}

export function quantitiesOf(cases: number, { alarms, reschedules, mails, days }: Life): Quantities {
  const each = requestsOf;
  const commands = 2 + reschedules;
  // A mail is claimed with what falls due, and recorded in a commit of its own.
  const commits = commands + alarms + mails;
  return {
    storageRequests: cases * (each.start + alarms * each.alarm + reschedules * each.reschedule + each.close),
    // A command is a request, and one run of the orchestrator and of the tick; an alarm is two runs and a tick.
    executions: cases * (commands * 3 + alarms * 3),
    requestUnits: Math.round(cases * commits * unitsPerCommit),
    mails: cases * mails,
    executionsByPolling: cases * days * 24 * 60,
  };
}
