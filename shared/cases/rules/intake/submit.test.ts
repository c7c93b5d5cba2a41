import { expect, test } from 'vitest';

import { Refused } from '../../model/commands.ts';
import { Story } from '../../testing/story.ts';

const contact = { firstName: 'Jana', lastName: 'Weber', primaryEmailAddress: 'jana@tenant.example' };
const submit = (contactDetails: object, entitlement: { country: string; region?: string }) =>
  new Story({ submission: { contactDetails: { ...contact, ...contactDetails } }, entitlement }).state
    .calendar;

test.each([
  ["the contact's", { country: 'DE', region: 'BY' }, { country: 'DE', region: 'HH' }, 'BY'],
  ['the same by its whole code', { country: 'DE', region: 'de-by' }, { country: 'DE' }, 'BY'],
  ["else the entitlement's", { country: 'DE' }, { country: 'DE', region: 'HH' }, 'HH'],
  ["the entitlement's by its whole code", { country: 'DE' }, { country: 'DE', region: 'DE-HH' }, 'HH'],
  ['whatever code the country has', { country: 'deu' }, { country: 'DE', region: 'HH' }, 'HH'],
  ['but not that of another country', { country: 'AT' }, { country: 'DE', region: 'HH' }, undefined],
  ['none', { country: 'DE' }, { country: 'DE' }, undefined],
])('BH-4: the region of a case is %s', (_, contactDetails, entitlement, region) => {
  expect(submit(contactDetails, entitlement).region).toBe(region);
});

test('BH-4: a region of another country is refused, with the nearest there are', () => {
  expect(() => submit({ country: 'DE', region: 'AT-1' }, { country: 'DE' })).toThrow(Refused);
  expect(() => submit({ country: 'DE', region: 'AT-1' }, { country: 'DE' })).toThrow(/the nearest are DE-/);
});
