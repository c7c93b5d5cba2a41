import type { Scenario } from '../play.ts';
import { plans, problems } from './admission.ts';
import { analyses } from './analyses.ts';
import { bestEffort } from './bestEffort.ts';
import { escalation } from './escalation.ts';
import { facts } from './facts.ts';
import { languages } from './languages.ts';
import { lowering } from './lowering.ts';
import { reopening } from './reopening.ts';
import { response } from './response.ts';
import { silence } from './silence.ts';
import { submitters } from './submitters.ts';

/** The registry of scenarios, by theme: what proves which rules of the policy, and which kinds of mail. */
export const themes: Readonly<Record<string, readonly Scenario[]>> = {
  admission: [...plans, ...problems, ...submitters],
  response: [...response, ...languages],
  silence,
  lowering,
  bestEffort,
  analyses,
  escalation,
  facts,
  reopening,
};
