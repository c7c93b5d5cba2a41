import { z } from 'zod';

import kept from './prices.json' with { type: 'json' };
import limitsKept from './limits.json' with { type: 'json' };

const price = z.strictObject({
  /** Null: no public page was found to rest it on, so it has to be given. */
  price: z.number().nonnegative().nullable(),
  per: z.number().positive(),
  unit: z.string(),
  source: z.string().min(10),
});
const priced = [
  'storageRequests',
  'schedulerActions',
  'executions',
  'requestUnits',
  'throughput',
  'storedBytes',
  'mails',
  'mailBytes',
] as const;
export type Priced = (typeof priced)[number];
export const isPriced = (name: string): name is Priced => (priced as readonly string[]).includes(name);

const listSchema = z.strictObject({
  currency: z.string().length(3),
  region: z.string(),
  asOf: z.iso.date(),
  prices: z.strictObject(
    Object.fromEntries(priced.map((name) => [name, price])) as Record<Priced, typeof price>,
  ),
});
export type PriceList = z.infer<typeof listSchema>;

export const priceList: PriceList = listSchema.parse(kept);

/** The list with prices of one's own, each for as many as `per` says. */
export function withPrices(list: PriceList, own: Readonly<Partial<Record<Priced, number>>>): PriceList {
  const prices = { ...list.prices };
  for (const name of priced) {
    const given = own[name];
    if (given !== undefined) prices[name] = { ...prices[name], price: given, source: 'given' };
  }
  return { ...list, prices };
}

/** What so much of something costs; undefined where no price is known. */
export function costOf({ prices }: PriceList, name: Priced, quantity: number): number | undefined {
  const { price: each, per } = prices[name];
  return each === null ? undefined : (quantity * each) / per;
}

const limit = z.strictObject({
  of: z.enum(['storageRequests', 'schedulerActions', 'requestUnits', 'mails']),
  aSecond: z.number().positive(),
  what: z.string(),
  source: z.string().min(10),
});
export const limits = z
  .strictObject({
    asOf: z.iso.date(),
    limits: z.strictObject({
      storage: limit,
      schedulerConsumption: limit,
      schedulerDedicated: limit,
      serverless: limit,
      mail: limit,
    }),
  })
  .parse(limitsKept).limits;
export type LimitName = keyof typeof limits;

/** How much of each limit is used at a pace, 1 being all of it. */
export function loadOf(
  atPeak: Readonly<Record<(typeof limits)[LimitName]['of'], number>>,
): Readonly<Record<LimitName, number>> {
  const names = Object.keys(limits) as LimitName[];
  return Object.fromEntries(
    names.map((name) => [name, atPeak[limits[name].of] / limits[name].aSecond]),
  ) as Record<LimitName, number>;
}
