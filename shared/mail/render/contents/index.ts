import type { MailKind } from '../../../cases/index.ts';
import { analysis } from './analysis.ts';
import { bestEffort } from './bestEffort.ts';
import type { Contents } from './content.ts';
import { ending } from './ending.ts';
import { facts } from './facts.ts';
import { operations } from './toOperations.ts';
import { response } from './response.ts';
import { silence } from './silence.ts';

export { withTexts } from './told.ts';
export type { CaseIdentity, MailTold, Quote, Shown, Told, ToldMail } from './content.ts';

/** Which facts and sentences each kind shows. */
export const contents: Contents<MailKind> = {
  ...response,
  ...silence,
  ...bestEffort,
  ...analysis,
  ...ending,
  ...facts,
  ...operations,
};
