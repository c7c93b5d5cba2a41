import { countryOf } from '../../../policy/calendars/index.ts';
import { submitterRole, type Policy } from '../../../policy/index.ts';
import type { SubmitCase } from '../../model/commands.ts';
import { asCoverage, coverageFor } from './coverage.ts';
import { Refused } from '../../model/commands.ts';
import { isValidAt, type Entitlement } from '../../model/entitlement.ts';
import type { Submission } from '../../model/submission.ts';
import type { Category, Coverage, Plan } from '../../model/vocabulary.ts';

/** How the policy takes a submission, and the rules that say so. */
export interface Admission {
  readonly plan: Plan;
  readonly category: Category;
  readonly coverage: Coverage;
  readonly rules: readonly string[];
}

/** Judges a submission at `now` (ms) against the entitlement. Throws `Refused` with the deciding rules. */
export function admit(command: SubmitCase, policy: Policy, now: number): Admission {
  const rules: string[] = [];
  refuseAnalysis(command);
  rules.push(...judgeSubmitter(command, policy));
  const plan = planFor(command, policy, rules, now);
  judgeService(command, policy, rules);
  const category = categoryFor(command, policy, plan, rules);
  const { severity, require24X7Response } = command.submission;
  const asked = asCoverage(require24X7Response);
  const { coverage, overruledBy } = coverageFor(command.submission, severity, asked, policy);
  rules.push(...overruledBy);
  if (command.submission.problemType === 'dataCorruption') rules.push('DC-1');
  return { plan, category, coverage, rules: [...new Set(rules)] };
}

function judgeSubmitter(command: SubmitCase, policy: Policy): readonly string[] {
  const { submission, entitlement, by, fromHomeTenant } = command;
  const { submitter, tenantId } = submission;
  const ownTenant = !fromHomeTenant && by.tenantId === tenantId;
  const actsAsPartner = !fromHomeTenant && !ownTenant;
  const partner = submitter.partnerTenantId;
  const role = submitterRole(policy, submitter.roles);
  // The customer's own tenant vouches for a partner whom it has made one of its administrators.
  if (partner !== undefined && ownTenant && role) return [role.rule, 'SUB-5'];
  if (actsAsPartner || partner !== undefined) {
    const delegated = partner !== undefined && entitlement?.delegatedPartners.includes(partner);
    if (!delegated || (!fromHomeTenant && partner !== by.tenantId)) {
      throw notDelegated();
    }
    return ['SUB-4'];
  }
  if (role) return [role.rule];
  throw new Refused({
    kind: 'forbidden',
    code: 'submitter.noAdminRole',
    rules: ['SUB-2'],
    pointer: '/submitter/roles',
    detail: `End users cannot submit: give the submitter an admin role on the tenant first (${policy.submitterRoles.map((r) => r.name).join(', ')}), or have an administrator submit.`,
  });
}

/** A partner that the customer has not named (SUB-4). */
export function notDelegated(): Refused {
  return new Refused({
    kind: 'forbidden',
    code: 'submitter.partnerNotDelegated',
    rules: ['SUB-4'],
    pointer: '/submitter/partnerTenantId',
    detail:
      "A partner submits for a customer that has delegated to it: set `submitter.partnerTenantId` to the partner's own tenant, and have the customer's entitlement name it in `delegatedPartners`.",
  });
}

/** An analysis alone is no support request (RCA-1, RCA-3). */
function refuseAnalysis({ submission }: SubmitCase): void {
  if (submission.problemType !== 'rootCauseAnalysis') return;
  throw new Refused({
    kind: 'rule',
    code: 'rca.notPerformed',
    rules: ['RCA-1', 'RCA-3'],
    pointer: '/problemType',
    detail:
      'Support performs no root cause analysis: submit what still fails as a break-fix request. For a published service incident, post `rca.requested` on the case that it caused; its analysis also stands on the service health dashboard.',
  });
}

function planFor(command: SubmitCase, policy: Policy, rules: string[], now: number): Plan {
  const { submission, entitlement, partnerEntitlement } = command;
  const { benefit, partnerTenantId: partner } = submission.submitter;
  if (benefit === 'partnerBenefit') {
    // Whoever names a partner is not thereby one: operations have recorded that the two belong together.
    if (partner === undefined || !entitlement?.delegatedPartners.includes(partner)) throw notDelegated();
    if (!command.fromHomeTenant && command.by.tenantId !== partner) throw notThePartner();
    if (partnerEntitlement) {
      if (!isValidAt(partnerEntitlement, now)) throw expired('/submitter/benefit', partnerEntitlement);
      rules.push('PLAN-1');
      return partnerEntitlement.plan;
    }
    throw new Refused({
      kind: 'forbidden',
      code: 'submitter.noPartnerBenefit',
      rules: ['SUB-4'],
      pointer: '/submitter/benefit',
      detail:
        "The partner's own tenant has no entitlement to submit on: use `customerPlan`, or have operations record the partner's entitlement.",
    });
  }
  if (entitlement && isValidAt(entitlement, now)) {
    rules.push('PLAN-1', submission.category === 'advisory' ? 'PLAN-3' : 'PLAN-2');
    if (entitlement.purchasedFrom === 'other') rules.push('PLAN-4');
    return entitlement.plan;
  }
  if (submission.category === 'subscriptionManagement') {
    rules.push('PLAN-5');
    return policy.planWithoutEntitlement;
  }
  if (entitlement) throw expired('/tenantId', entitlement);
  throw new Refused({
    kind: 'rule',
    code: 'entitlement.missing',
    rules: ['PLAN-1'],
    pointer: '/tenantId',
    detail:
      'The tenant has no entitlement: have operations record one with PUT /api/entitlements/{tenantId}. Subscription management requests need none (PLAN-5).',
  });
}

/** What a partner has bought is the partner's to give (SUB-4): the customer's own token does not spend it. */
function notThePartner(): Refused {
  return new Refused({
    kind: 'forbidden',
    code: 'submitter.notThePartner',
    rules: ['SUB-4'],
    pointer: '/submitter/benefit',
    detail:
      "The partner's support benefit needs a token of the partner's own tenant: have the partner submit, or use `customerPlan`.",
  });
}

function expired(pointer: string, { validFrom, validUntil }: Entitlement): Refused {
  const since = validFrom === undefined ? '' : ` from ${validFrom}`;
  const until = validUntil === undefined ? '' : ` until ${validUntil}`;
  return new Refused({
    kind: 'rule',
    code: 'entitlement.expired',
    rules: ['PLAN-1'],
    pointer,
    detail: `The entitlement holds${since}${until}, and not now: have operations record another one with PUT /api/entitlements/{tenantId}. Subscription management requests need none (PLAN-5).`,
  });
}

function judgeService({ submission, entitlement }: SubmitCase, policy: Policy, rules: string[]): void {
  const { name, releaseStage } = submission.service;
  if (releaseStage === 'limitedPreview' || releaseStage === 'privatePreview') {
    throw new Refused({
      kind: 'rule',
      code: 'service.previewNotSupported',
      rules: ['PRE-2'],
      pointer: '/service/releaseStage',
      detail:
        "Limited and private previews are not supported through requests: use the preview's forum or its program's own channel.",
    });
  }
  if (releaseStage === 'publicPreview') rules.push('PRE-1');
  if (submission.category !== 'subscriptionManagement' && !covers(entitlement, name)) {
    throw new Refused({
      kind: 'rule',
      code: 'service.notCovered',
      rules: ['PLAN-4'],
      pointer: '/service/name',
      detail: `The entitlement does not cover this service. Covered are: ${entitlement?.services?.join(', ') || 'none'}.`,
    });
  }
  judgeMarket(submission, policy, rules);
}

/** Not every service is supported in every country (MKT-1). */
function judgeMarket({ service, contactDetails }: Submission, policy: Policy, rules: string[]): void {
  const market = policy.markets.find((one) => one.service.toLowerCase() === service.name.toLowerCase());
  if (!market) return;
  const country = countryOf(contactDetails.country)?.code;
  if (country !== undefined && market.countries.includes(country)) {
    rules.push('MKT-1');
    return;
  }
  throw new Refused({
    kind: 'rule',
    code: 'service.notOffered',
    rules: ['MKT-1'],
    pointer: '/service/name',
    detail: `This service is not supported in ${contactDetails.country} yet, only in ${market.countries.join(', ')}: ask the community or a partner, or name a contact in one of these countries.`,
  });
}

function covers(entitlement: Entitlement | undefined, service: string): boolean {
  if (!entitlement?.services) return true;
  return entitlement.services.some((covered) => covered.toLowerCase() === service.toLowerCase());
}

/** What kind of case it becomes: how-to and performance over several areas are advisory (BF-2, BE-4). */
function categoryFor({ submission }: SubmitCase, policy: Policy, plan: Plan, rules: string[]): Category {
  const why = advisoryRules(submission);
  if (why.length === 0) {
    if (submission.category === 'technical') rules.push('BF-1');
    return submission.category;
  }
  if (submission.service.releaseStage === 'publicPreview') {
    throw new Refused({
      kind: 'rule',
      code: 'preview.breakFixOnly',
      rules: ['PRE-1', ...why],
      pointer: '/problemType',
      detail:
        "A public preview has break-fix support only: for questions use the documentation and the preview's forum.",
    });
  }
  if (!policy.plans[plan].advisory) {
    throw new Refused({
      kind: 'rule',
      code: 'plan.noAdvisory',
      rules: [...new Set([...why, 'PLAN-3'])],
      pointer: submission.category === 'advisory' ? '/category' : '/problemType',
      detail:
        'This is advisory work, which needs Professional Direct or Unified: use the documentation, the community forums or a partner, or change the plan.',
    });
  }
  rules.push(...why, 'PLAN-3');
  return 'advisory';
}

function advisoryRules({ category, problemType, scope }: SubmitCase['submission']): string[] {
  if (category !== 'technical' && category !== 'advisory') return [];
  if (problemType === 'howTo') return ['BF-2'];
  if (problemType === 'performance' && scope === 'multipleAreas') return ['BE-4'];
  return category === 'advisory' ? ['PLAN-3'] : [];
}
