import { describe, expect, it } from 'vitest';

import { calendarLayerSchema } from './calendarLayer.ts';
import { entitlementSchema } from './entitlement.ts';

const bought = { plan: 'standard', country: 'JP' };

describe('hours of promises', () => {
  it.each([
    ['a minute a week', { monday: [['09:00', '09:01']] }],
    ['just under three hours', { monday: [['09:00', '10:30']], friday: [['22:31', '24:00']] }],
  ])('%s are too few for a promise of a year to come due', (_, hours) => {
    for (const result of [
      entitlementSchema.safeParse({ ...bought, hours }),
      calendarLayerSchema.safeParse({ hours }),
    ]) {
      expect(result.error?.issues).toMatchObject([
        { path: ['hours'], message: expect.stringContaining('three hours') as string },
      ]);
    }
  });

  it('three hours a week are enough', () => {
    const hours = { monday: [['09:00', '10:30']], friday: [['22:30', '24:00']] };
    expect(entitlementSchema.safeParse({ ...bought, hours }).success).toBe(true);
    expect(calendarLayerSchema.safeParse({ hours }).success).toBe(true);
  });
});
