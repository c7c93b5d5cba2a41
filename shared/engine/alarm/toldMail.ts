import type { CaseMail } from '../../cases/index.ts';
import { withTexts, type ToldMail } from '../../mail/index.ts';
import type { CaseStore } from '../../store/types.ts';
import type { Loaded } from '../commit/load.ts';
import { readEvent } from '../commands/read.ts';

/** A mail with the texts that it refers to, from the events that hold them: as a rule recent ones. */
export async function toldMail(
  store: CaseStore,
  { caseId, recent }: Loaded,
  mail: CaseMail,
): Promise<ToldMail> {
  const { messageIn, closedIn } = mail.about;
  const eventOf = async (wanted: number | undefined) =>
    wanted === undefined
      ? undefined
      : (recent.find(({ sequence }) => sequence === wanted) ?? readEvent(store, caseId, wanted));
  const [said, closed] = await Promise.all([eventOf(messageIn), eventOf(closedIn)]);
  return withTexts(mail, { said, closed });
}
