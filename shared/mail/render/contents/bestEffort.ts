import { rulesOf, namesThatHold, type Contents, type Told } from './content.ts';

/** The four hours of best effort, and how the work may go on after them. */
export const bestEffort: Contents<
  'bestEffortHalf' | 'bestEffortEnding' | 'bestEffortClosed' | 'advisoryOffered'
> = {
  bestEffortHalf: {
    needs: ['target', 'percent'],
    show: (told) => ({
      body: ['used', 'effortCounts'],
      facts: ['reference', 'title', 'plan', 'used', 'remaining', 'target'],
      next: [soughtFor(told), 'effortEnds'],
      act: namesThatHold(soughtFor(told), goesOn(told) && 'advisory'),
      actions: namesThatHold('answer', goesOn(told) && 'advisory'),
    }),
  },
  bestEffortEnding: {
    needs: ['target', 'percent'],
    show: (told) => ({
      body: ['left', 'effortCounts'],
      facts: ['reference', 'title', 'plan', 'remaining', 'used', 'target'],
      next: ['effortEnds'],
      act: namesThatHold(soughtFor(told), goesOn(told) && 'advisory'),
      actions: namesThatHold('answer', goesOn(told) && 'advisory'),
    }),
  },
  bestEffortClosed: {
    needs: ['target'],
    show: (told) => ({
      body: [isUnreproduced(told) ? 'BE-5' : 'BE-2'],
      quotes: [['evidence', told.about.closing?.handedOver?.evidence]],
      facts: ['reference', 'title', 'plan', 'target'],
      next: [],
      act: namesThatHold('partner', goesOn(told) && 'advisory', 'newCase'),
      actions: namesThatHold(goesOn(told) && 'advisory'),
    }),
  },
  advisoryOffered: {
    needs: ['until'],
    show: () => ({
      body: ['offer'],
      facts: ['reference', 'title', 'plan', 'askBefore'],
      next: ['linked', 'after'],
      act: ['ask'],
      actions: ['advisory'],
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
