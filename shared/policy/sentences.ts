import { toDurationMs } from '../calendar/instant.ts';
import type { Policy } from './policy.ts';

/** The rules whose sentences state what the document says elsewhere: made from that, so that the two always agree. */
export function madeSentences(policy: Policy): ReadonlyMap<string, string> {
  const budget = words(policy.bestEffort.budget);
  const responses = (['A', 'B', 'C'] as const).map((severity): [string, string] => [
    policy.initialResponse[severity].rule,
    response(policy, severity),
  ]);
  return new Map([
    ...responses,
    [
      'BE-1',
      `An isolated performance issue starts as break-fix: up to ${budget} of support's time to find the cause.`,
    ],
    [
      'BE-2',
      `Unresolved after ${budget}, the customer is pointed to a partner or the community and the incident is closed.`,
    ],
    [
      'BE-5',
      `${capital(budget)} of best effort as well; without repro steps by then, a referral and the incident is closed.`,
    ],
    [
      'BE-6',
      `The ${budget} run only while work is under way in covered hours, and stop while the case waits for the customer.`,
    ],
    ['BE-3', `${capital(continuing(policy))} may go on as an advisory case.`],
    ['LANG-3', `${capital(list(policy.languages.map(languageName)))}.`],
    [
      'RE-5',
      `${capital(counted(policy.reopenWithinMonths, 'calendar month'))} or more after closing, it is a new incident.`,
    ],
  ]);
}

/** The document with these sentences in place of its own. */
export function withMadeSentences(policy: Policy): Policy {
  const made = madeSentences(policy);
  return {
    ...policy,
    rules: policy.rules.map((rule) => ({ ...rule, sentence: made.get(rule.id) ?? rule.sentence })),
  };
}

const impacts = { A: 'Critical', B: 'Moderate', C: 'Minimum' } as const;
const hours = {
  '24x7': 'around the clock',
  businessHours: 'in business hours',
  choice: 'in business hours, or around the clock if the customer chose so',
} as const;
const planNames = {
  standard: 'Standard',
  professionalDirect: 'Professional Direct',
  unified: 'Unified',
  premier: 'Premier',
} as const;
type Plan = keyof typeof planNames;
const plans = Object.keys(planNames) as Plan[];

function response(policy: Policy, severity: 'A' | 'B' | 'C'): string {
  const targets = policy.targets.initialResponse[severity];
  const coverage = hours[policy.initialResponse[severity].coverage];
  return `${impacts[severity]} impact: an engineer contacts the customer and starts work in less than ${byPlan(targets)}, ${coverage}.`;
}

/** `four hours on Standard and two hours on the other plans`. */
function byPlan(targets: Readonly<Record<Plan, string>>): string {
  const named = (plan: Plan) => `${words(targets[plan])} on ${planNames[plan]}`;
  const [first = 'standard', ...others] = plans;
  const isSame = (some: readonly Plan[]) =>
    new Set(some.map((plan) => toDurationMs(targets[plan]))).size === 1;
  if (isSame(plans)) return words(targets[first]);
  if (isSame(others)) return `${named(first)} and ${words(targets.unified)} on the other plans`;
  return list(plans.map(named));
}

function continuing({ plans: given }: Policy): string {
  const which = plans.filter((plan) => given[plan].advisoryContinuation).map((plan) => planNames[plan]);
  return which.length === 0 ? 'no customer' : `${list(which)} customers`;
}

const numbers = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
];

/** `three hours`, `one hour and 30 minutes`. */
function words(duration: string): string {
  const seconds = Math.round(toDurationMs(duration) / 1000);
  const parts = [
    [Math.floor(seconds / 3600), 'hour'],
    [Math.floor(seconds / 60) % 60, 'minute'],
    [seconds % 60, 'second'],
  ] as const;
  return list(parts.filter(([count]) => count > 0).map(([count, unit]) => counted(count, unit)));
}

function counted(count: number, unit: string): string {
  return `${numbers[count] ?? count} ${unit}${count === 1 ? '' : 's'}`;
}

function list(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const languageNames = new Intl.DisplayNames('en', { type: 'language' });

function languageName(tag: string): string {
  try {
    return languageNames.of(tag) ?? tag;
  } catch {
    return tag;
  }
}
