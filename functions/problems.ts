/** Errors of the procedures, as callers are told of them; what they hold is for the log. */
import type { InvocationContext } from '@azure/functions';

import { Problem } from '../shared/api/input/problem.ts';
import { IdempotencyMismatch, StateChanged, UnknownCase } from '../shared/engine/commands/act.ts';
import { ClockDiffers } from '../shared/engine/commit/clockTrust.ts';
import { Contended } from '../shared/engine/commit/commit.ts';
import { UnreadableDocument } from '../shared/engine/documents/stored.ts';
import { IssuerUnavailable, NotAuthenticated } from '../shared/identity/tokens.ts';
import { CalendarUnknown } from '../shared/policy/calendars/index.ts';
import { InvalidContinuation, StoreUnavailable, Unreadable } from '../shared/store/errors.ts';
import { NotSetUp } from './composition.ts';

export function problemFrom(error: unknown, context: InvocationContext): Problem {
  if (error instanceof Problem) {
    if (error.status >= 500) context.error(error.message, error.cause);
    return error;
  }
  if (error instanceof NotSetUp) {
    context.error(error.message);
    return new Problem(
      503,
      'notSetUp',
      'Settings are missing or wrong: the log of this host says which. Nothing works before they are mended.',
      {},
      { headers: { 'retry-after': '60' } },
    );
  }
  if (error instanceof UnknownCase) return unknownCase();
  if (error instanceof NotAuthenticated) {
    return new Problem(
      401,
      'token.invalid',
      error.message,
      {},
      { headers: { 'www-authenticate': 'Bearer' } },
    );
  }
  if (error instanceof StateChanged) {
    return new Problem(
      412,
      'case.changed',
      'The case is in another state than `If-Match` says: read it again.',
    );
  }
  if (error instanceof InvalidContinuation) {
    return new Problem(400, 'request.invalid', 'The query has a field to mend: see `errors`.', {
      errors: [
        {
          pointer: '/continuation',
          code: 'field.invalid',
          detail: 'Take it as it is from the `nextLink` before.',
        },
      ],
    });
  }
  if (error instanceof IdempotencyMismatch) {
    return new Problem(
      422,
      'idempotency.mismatch',
      'This `Idempotency-Key` has been used with another body: repeat the first body, or take a new key.',
    );
  }
  if (error instanceof UnreadableDocument) {
    context.warn(error.message);
    return new Problem(
      503,
      `${error.kind}.unreadable`,
      `This rests on ${unreadables[error.kind]} that this release cannot read. Operations see which, and why, under \`unreadable\` of GET /api/operations/alarms.`,
      {},
      { headers: { 'retry-after': '60' } },
    );
  }
  if (error instanceof StoreUnavailable || error instanceof IssuerUnavailable || error instanceof Contended) {
    context.warn(error.message, error.cause);
    const seconds = error instanceof StoreUnavailable ? patience(error.retryAfter) : 2;
    return new Problem(
      503,
      'notAvailable',
      'This is not available now: the same request may succeed later.',
      {},
      { headers: { 'retry-after': String(seconds) } },
    );
  }
  if (error instanceof ClockDiffers) {
    context.error(error.message);
    return clockDiffersProblem(error);
  }
  if (error instanceof CalendarUnknown) {
    context.error(error.message);
    return new Problem(
      500,
      'calendar.unknown',
      `The calendar that this rests on can’t be found again: ${error.message}. Operations can put it back; nothing else is concerned.`,
    );
  }
  if (error instanceof Unreadable) {
    context.error(error.message, error);
    return new Problem(
      500,
      'case.unreadable',
      'What is stored of this case cannot be read. Operations can find out why in the logs; other cases are not concerned.',
    );
  }
  context.error('unexpected', error);
  return new Problem(
    500,
    'unexpected',
    'Something is wrong on this side. Operations can find it in the logs.',
  );
}

/** Whole seconds to wait, of which no more is believed than the sweep waits. */
function patience(told = 2): number {
  return Number.isNaN(told) ? 2 : Math.min(60, Math.max(1, Math.ceil(told)));
}

/** Of a host that decides nothing. */
export function clockDiffersProblem({ message }: ClockDiffers): Problem {
  const detail = `This host decides nothing at present: ${message}. The same request may succeed on another, or later.`;
  return new Problem(503, 'clock.differs', detail, {}, { headers: { 'retry-after': '30' } });
}

const unreadables = {
  policyVersion: 'a version of the policy',
  calendar: 'what operations put over a calendar',
  incident: 'a service incident',
  entitlement: 'an entitlement',
  fanOut: 'how far something that concerns many cases has come',
} satisfies Record<UnreadableDocument['kind'], string>;

/** The same for a case that does not exist and for another tenant's. */
export function unknownCase(): Problem {
  return new Problem(404, 'case.unknown', 'There is no such case, or it is not yours to see.');
}
