import type { CaseActionType, Refusal } from '../../cases/index.ts';
import { Problem } from './problem.ts';

/** The problem a refused command is answered with; what is possible instead is told as far as the caller may do it. */
export function problemOf(refusal: Refusal, mayPost: (type: CaseActionType) => boolean): Problem {
  const { code, detail } = refusal;
  switch (refusal.kind) {
    case 'forbidden':
      return new Problem(403, code, detail, { rules: [...refusal.rules], ...at(refusal) });
    case 'rule':
      return new Problem(422, code, detail, { rules: [...refusal.rules], ...at(refusal) });
    case 'notNow':
      return notNow(refusal, refusal.allowed.filter(mayPost));
    case 'invalid':
      return new Problem(400, code, detail, {
        ...at(refusal),
        ...(refusal.rules ? { rules: [...refusal.rules] } : {}),
      });
  }
}

function notNow(refusal: Extract<Refusal, { kind: 'notNow' }>, allowed: readonly CaseActionType[]): Problem {
  const { code, detail, pointer } = refusal;
  // Of an event of the past, what would be possible now is beside the point.
  if (pointer !== undefined) return new Problem(409, code, detail, at({ code, detail, pointer }));
  const instead =
    allowed.length === 0 ? 'Nothing can be posted now' : `What can be posted now: ${allowed.join(', ')}`;
  return new Problem(409, code, code === 'event.notNow' ? `${detail} ${instead}.` : detail, {
    allowed: [...allowed],
  });
}

function at({ code, detail, pointer }: { code: string; detail: string; pointer?: string }) {
  return pointer === undefined ? {} : { errors: [{ pointer, code, detail }] };
}
