import { rulesOf, namesThatHold, type Contents, type Told } from './content.ts';
import { lessOften, workedOn } from './hours.ts';

/** What waits for the customer, and what the customer's silence leads to. */
export const silence: Contents<
  'informationRequested' | 'replyReminder' | 'resolutionProposed' | 'severityLowered'
> = {
  informationRequested: {
    needs: [],
    show: (told) => ({
      body: ['asked'],
      quotes: [['engineer', told.about.message]],
      facts,
      next: [ledTo(told), ...workedOn(told, 'anyHour')],
      act: [told.about.until === undefined ? 'answer' : 'answerBefore', 'moreTime'],
      actions: ['answer', 'present', ...lessOften(told)],
    }),
  },
  replyReminder: {
    needs: [],
    show: (told) => {
      const dated = told.about.until !== undefined;
      const proposal = onProposal(told);
      return {
        body: [proposal ? 'proposed' : 'asked'],
        quotes: [['engineer', told.about.message]],
        facts,
        next: [ledTo(told), ...workedOn(told, 'anyHour')],
        act: proposal ? [dated ? 'decideBefore' : 'decide'] : [dated ? 'answerBefore' : 'answer', 'moreTime'],
        actions: proposal
          ? ['accept', 'reject', ...lessOften(told)]
          : ['answer', 'present', ...lessOften(told)],
      };
    },
  },
  resolutionProposed: {
    needs: [],
    show: (told) => ({
      body: ['proposed'],
      quotes: [['engineer', told.about.message]],
      facts,
      next: [ledTo(told), ...workedOn(told, 'anyHour')],
      act: ['accept', 'reject', told.about.until === undefined ? 'decide' : 'decideBefore'],
      actions: ['accept', 'reject', ...lessOften(told)],
    }),
  },
  severityLowered: {
    needs: ['from'],
    show: (told) => {
      const [cause = 'otherwise'] = rulesOf(told, lowering);
      const silent = cause === 'DG-1' || cause === 'DG-4';
      return {
        body: ['lowered', cause],
        facts: ['reference', 'title', 'severityBefore', 'severity', 'coverage'],
        next: namesThatHold(
          silent && told.about.until !== undefined && 'again',
          ...workedOn(told, 'anyHour'),
        ),
        act: namesThatHold(
          cause === 'DG-1' && 'answer',
          cause === 'DG-4' && 'decide',
          silent ? 'recommit' : 'ask',
        ),
        actions: namesThatHold(
          cause === 'DG-1' && 'answer',
          cause === 'DG-4' && 'accept',
          cause === 'DG-4' && 'reject',
          'keep24x7',
        ),
      };
    },
  },
};

const facts = ['reference', 'title', 'severity', 'coverage', 'answerBefore'] as const;

// Silence on a proposal (DG-4) is a case of want of answers (DG-1), so the closer rule is looked for first.
const lowering = ['DG-4', 'DG-1', 'DG-2', 'DG-3'] as const;

function onProposal(told: Told): boolean {
  return rulesOf(told, ['DG-4']).length > 0;
}

/** Only a commitment to 24x7 work can be broken by silence (COM-A, COM-B1). */
function ledTo({ about }: Told): 'lowersTo' | 'mayLower' | 'reminds' {
  if (about.coverage === 'businessHours') return 'reminds';
  return about.to === undefined ? 'mayLower' : 'lowersTo';
}
