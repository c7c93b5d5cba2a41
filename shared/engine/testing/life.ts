import { toInstant, toMs } from '../../calendar/index.ts';
import { entitlementSchema, submissionSchema, type Actor } from '../../cases/index.ts';
import { sampleSubmission } from '../../cases/testing/story.ts';
import { putIncident } from '../many/incidents.ts';
import { calendarBook } from '../calendars/book.ts';
import { putCalendarLayer, type Place } from '../calendars/layers.ts';
import { storedPolicies } from '../policies/book.ts';
import type { Adversary } from './adversary.ts';
import { AlarmHub } from './alarms.ts';
import { Client, type Sent } from './client.ts';
import { Host } from './host.ts';
import { Postbox, type SentMail } from './mailService.ts';
import { documentsInMemory, sqliteInMemory, type Stored } from './memoryStore.ts';
import type { Outside } from './host.ts';
import { laterHolidays, laterPolicy, startPolicy, type Plan, type PlannedStep } from './plan.ts';
import { Reporter } from './reporter.ts';
import { Sweeper } from './sweeper.ts';
import { World } from './world.ts';

const by: Actor = { kind: 'caller', id: 'i-1', role: 'integration', tenantId: 'contoso' };

export const settings: Outside['settings'] = {
  mailAddresses: { from: 'support@caseclock.example', operations: ['operations@caseclock.example'] },
  mailPatience: 500,
  alarmEarlyMs: 1500,
  clockSkewLimit: 5000,
  sweep: { period: 60_000, grace: 60_000, budget: 45_000, parallel: 8, alarmHistory: 7 * 86_400_000 },
};

/** What is left of a life when nothing more happens, for whoever judges. */
export interface Lived {
  readonly plan: Plan;
  readonly adversary: Adversary;
  readonly store: Stored['truth'];
  readonly cameIn: Stored['cameIn'];
  readonly sent: readonly Sent[];
  readonly mail: readonly SentMail[];
  /** Operations about which the mail service has said no. */
  readonly judged: ReadonlySet<string>;
  /** Both clocks at the end (ms). */
  readonly now: World['now'];
  readonly steps: number;
}

/** Lives a plan to its end. @throws Error where it has none. */
export async function live(plan: Plan, adversary: Adversary): Promise<Lived> {
  const world = new World(adversary, toMs(plan.at), plan);
  const stored = plan.store === 'documents' ? documentsInMemory(world) : sqliteInMemory(world);
  const postbox = new Postbox(world, (report) => reporter.bring(report));
  const outside: Outside = {
    storeFor: stored.storeFor,
    mailFor: (host) => postbox.reachedBy(host),
    isAlone: plan.hosts === 1,
    settings,
  };
  const hosts = plan.off.map((off, index) => new Host(world, outside, `host ${index + 1}`, off));
  const hub = new AlarmHub(world, () => hosts);
  const alarmsOf = (host: Host) => hub.reachedBy(host);
  const sweeper = new Sweeper(world, stored.truth, settings, () => hosts, alarmsOf);
  const reporter = new Reporter(world, () => hosts, alarmsOf);
  const client = new Client(world, () => hosts, alarmsOf);
  const submission = {
    by,
    submission: submissionSchema.parse({ ...sampleSubmission, ...plan.submission }),
    entitlement: entitlementSchema.parse({ plan: 'standard', country: 'JP', ...plan.entitlement }),
    fromHomeTenant: true,
  };
  const operator = operatorOn(world, stored, plan, { country: submission.submission.contactDetails.country });
  await operator.begin();
  const closeAll = closing(world, client, stored);
  client.submit(submission, (caseId) => {
    if (caseId === undefined) closeAll();
    else goOn(world, client, operator, caseId, plan.steps, closeAll);
  });
  await world.run(() => sweeper.next());
  return {
    plan,
    adversary,
    store: stored.truth,
    cameIn: stored.cameIn,
    sent: client.sent,
    mail: postbox.sent,
    judged: postbox.judged,
    now: world.now,
    steps: world.steps,
  };
}

type Operator = ReturnType<typeof operatorOn>;

function goOn(
  world: World,
  client: Client,
  operator: Operator,
  caseId: string,
  steps: readonly PlannedStep[],
  closeAll: () => void,
): void {
  const [step, ...rest] = steps;
  if (!step) return closeAll();
  if ('wait' in step) {
    const at = world.now.product + step.wait * 60_000;
    return world.at('product', at, () => goOn(world, client, operator, caseId, rest, closeAll));
  }
  if ('post' in step) client.act(caseId, step);
  else void operator.put(step.put);
  goOn(world, client, operator, caseId, rest, closeAll);
}

/**
 * A broken promise that nobody answers is told for ever (ALERT-1): in the end every case is closed, those that cases
 * have led to as well, and as often as it takes.
 */
function closing(world: World, client: Client, { truth: store }: Stored): () => void {
  const later = (): void => {
    world.at('product', world.now.product + 2 * day, () => {
      void world.alone(closeOpen);
    });
  };
  const closeOpen = async (): Promise<void> => {
    const { value } = await store.list({ status: 'open', now: world.now.product, top: 10 });
    for (const { caseId } of value) client.act(caseId, { post: { type: 'case.closed' } });
    if (value.length > 0) later();
  };
  return later;
}

const day = 86_400_000;

/** What operations put in the registry. Their own faults are another matter: they see no adversary. */
function operatorOn(world: World, { truth: store }: Stored, plan: Plan, place: Place) {
  const clock = world.clock('product', 0, () => true);
  const ports = { store, clock, calendars: calendarBook(store.registry, clock) };
  const incidents = ['INC-1', 'INC-2'].map((id) => ({
    id,
    title: 'Outage',
    affected: 'multipleCustomers' as const,
  }));
  const putPolicy = (policy: ReturnType<typeof startPolicy>, applyTo: 'new' | 'open') => {
    const stored = { policy, applyTo, putAt: toInstant(world.now.product), applied: applyTo === 'new' };
    return store.registry.put('policyVersion', policy.version, storedPolicies.write(stored), null);
  };
  return {
    async begin(): Promise<void> {
      if (plan.approval) await putPolicy(startPolicy(plan), 'new');
      if (plan.steps.some((step) => 'put' in step && step.put === 'analysis')) {
        for (const incident of incidents) await putIncident(ports, incident);
      }
    },
    put(what: Extract<PlannedStep, { put: unknown }>['put']): Promise<unknown> {
      return world.alone(async () => {
        if (what === 'calendar') {
          const layer = laterHolidays(world.now.product);
          return putCalendarLayer(ports, place, { layer, applyTo: 'open' }, operations);
        }
        if (what === 'policy') return putPolicy(laterPolicy(plan, toInstant(world.now.product)), 'open');
        for (const incident of incidents) await putIncident(ports, { ...incident, rca: { location } });
      });
    },
  };
}

const operations = { id: 'o-1' };
const location = 'https://status.example/analysis';
