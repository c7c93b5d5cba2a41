import { z } from 'zod';

/** How many mails are taken in any minute and any hour of the product's clock; absent: any number. */
export const limitSchema = z.strictObject({
  perMinute: z.int().min(1).optional(),
  perHour: z.int().min(1).optional(),
});
export type MailLimit = z.output<typeof limitSchema>;

const spans = { perMinute: 60_000, perHour: 3_600_000 } as const;

/** Takes no more than so many mails, as the real service has its quota. None is set at the start. */
export class Limiter {
  #limit: MailLimit = {};
  #taken: number[] = [];

  get limit(): MailLimit {
    return this.#limit;
  }

  set(limit: MailLimit): void {
    this.#limit = limit;
  }

  /** Counts one more mail at `now` (ms). Where there is no room: the seconds until there is. */
  take(now: number): number | undefined {
    this.#taken = this.#taken.filter((at) => at > now - spans.perHour && at <= now);
    const waits = (['perMinute', 'perHour'] as const).map((name) => {
      const most = this.#limit[name];
      const within = this.#taken.filter((at) => at > now - spans[name]);
      if (most === undefined || within.length < most) return 0;
      return (within[within.length - most] ?? now) + spans[name] - now;
    });
    const wait = Math.max(...waits);
    if (wait > 0) return Math.ceil(wait / 1000);
    this.#taken.push(now);
    return undefined;
  }
}
