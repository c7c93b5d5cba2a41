import { rulesOf, namesThatHold, type Contents, type Told } from './content.ts';

/** The four hours of best effort, and how the work may go on after them. */
export const bestEffort: Contents<
  'bestEffortHalf' | 'bestEffortEnding' | 'bestEffortClosed' | 'advisoryOffered'
> = {
  bestEffortHalf: {
    needs: ['target', 'percent'],
    show: (told) => ({
      body: ['used', 'counted'],
      facts: ['case', 'title', 'plan', 'used', 'remaining', 'target', 'rules'],
      next: namesThatHold(soughtFor(told), 'close', goesOn(told) && 'advisory'),
    }),
  },
  bestEffortEnding: {
    needs: ['target', 'percent'],
    show: (told) => ({
      body: ['left', 'counted'],
      facts: ['case', 'title', 'plan', 'remaining', 'used', 'target', 'rules'],
      next: namesThatHold(soughtFor(told), 'close', goesOn(told) && 'advisory'),
    }),
  },
  bestEffortClosed: {
    needs: ['target'],
    show: (told) => ({
      body: [isUnreproduced(told) ? 'BE-5' : 'BE-2'],
      quotes: [['evidence', told.about.closing?.handedOver?.evidence]],
      facts: ['case', 'title', 'plan', 'target', 'rules'],
      next: namesThatHold('referral', goesOn(told) && 'advisory'),
    }),
  },
  advisoryOffered: {
    needs: ['until'],
    show: () => ({
      body: ['offer'],
      facts: ['case', 'title', 'plan', 'askBefore', 'rules'],
      next: ['ask', 'linked', 'after'],
    }),
  },
};

function isUnreproduced(told: Told): boolean {
  return rulesOf(told, ['BE-5']).length > 0;
}

function soughtFor(told: Told): 'steps' | 'cause' {
  return isUnreproduced(told) ? 'steps' : 'cause';
}

/** Only where the policy says so for the plan. */
function goesOn(told: Told): boolean {
  return rulesOf(told, ['BE-3']).length > 0;
}
