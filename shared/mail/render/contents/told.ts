import type { CaseEvent, CaseMail } from '../../../cases/index.ts';
import type { ToldMail } from './content.ts';

/** A mail with the texts that it refers to, from the events that hold them: what somebody said, and the closing. */
export function withTexts(
  mail: CaseMail,
  { said, closed }: { readonly said: CaseEvent | undefined; readonly closed: CaseEvent | undefined },
): ToldMail {
  const { messageIn: _, closedIn: __, ...about } = mail.about;
  const message = said && 'message' in said.data ? said.data.message : undefined;
  if (closed?.type !== 'case.closed') {
    return { ...mail, about: { ...about, ...(message === undefined ? {} : { message }) } };
  }
  const { message: words = message, ...closing } = closed.data;
  return { ...mail, about: { ...about, closing, ...(words === undefined ? {} : { message: words }) } };
}
