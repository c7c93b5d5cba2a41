/** What lives of cases use of each service: sums of what was counted. */

/** What one life uses. */
export interface LifeUse {
  /** Of the task hub, on Azure Storage. */
  readonly storageRequests: number;
  /** Of the task hub, on the Durable Task Scheduler. */
  readonly schedulerActions: number;
  /** Wakes that fell due. */
  readonly alarms: number;
  /** Of functions: requests, runs of the orchestrator, ticks. */
  readonly executions: number;
  /** Of Cosmos DB, by Microsoft's table. */
  readonly requestUnits: number;
  /** Of documents, without indexes. */
  readonly storedBytes: number;
  /** One for each address. */
  readonly mails: number;
  readonly mailBytes: number;
}

export const kindsOfUse = [
  'storageRequests',
  'schedulerActions',
  'alarms',
  'executions',
  'requestUnits',
  'storedBytes',
  'mails',
  'mailBytes',
] as const satisfies readonly (keyof LifeUse)[];

/** Shares of kinds of lives, of any sum. */
export type Mix<Name extends string> = Readonly<Partial<Record<Name, number>>>;

/** What `cases` lives use, `mix` of them of each kind. Throws RangeError for a mix of nothing or of less. */
export function useOf<Name extends string>(
  cases: number,
  mix: Mix<Name>,
  lives: Readonly<Record<Name, LifeUse>>,
): LifeUse {
  const shares = (Object.keys(lives) as Name[]).map((name) => ({ use: lives[name], share: mix[name] ?? 0 }));
  const whole = shares.reduce((sum, { share }) => sum + share, 0);
  if (!(whole > 0) || shares.some(({ share }) => share < 0)) throw new RangeError('a mix of nothing');
  const total = (kind: keyof LifeUse) =>
    cases * shares.reduce((sum, { use, share }) => sum + (use[kind] * share) / whole, 0);
  return Object.fromEntries(kindsOfUse.map((kind) => [kind, total(kind)])) as Record<keyof LifeUse, number>;
}

/** Storage requests a minute of a task hub in which nothing happens, with 4 partitions, by the longest pause. Measured. */
const idlePolling = { thirtySeconds: 47, oneSecond: 343 } as const;

const minutesOf = (days: number) => days * 24 * 60;

/** What is used in so many days whether there are cases or not. `sweepUnits`: request units of a sweep that finds nothing. */
export function standingUse(days: number, sweepUnits: number) {
  return {
    storageRequests: minutesOf(days) * idlePolling.oneSecond,
    executions: minutesOf(days),
    requestUnits: minutesOf(days) * sweepUnits,
  };
}

/** Executions, were each case looked at every minute as long as it is open instead. */
export const executionsByPolling = (cases: number, days: number): number => cases * minutesOf(days);

/** Of `open` cases, each open for so many days: what falls due a second on average, and at a peak so many times that. */
export function pace(open: number, days: number, peak: number, each: LifeUse) {
  const livesASecond = open / (days * 86_400);
  const of = (kind: keyof LifeUse) => ({
    average: livesASecond * each[kind],
    peak: livesASecond * each[kind] * peak,
  });
  return {
    storageRequests: of('storageRequests'),
    schedulerActions: of('schedulerActions'),
    alarms: of('alarms'),
    requestUnits: of('requestUnits'),
    mails: of('mails'),
  };
}
