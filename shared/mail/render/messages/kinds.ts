import { z } from 'zod';
import { kind, text } from './text.ts';

const coverage = { '24x7': text(), businessHours: text() };

/** What comes of it when no answer comes. */
const silence = { lowersTo: text('severity', 'to'), mayLower: text(), reminds: text() };

/** How best effort that is being used up may end. */
const bestEffort = { cause: text(), steps: text(), close: text(), advisory: text() };

/** The texts of every kind of mail, with the placeholders of each. */
export const kindsSchema = z.strictObject({
  acknowledgement: kind(
    ['title'],
    [],
    { thanks: text() },
    { promise: text('due'), ...coverage, prepare: text() },
  ),
  responseWarning: kind(
    ['percent', 'severity', 'tenant'],
    ['percent'],
    { left: text('remaining', 'target', 'due'), exact: text() },
    { assign: text() },
  ),
  responseBreached: kind(
    ['severity', 'tenant'],
    [],
    { overdue: text('due') },
    { contact: text(), acknowledge: text(), correct: text(), told: text() },
  ),
  responseStillMissing: kind(
    ['count', 'severity', 'tenant'],
    [],
    { again: text('count', 'due'), owner: text('owner') },
    { contact: text(), acknowledge: text(), correct: text() },
  ),
  responseLate: kind(['title'], [], { sorry: text('due') }, { alarm: text(), nothing: text(), ...coverage }),

  informationRequested: kind(
    ['title'],
    [],
    { asked: text() },
    { answerBefore: text('until'), answer: text(), ...silence },
  ),
  replyReminder: kind(
    ['title'],
    [],
    { asked: text(), proposed: text() },
    {
      answerBefore: text('until'),
      answer: text(),
      decideBefore: text('until'),
      decide: text(),
      ...silence,
    },
  ),
  resolutionProposed: kind(
    ['title'],
    [],
    { proposed: text() },
    { accept: text(), reject: text(), decideBefore: text('until'), decide: text(), ...silence },
  ),
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
    {
      answer: text(),
      decide: text(),
      recommit: text('from'),
      ask: text('from'),
      again: text('until'),
      ...coverage,
    },
  ),

  bestEffortHalf: kind(['title'], [], { used: text('used', 'target'), counted: text() }, bestEffort),
  bestEffortEnding: kind(['title'], [], { left: text('remaining', 'target'), counted: text() }, bestEffort),
  bestEffortClosed: kind(
    ['title'],
    [],
    { 'BE-2': text('target'), 'BE-5': text('target') },
    { referral: text(), advisory: text() },
  ),
  advisoryOffered: kind(
    ['title'],
    [],
    { offer: text() },
    { ask: text('until'), linked: text(), after: text() },
  ),

  rcaPublished: kind(
    ['incident', 'title'],
    [],
    { attached: text('incident') },
    { location: text('location'), elsewhere: text(), english: text() },
  ),
  rcaDeclined: kind(
    ['title'],
    [],
    { declined: text(), 'RCA-1': text(), 'RCA-3': text() },
    { published: text(), severity: text(), work: text() },
  ),

  reopened: kind(['title'], [], { reopened: text() }, { promise: text('due'), ...coverage }),
  newCaseNeeded: kind(
    ['title'],
    [],
    {
      refused: text(),
      'RE-1': text(),
      'RE-2': text(),
      'RE-3': text(),
      'RE-4': text(),
      'RE-5': text(),
    },
    { submit: text('reference'), clocks: text() },
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
    {
      partnerOrCommunity: text(),
      ownChannel: text(),
      reopenBefore: text('until'),
      reopen: text(),
      newCase: text('reference'),
    },
  ),

  contactChanged: kind(
    ['title'],
    [],
    { changed: text(), left: text() },
    { check: text(), clocks: text(), notWanted: text() },
  ),
  update: kind(['title'], [], { wrote: text() }, { answer: text(), clocks: text() }),

  escalated: kind(
    ['level', 'severity', 'tenant'],
    ['level'],
    {
      requested: text(),
      requestedAgain: text('count'),
      repeated: text('round'),
      owner: text('owner'),
    },
    { speak: text(), nextLevel: text('until') },
  ),
  approvalWanted: kind(
    ['from', 'to', 'tenant'],
    ['from', 'to'],
    {
      put: text('from', 'to'),
      'DG-1': text(),
      'DG-2': text(),
      'DG-3': text(),
      'DG-4': text(),
    },
    { approve: text('to'), decline: text('from'), meanwhile: text('from') },
  ),
  contactUnreachable: kind(
    ['severity', 'tenant'],
    [],
    { failed: text('failedKind') },
    { reach: text(), correct: text() },
  ),
});
