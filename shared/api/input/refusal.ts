import type { Refusal } from '../../cases/index.ts';
import { Problem } from './problem.ts';

/** The problem a refused command is answered with. */
export function problemOf(refusal: Refusal): Problem {
  const { code, detail } = refusal;
  switch (refusal.kind) {
    case 'forbidden':
      return new Problem(403, code, detail, { rules: [...refusal.rules], ...at(refusal) });
    case 'rule':
      return new Problem(422, code, detail, { rules: [...refusal.rules], ...at(refusal) });
    case 'notNow':
      return new Problem(409, code, detail, { allowed: [...refusal.allowed] });
    case 'invalid':
      return new Problem(400, code, detail, {
        ...at(refusal),
        ...(refusal.rules ? { rules: [...refusal.rules] } : {}),
      });
  }
}

function at({ code, detail, pointer }: { code: string; detail: string; pointer?: string }) {
  return pointer === undefined ? {} : { errors: [{ pointer, code, detail }] };
}
