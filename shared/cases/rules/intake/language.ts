import type { BusinessTime } from '../../../calendar/index.ts';
import type { Policy } from '../../../policy/index.ts';
import type { Case } from '../../model/case.ts';
import { timeOf } from '../../clocks/clocks.ts';
import type { Coverage } from '../../model/vocabulary.ts';

const english = 'en';

/**
 * The language the case is worked in at `now` (ms) and the rules that say so: a preview in English (PRE-1);
 * the customer's language in local business hours (LANG-2, LANG-3); English for the rest of a 24x7 case
 * (LANG-1). `until` is when that next changes (ms), null when it never does.
 */
export function workingLanguage(
  state: Case,
  now: number,
  policy: Policy,
): { readonly language: string; readonly rules: readonly string[]; readonly until: number | null } {
  if (state.service.releaseStage === 'publicPreview') {
    return { language: policy.publicPreview.language, rules: ['PRE-1'], until: null };
  }
  const local = localLanguage(policy, state.contactDetails.preferredSupportLanguage);
  if (local === english) return { language: english, rules: ['LANG-3'], until: null };
  if (local === undefined) return { language: english, rules: ['LANG-3', 'LANG-4'], until: null };
  if (state.coverage !== '24x7') return { language: local, rules: ['LANG-2', 'LANG-3'], until: null };
  return aroundTheClock(timeOf(state.calendar, 'businessHours'), local, now);
}

/** The rules that decide, over the life of such a case, which language it is worked in. */
export function languageRules(
  { service, contactDetails }: Pick<Case, 'service' | 'contactDetails'>,
  coverage: Coverage,
  policy: Policy,
): readonly string[] {
  if (service.releaseStage === 'publicPreview') return ['PRE-1'];
  const local = localLanguage(policy, contactDetails.preferredSupportLanguage);
  if (local === undefined) return ['LANG-3', 'LANG-4'];
  if (local === english) return coverage === '24x7' ? ['LANG-1', 'LANG-3'] : ['LANG-3'];
  return coverage === '24x7' ? ['LANG-1', 'LANG-2', 'LANG-3', 'LANG-4'] : ['LANG-2', 'LANG-3'];
}

function aroundTheClock(hours: BusinessTime, local: string, now: number) {
  return hours.isOpen(now)
    ? { language: local, rules: ['LANG-2', 'LANG-3'], until: hours.nextClosing(now) }
    : { language: english, rules: ['LANG-1', 'LANG-4'], until: hours.nextOpening(now) };
}

/** The language of work that serves a BCP 47 tag: `ja-JP` is served in `ja`, `zh-TW` in `zh-Hant`. */
function localLanguage(policy: Policy, tag = english): string | undefined {
  const parts = tag.toLowerCase().split('-');
  const [primary = '', ...rest] = parts;
  const wanted = primary === 'zh' ? `zh-${isTraditional(rest) ? 'hant' : 'hans'}` : primary;
  return policy.languages.find((language) => language.toLowerCase() === wanted);
}

function isTraditional(subtags: readonly string[]): boolean {
  if (subtags.includes('hant')) return true;
  if (subtags.includes('hans')) return false;
  return subtags.some((subtag) => ['tw', 'hk', 'mo'].includes(subtag));
}
