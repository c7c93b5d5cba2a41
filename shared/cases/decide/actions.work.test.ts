/** Every action in every state of the investigation and of best effort. What a table leaves out makes no sense there. */
import { test } from 'vitest';

import {
  corrected,
  questionAsked,
  proposed,
  declined,
  declinedAndPut,
  noEscalation,
  reopened,
  expectCommands,
} from '../testing/actions.ts';
import { bestEffort, conclusion, underWay } from '../testing/states.ts';

test('an investigation is under way (ISO-1)', () => {
  expectCommands(() => underWay(), {
    'response.corrected': corrected,
    'engineer.requestedInformation': questionAsked,
    'engineer.proposedResolution': proposed,
    'customer.replied': ['customer.replied'],
    'investigation.paused': ['investigation.paused'],
    'investigation.concluded': ['investigation.concluded', 'downgrade.proposed', 'mail approvalWanted'],
    'severity.changeRequested': ['severity.changeRequested'],
    'coverage.changed': ['coverage.changed'],
    'escalation.requested': noEscalation,
    'rca.requested': declinedAndPut,
    'dataScript.requested': ['dataScript.requested'],
    'case.closed': ['case.closed', 'mail closed'],
  });
});

test('the investigation is paused', () => {
  expectCommands(() => underWay().acts('investigation.paused'), {
    // What ends something is possible while it is paused. DG-3 puts a lowering to operations.
    'investigation.concluded': ['investigation.concluded', 'downgrade.proposed', 'mail approvalWanted'],
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

test('the investigation is concluded (ISO-2)', () => {
  expectCommands(() => underWay().acts(conclusion('platform')), {
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

test('best effort runs (BE-1)', () => {
  expectCommands(() => bestEffort(), {
    'response.corrected': corrected,
    'engineer.requestedInformation': [...questionAsked, 'clock.paused bestEffort'],
    'engineer.proposedResolution': [...proposed, 'clock.paused bestEffort'],
    'engineer.reclassified': ['engineer.reclassified', 'clock.paused bestEffort'],
    'customer.replied': ['customer.replied'],
    'investigation.paused': ['investigation.paused', 'clock.paused bestEffort'],
    'investigation.concluded': [
      'investigation.concluded',
      'clock.met bestEffort',
      'downgrade.proposed',
      'mail approvalWanted',
    ],
    'severity.changeRequested': ['severity.changeRequested', 'severity.raised'],
    'coverage.changed': ['coverage.changed', 'clock.retargeted bestEffort'],
    'escalation.requested': [
      'escalation.requested',
      'escalation.started',
      'escalation.raised',
      'mail escalated',
    ],
    'rca.requested': declinedAndPut,
    'dataScript.requested': ['dataScript.requested'],
    'case.closed': ['case.closed', 'clock.cancelled bestEffort', 'mail closed'],
  });
});

test('best effort waits for the customer (BE-6)', () => {
  expectCommands(() => bestEffort().acts('engineer.requestedInformation'), {
    'response.corrected': corrected,
    'engineer.requestedInformation': [
      'engineer.requestedInformation',
      'clock.cancelled customerReply',
      'clock.started customerReply',
      'mail informationRequested',
    ],
    'engineer.proposedResolution': proposed,
    'engineer.reclassified': ['engineer.reclassified'],
    'customer.replied': ['customer.replied', 'clock.met customerReply', 'clock.resumed bestEffort'],
    'investigation.paused': ['investigation.paused'],
    'investigation.concluded': [
      'investigation.concluded',
      'clock.met bestEffort',
      'downgrade.proposed',
      'mail approvalWanted',
    ],
    'severity.changeRequested': [
      'severity.changeRequested',
      'severity.raised',
      'clock.retargeted customerReply',
    ],
    'coverage.changed': ['coverage.changed', 'clock.retargeted customerReply', 'clock.retargeted bestEffort'],
    'escalation.requested': [
      'escalation.requested',
      'escalation.started',
      'escalation.raised',
      'mail escalated',
    ],
    'rca.requested': declinedAndPut,
    'dataScript.requested': ['dataScript.requested'],
    'case.closed': [
      'case.closed',
      'clock.cancelled bestEffort',
      'clock.cancelled customerReply',
      'mail closed',
    ],
  });
});

test('best effort is half used (BE-3)', () => {
  expectCommands(() => bestEffort().wait(120), {
    'response.corrected': corrected,
    'engineer.requestedInformation': [...questionAsked, 'clock.paused bestEffort'],
    'engineer.proposedResolution': [...proposed, 'clock.paused bestEffort'],
    'engineer.reclassified': ['engineer.reclassified', 'clock.paused bestEffort'],
    'customer.replied': ['customer.replied'],
    'investigation.paused': ['investigation.paused', 'clock.paused bestEffort'],
    'investigation.concluded': [
      'investigation.concluded',
      'clock.met bestEffort',
      'downgrade.proposed',
      'mail approvalWanted',
    ],
    'severity.changeRequested': ['severity.changeRequested', 'severity.raised'],
    'coverage.changed': ['coverage.changed', 'clock.retargeted bestEffort'],
    'escalation.requested': [
      'escalation.requested',
      'escalation.started',
      'escalation.raised',
      'mail escalated',
    ],
    'rca.requested': declinedAndPut,
    'dataScript.requested': ['dataScript.requested'],
    'advisory.continued': ['advisory.continued'],
    'case.closed': ['case.closed', 'clock.cancelled bestEffort', 'mail closed'],
  });
});

test('best effort is used up and the case closed (BE-2)', () => {
  expectCommands(() => bestEffort().wait(240), {
    'response.corrected': corrected,
    'rca.requested': declined,
    'advisory.continued': ['advisory.continued'],
    'case.reopenRequested': reopened,
  });
});
