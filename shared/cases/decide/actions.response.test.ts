/** Every action in every state of the first response, of escalation and of closing. What a table leaves out makes no sense there. */
import { test } from 'vitest';

import {
  answeredBy,
  corrected,
  questionAsked,
  proposed,
  declined,
  declinedAndPut,
  noEscalation,
  reopened,
  expectCommands,
} from '../testing/actions.ts';
import { contacted, reopenRequest } from '../testing/states.ts';
import { Story } from '../testing/story.ts';

test('fresh (IR-A runs)', () => {
  expectCommands(() => new Story(), {
    'engineer.contacted': ['engineer.contacted', 'clock.met initialResponse'],
    'engineer.requestedInformation': answeredBy(questionAsked),
    'engineer.proposedResolution': answeredBy(proposed),
    'customer.replied': ['customer.replied'],
    'investigation.started': ['investigation.started'],
    'severity.changeRequested': ['severity.changeRequested'],
    'coverage.changed': ['coverage.changed'],
    'escalation.requested': noEscalation,
    'rca.requested': declinedAndPut,
    'dataScript.requested': ['dataScript.requested'],
    'case.closed': ['case.closed', 'clock.cancelled initialResponse', 'mail closed'],
  });
});

test('contacted', () => {
  expectCommands(() => contacted(), {
    'response.corrected': corrected,
    'engineer.requestedInformation': questionAsked,
    'engineer.proposedResolution': proposed,
    'customer.replied': ['customer.replied'],
    'investigation.started': ['investigation.started'],
    'severity.changeRequested': ['severity.changeRequested'],
    'coverage.changed': ['coverage.changed'],
    'escalation.requested': noEscalation,
    'rca.requested': declinedAndPut,
    'dataScript.requested': ['dataScript.requested'],
    'case.closed': ['case.closed', 'mail closed'],
  });
});

test('the first response breached (IR-A)', () => {
  expectCommands(() => new Story().wait(61), {
    'engineer.contacted': ['engineer.contacted', 'clock.stopped initialResponse', 'alert.ended'],
    'engineer.requestedInformation': answeredBy(
      questionAsked,
      'clock.stopped initialResponse',
      'alert.ended',
    ),
    'engineer.proposedResolution': answeredBy(proposed, 'clock.stopped initialResponse', 'alert.ended'),
    'response.corrected': [
      'response.corrected',
      'alert.ended',
      // Two warnings, the alert and the apology.
      'mail.withdrawn',
      'mail.withdrawn',
      'mail.withdrawn',
      'mail.withdrawn',
    ],
    'alert.acknowledged': ['alert.acknowledged'],
    'customer.replied': ['customer.replied'],
    'investigation.started': ['investigation.started'],
    'severity.changeRequested': ['severity.changeRequested'],
    'coverage.changed': ['coverage.changed'],
    'escalation.requested': noEscalation,
    'rca.requested': declinedAndPut,
    'dataScript.requested': ['dataScript.requested'],
    'case.closed': ['case.closed', 'clock.cancelled initialResponse', 'alert.ended', 'mail closed'],
  });
});

test('escalated at the customer’s wish (PLAN-3)', () => {
  expectCommands(
    () => contacted({ entitlement: { plan: 'professionalDirect' } }).acts('escalation.requested'),
    {
      'response.corrected': corrected,
      'engineer.requestedInformation': [
        'engineer.requestedInformation',
        'escalation.ended',
        'clock.started customerReply',
        'mail informationRequested',
      ],
      'engineer.proposedResolution': [
        'engineer.proposedResolution',
        'escalation.ended',
        'clock.started resolutionAcceptance',
        'mail resolutionProposed',
      ],
      'customer.replied': ['customer.replied'],
      'investigation.started': ['investigation.started', 'escalation.ended'],
      'severity.changeRequested': ['severity.changeRequested'],
      'coverage.changed': ['coverage.changed'],
      'rca.requested': declinedAndPut,
      'dataScript.requested': ['dataScript.requested'],
      'case.closed': ['case.closed', 'escalation.ended', 'mail closed'],
    },
  );
});

test('closed', () => {
  expectCommands(() => contacted().acts('case.closed'), {
    'response.corrected': corrected,
    'rca.requested': declined,
    'case.reopenRequested': reopened,
  });
});

test('reopened (RE-1)', () => {
  expectCommands(() => contacted().acts('case.closed', reopenRequest), {
    'engineer.contacted': ['engineer.contacted', 'clock.met initialResponse'],
    'engineer.requestedInformation': answeredBy(questionAsked),
    'engineer.proposedResolution': answeredBy(proposed),
    'customer.replied': ['customer.replied'],
    'investigation.started': ['investigation.started'],
    'severity.changeRequested': ['severity.changeRequested'],
    'coverage.changed': ['coverage.changed'],
    'escalation.requested': noEscalation,
    'rca.requested': declinedAndPut,
    'dataScript.requested': ['dataScript.requested'],
    'case.closed': ['case.closed', 'clock.cancelled initialResponse', 'mail closed'],
  });
});
