import { AggregateAuthenticationError, CredentialUnavailableError } from '@azure/identity';
import { expect, it } from 'vitest';
import { StoreUnavailable } from '../errors.ts';
import { OutcomeUnknown, storeError } from './errors.ts';

const failure = (properties: object): Error => Object.assign(new Error('no'), properties);
const aborted = new DOMException('too late', 'AbortError');

it.each([
  ['a refused connection', failure({ code: 'ECONNREFUSED' })],
  ['throttling', failure({ code: 429 })],
  ['a replica behind its session', failure({ code: 404, substatus: 1002 })],
  ['no identity to be had now', new CredentialUnavailableError('no endpoint')],
  ['no identity among several', new AggregateAuthenticationError([])],
])('%s is unavailable, and nothing was written', (_, error) => {
  const write = storeError(error, 'write');
  expect(write).toBeInstanceOf(StoreUnavailable);
  expect(write).not.toBeInstanceOf(OutcomeUnknown);
  expect(write).toMatchObject({ cause: error });
});

it.each([
  ['a reset connection', failure({ code: 'ECONNRESET' })],
  ['a timeout of the service', failure({ code: 408 })],
  ['a timeout of the SDK', failure({ code: 'TimeoutError' })],
  ['an operation ended for its time', aborted],
  ['a service in trouble', failure({ code: 503 })],
])('after %s nobody knows what a write has done; a read is only unavailable', (_, error) => {
  expect(storeError(error, 'write')).toBeInstanceOf(OutcomeUnknown);
  expect(storeError(error, 'read')).toBeInstanceOf(StoreUnavailable);
  expect(storeError(error, 'read')).not.toBeInstanceOf(OutcomeUnknown);
});

it.each([
  ['a missing container', failure({ code: 404, substatus: 1003 })],
  ['a forbidden request', failure({ code: 403 })],
  ['a mistake in a query', failure({ code: 400 })],
  ['a mistake in the program', new TypeError('undefined is not a function')],
])('%s stays what it is', (_, error) => {
  expect(storeError(error, 'write')).toBe(error);
});

it('is not wrapped twice', () => {
  const unavailable = new StoreUnavailable('no');
  expect(storeError(unavailable, 'write')).toBe(unavailable);
});
