import type { Policy } from '../../policy/index.ts';
import { policy, sampleSubmission, type Posted, Story, type StoryOptions } from './story.ts';

/** The policy with every lowering put to operations. */
export const withApproval: Policy = {
  ...policy,
  downgrades: {
    ...policy.downgrades,
    onSilence: { approval: true },
    onUnansweredResolution: { approval: true },
  },
};

export const environment = {
  name: 'prod',
  build: '10.0.42.1',
  machine: 'aos-3',
  user: 'u-9',
  document: 'SO-1001',
};
export const unchanged = { environment, sameError: true, updateInstalled: false };

export const reopenRequest: Posted = { type: 'case.reopenRequested', ...unchanged };
export const conclusion = (cause: string, reproducible = true): Posted => ({
  type: 'investigation.concluded',
  cause,
  reproducible,
});
export const severityRequest = (severity: string, require24X7Response?: boolean): Posted => ({
  type: 'severity.changeRequested',
  severity,
  ...(require24X7Response === undefined ? {} : { require24X7Response }),
});
export const contactChange = (contact: object): Posted => ({
  type: 'contact.changed',
  contactDetails: { ...sampleSubmission.contactDetails, ...contact },
});
export const coverageChange = (require24X7Response: boolean): Posted => ({
  type: 'coverage.changed',
  require24X7Response,
});

/** A case at severity B in business hours, in Japan. */
export const businessHoursB = { severity: 'B', require24X7Response: false };
/** An isolated performance issue at severity B around the clock: four hours of best effort. */
export const slow = { severity: 'B', problemType: 'performance', scope: 'isolated' };

export const contacted = (options: StoryOptions = {}) => new Story(options).acts('engineer.contacted');
export const questionOpen = (options: StoryOptions = {}) =>
  contacted(options).acts('engineer.requestedInformation');
export const proposalOpen = (options: StoryOptions = {}) =>
  contacted(options).acts('engineer.proposedResolution');
export const underWay = (options: StoryOptions = {}) => contacted(options).acts('investigation.started');
export const bestEffort = (options: StoryOptions = {}) =>
  underWay({ submission: slow, entitlement: { plan: 'unified' }, ...options });

/** Severity A, contacted at 08:00Z, asked at once, and silent for the four hours of COM-A. */
export const loweredToB = (options: StoryOptions = {}) => questionOpen(options).wait(4 * 60);
/** The same, silent for eight hours in all (COM-B1). */
export const loweredToC = (options: StoryOptions = {}) => questionOpen(options).wait(8 * 60);
