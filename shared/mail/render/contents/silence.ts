import { rulesOf, namesThatHold, type Contents, type Told } from './content.ts';

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
      next: namesThatHold(told.about.until === undefined ? 'answer' : 'answerBefore', ledTo(told)),
    }),
  },
  replyReminder: {
    needs: [],
    show: (told) => {
      const dated = told.about.until !== undefined;
      return {
        body: [onProposal(told) ? 'proposed' : 'asked'],
        quotes: [['engineer', told.about.message]],
        facts,
        next: onProposal(told)
          ? [dated ? 'decideBefore' : 'decide', ledTo(told)]
          : [dated ? 'answerBefore' : 'answer', ledTo(told)],
      };
    },
  },
  resolutionProposed: {
    needs: [],
    show: (told) => ({
      body: ['proposed'],
      quotes: [['engineer', told.about.message]],
      facts,
      next: ['accept', 'reject', told.about.until === undefined ? 'decide' : 'decideBefore', ledTo(told)],
    }),
  },
  severityLowered: {
    needs: ['from'],
    show: (told) => {
      const { coverage, until } = told.about;
      const [cause = 'otherwise'] = rulesOf(told, lowering);
      const silent = cause === 'DG-1' || cause === 'DG-4';
      return {
        body: ['lowered', cause],
        facts: ['case', 'title', 'severityBefore', 'severity', 'coverage', 'rules'],
        next: namesThatHold(
          cause === 'DG-1' && 'answer',
          cause === 'DG-4' && 'decide',
          silent ? 'recommit' : 'ask',
          silent && until !== undefined && 'again',
          coverage,
        ),
      };
    },
  },
};

const facts = ['case', 'title', 'severity', 'coverage', 'answerBefore', 'rules'] as const;

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
