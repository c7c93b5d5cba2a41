import { operationIdOf, readOperationId } from '../../mail/index.ts';
import type { CaseStore } from '../../store/types.ts';

/** The mail and the attempt that an operation id is of. */
export interface NamedMail {
  readonly caseId: string;
  /** Of the event that asks for it, where there is one. */
  readonly sequence: number;
  readonly attempt: number;
}

/** Cases whose ids begin alike; more than a few there never are. */
const mostAlike = 10;

/** The mail whose attempt has this id at the mail service; undefined: none of ours. */
export async function mailNamed(
  store: Pick<CaseStore, 'list'>,
  now: number,
  operationId: string,
): Promise<NamedMail | undefined> {
  const named = readOperationId(operationId);
  if (!named) return undefined;
  const { idPrefix, sequence, attempt } = named;
  const { value } = await store.list({ idPrefix, now, top: mostAlike });
  const found = value.find(({ caseId }) => operationIdOf(caseId, `m${sequence}`, attempt) === operationId);
  return found && { caseId: found.caseId, sequence, attempt };
}
