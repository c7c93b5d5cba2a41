import { z } from 'zod';
import { kind, text } from './text.ts';

/** Sentences that mails of several kinds share. */
export const sharedSchema = z.strictObject({
  /** When we work on the case, and in which language. */
  promise: text('due'),
  available: text(),
  anyHour: text(),
  inHours: text('hours'),
  inEnglish: text('hours'),
  previewInEnglish: text(),
  /** What is asked of the customer, and by when. */
  answerBefore: text('until'),
  answer: text(),
  decideBefore: text('until'),
  decide: text(),
  moreTime: text(),
  /** What comes of it when no answer comes. */
  lowersTo: text('severity', 'to'),
  mayLower: text(),
  reminds: text(),
  /** How best effort that is being used up may end. */
  effortEnds: text(),
  effortCounts: text(),
  advisory: text(),
  /** Where a case is over. */
  newCase: text('reference'),
  partner: text(),
  /** How to reach us, by what has been set. */
  byReply: text('reference'),
  byCase: text('reference'),
  byPhone: text('ourPhone', 'reference'),
});

/** The texts of every kind of mail to customers, with the placeholders of each. */
export const customerKinds = z.strictObject({
  acknowledgement: kind(
    ['title'],
    [],
    { thanks: text('reference'), advisory: text('earlier'), rule: text('target') },
    {},
    { prepare: text() },
  ),
  responseLate: kind(
    ['title'],
    [],
    { sorry: text('due'), rule: text() },
    { alarm: text(), marked: text() },
    { nothing: text() },
  ),

  informationRequested: kind(['title'], [], { asked: text() }, {}, {}),
  replyReminder: kind(['title'], [], { asked: text(), proposed: text() }, {}, {}),
  resolutionProposed: kind(['title'], [], { proposed: text() }, {}, { accept: text(), reject: text() }),
  severityLowered: kind(
    ['from', 'severity', 'title'],
    ['from', 'severity'],
    {
      lowered: text('from', 'severity', 'coverage'),
      'DG-1': text(),
      'DG-2': text(),
      'DG-3': text(),
      'DG-4': text(),
      otherwise: text(),
    },
    { again: text('until') },
    { answer: text(), decide: text(), recommit: text('from'), ask: text('from') },
  ),

  bestEffortHalf: kind(
    ['title'],
    [],
    { used: text('used', 'target') },
    { cause: text(), steps: text() },
    { cause: text(), steps: text() },
  ),
  bestEffortEnding: kind(
    ['title'],
    [],
    { left: text('remaining', 'target') },
    {},
    { cause: text(), steps: text() },
  ),
  bestEffortClosed: kind(
    ['title'],
    [],
    { 'BE-2': text('target'), 'BE-5': text('target') },
    {},
    // In place of the shared one: asked for in time only, and `advisoryOffered` comes with it and says until when.
    { advisory: text() },
  ),
  advisoryOffered: kind(
    ['title'],
    [],
    { offer: text() },
    { linked: text(), after: text('until') },
    { ask: text('until') },
  ),

  rcaPublished: kind(
    ['incident', 'title'],
    [],
    { attached: text('incident') },
    { english: text() },
    { location: text('location'), elsewhere: text() },
  ),
  rcaDeclined: kind(
    ['title'],
    [],
    { declined: text(), 'RCA-1': text(), 'RCA-3': text() },
    { work: text(), severity: text() },
    { published: text() },
  ),

  reopened: kind(['title'], [], { reopened: text(), rule: text('target') }, {}, { prepare: text() }),
  newCaseNeeded: kind(
    ['title'],
    [],
    { refused: text(), 'RE-1': text(), 'RE-2': text(), 'RE-3': text(), 'RE-4': text(), 'RE-5': text() },
    { clocks: text() },
    { submit: text('reference') },
  ),
  closed: kind(
    ['title'],
    [],
    {
      requested: text(),
      duplicate: text('duplicateOf'),
      resolutionAccepted: text(),
      bestEffortUsedUp: text(),
      handedOver: text('cause'),
    },
    {},
    { ownChannel: text(), reopenBefore: text('until'), reopen: text() },
  ),

  contactChanged: kind(
    ['title'],
    [],
    { changed: text(), left: text() },
    { same: text() },
    { check: text(), notWanted: text() },
  ),
  update: kind(['title'], [], { wrote: text() }, { goesOn: text() }, { mayAnswer: text() }),
});
