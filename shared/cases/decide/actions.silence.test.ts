/** Every action in every state in which the customer is waited for, or a lowering waits or has happened. What a table leaves out makes no sense there. */
import { test } from 'vitest';

import {
  corrected,
  questionAsked,
  proposed,
  declined,
  declinedAndPut,
  noEscalation,
  expectCommands,
} from '../testing/actions.ts';
import {
  businessHoursB,
  contacted,
  loweredToB,
  loweredToC,
  proposalOpen,
  questionOpen,
} from '../testing/states.ts';

test('a question is open, around the clock (COM-A)', () => {
  expectCommands(() => questionOpen(), {
    'response.corrected': corrected,
    'engineer.requestedInformation': [
      'engineer.requestedInformation',
      'clock.cancelled customerReply',
      'clock.started customerReply',
      'mail informationRequested',
    ],
    'engineer.proposedResolution': proposed,
    'customer.replied': ['customer.replied', 'clock.met customerReply'],
    'investigation.started': ['investigation.started'],
    'severity.changeRequested': ['severity.changeRequested'],
    'coverage.changed': ['coverage.changed'],
    'escalation.requested': noEscalation,
    'rca.requested': declinedAndPut,
    'dataScript.requested': ['dataScript.requested'],
    'case.closed': ['case.closed', 'clock.cancelled customerReply', 'mail closed'],
  });
});

test('a question is open, in business hours (COM-B2)', () => {
  expectCommands(() => questionOpen({ submission: businessHoursB }), {
    'response.corrected': corrected,
    'engineer.requestedInformation': [
      'engineer.requestedInformation',
      'clock.cancelled customerReply',
      'clock.started customerReply',
      'mail informationRequested',
    ],
    'engineer.proposedResolution': proposed,
    'customer.replied': ['customer.replied', 'clock.met customerReply'],
    'investigation.started': ['investigation.started'],
    'severity.changeRequested': [
      'severity.changeRequested',
      'severity.raised',
      'clock.retargeted customerReply',
    ],
    'coverage.changed': ['coverage.changed'],
    'escalation.requested': noEscalation,
    'rca.requested': declinedAndPut,
    'dataScript.requested': ['dataScript.requested'],
    'case.closed': ['case.closed', 'clock.cancelled customerReply', 'mail closed'],
  });
});

test('a resolution is proposed (DG-4)', () => {
  expectCommands(() => proposalOpen(), {
    'response.corrected': corrected,
    'engineer.requestedInformation': questionAsked,
    'engineer.proposedResolution': [
      'engineer.proposedResolution',
      'clock.cancelled resolutionAcceptance',
      'clock.started resolutionAcceptance',
      'mail resolutionProposed',
    ],
    'customer.replied': ['customer.replied', 'clock.met resolutionAcceptance'],
    'customer.acceptedResolution': [
      'customer.acceptedResolution',
      'clock.met resolutionAcceptance',
      'case.closed',
      'mail closed',
    ],
    'customer.rejectedResolution': ['customer.rejectedResolution', 'clock.met resolutionAcceptance'],
    'investigation.started': ['investigation.started'],
    'severity.changeRequested': ['severity.changeRequested'],
    'coverage.changed': ['coverage.changed'],
    'escalation.requested': noEscalation,
    'rca.requested': declinedAndPut,
    'dataScript.requested': ['dataScript.requested'],
    'case.closed': ['case.closed', 'clock.cancelled resolutionAcceptance', 'mail closed'],
  });
});

test('a resolution is proposed and the customer has written since', () => {
  expectCommands(() => proposalOpen().acts('customer.replied'), {
    'response.corrected': corrected,
    'engineer.requestedInformation': questionAsked,
    'engineer.proposedResolution': proposed,
    'customer.replied': ['customer.replied'],
    'customer.acceptedResolution': ['customer.acceptedResolution', 'case.closed', 'mail closed'],
    'customer.rejectedResolution': ['customer.rejectedResolution'],
    'investigation.started': ['investigation.started'],
    'severity.changeRequested': ['severity.changeRequested'],
    'coverage.changed': ['coverage.changed'],
    'escalation.requested': noEscalation,
    'rca.requested': declinedAndPut,
    'dataScript.requested': ['dataScript.requested'],
    'case.closed': ['case.closed', 'mail closed'],
  });
});

test('a lowering waits for approval (DG-2)', () => {
  expectCommands(() => contacted().acts('rca.requested'), {
    'response.corrected': corrected,
    'engineer.requestedInformation': questionAsked,
    'engineer.proposedResolution': proposed,
    'customer.replied': ['customer.replied'],
    'investigation.started': ['investigation.started'],
    'severity.changeRequested': ['severity.changeRequested'],
    'coverage.changed': ['coverage.changed'],
    'escalation.requested': noEscalation,
    'rca.requested': declined,
    'dataScript.requested': ['dataScript.requested'],
    'downgrade.approved': ['downgrade.approved', 'severity.lowered', 'mail severityLowered'],
    'downgrade.declined': ['downgrade.declined'],
    'case.closed': ['case.closed', 'mail closed'],
  });
});

test('lowered to B for silence (COM-A, DG-1)', () => {
  expectCommands(() => loweredToB(), {
    'response.corrected': corrected,
    'engineer.requestedInformation': [
      'engineer.requestedInformation',
      'clock.cancelled customerReply',
      'clock.started customerReply',
      'mail informationRequested',
    ],
    'engineer.proposedResolution': proposed,
    'customer.replied': ['customer.replied', 'clock.met customerReply'],
    'investigation.started': ['investigation.started'],
    'severity.changeRequested': ['rule', 'severity.notRecommitted', 'DG-1', 'COM-A', 'COM-2'],
    'coverage.changed': ['coverage.changed', 'clock.retargeted customerReply'],
    'escalation.requested': noEscalation,
    'rca.requested': declinedAndPut,
    'dataScript.requested': ['dataScript.requested'],
    'case.closed': ['case.closed', 'clock.cancelled customerReply', 'mail closed'],
  });
});

test('lowered to C for silence (COM-B1, DG-1)', () => {
  expectCommands(() => loweredToC(), {
    'response.corrected': corrected,
    'engineer.requestedInformation': [
      'engineer.requestedInformation',
      'clock.cancelled customerReply',
      'clock.started customerReply',
      'mail informationRequested',
    ],
    'engineer.proposedResolution': proposed,
    'customer.replied': ['customer.replied', 'clock.met customerReply'],
    'investigation.started': ['investigation.started'],
    'severity.changeRequested': ['rule', 'severity.notRecommitted', 'DG-1', 'COM-B1', 'COM-2'],
    'coverage.changed': ['coverage.changed'],
    'escalation.requested': noEscalation,
    'rca.requested': declined,
    'dataScript.requested': ['dataScript.requested'],
    'case.closed': ['case.closed', 'clock.cancelled customerReply', 'mail.withdrawn', 'mail closed'],
  });
});
