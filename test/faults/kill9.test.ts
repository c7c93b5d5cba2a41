import { afterAll, beforeAll, expect, test } from 'vitest';

import { languages } from '../../shared/mail/index.ts';
import type { CaseView, TimelineEntry } from '../../shared/api/schemas.ts';
import type { Client, Mail } from '../support/client.ts';
import { Product, start } from '../support/product.ts';
import { seeded } from '../support/random.ts';
import { contoso, submission } from '../support/samples.ts';
import { Survivor } from '../support/survivor.ts';

const minute = 60_000;
const cases = 200;
const kills = 10;
/** Cases come in during the first steps; in the last ones only time passes. */
const steps = 40;
const stepsWithCases = 20;
const step = 8 * minute;
/** The longest wait before a kill, in real ms: about what a step takes. */
const longestWait = 250;

const random = seeded('kill -9');
const time = (at: number) => new Date(Date.parse(start) + at).toISOString();

/** What will happen to a case: at which step it comes in, and at which step somebody acts on it. */
interface Story {
  readonly key: string;
  readonly severity: 'A' | 'B';
  readonly language: string;
  readonly from: number;
  readonly then?: { readonly step: number; readonly type: 'engineer.contacted' | 'case.closed' };
}

const stories: readonly Story[] = Array.from({ length: cases }, (_, index) => {
  const from = random.below(stepsWithCases);
  const type = random.pick(['engineer.contacted', 'case.closed', undefined, undefined] as const);
  return {
    key: `case ${index}`,
    severity: random.pick(['A', 'B'] as const),
    language: languages[index % languages.length] ?? '',
    from,
    ...(type ? { then: { step: from + 1 + random.below(steps - stepsWithCases), type } } : {}),
  };
});

let product: Product;
beforeAll(async () => {
  product = await Product.start();
  await product.client.putEntitlement('contoso', contoso);
});
afterAll(() => product.dispose());

test(`${cases} cases and ${kills} times kill -9`, async () => {
  const survivor = new Survivor(product);
  const ids = new Map<string, string>();

  const submit = ({ key, severity, language }: Story) =>
    survivor.insist(async (client) => {
      const contactDetails = { ...submission.contactDetails, preferredSupportLanguage: language };
      const { id } = await client.submit(
        { ...submission, severity, contactDetails },
        { headers: { 'idempotency-key': key } },
      );
      expect(ids.get(key) ?? id).toBe(id);
      ids.set(key, id);
    });

  const act = ({ key, then }: Story) =>
    survivor.insist(async (client) => {
      const options = { headers: { 'idempotency-key': key } };
      const answer = await client.act(ids.get(key) ?? '', { type: then?.type }, options);
      expect(answer.status, answer.text).toBe(200);
    });

  const killAt = new Set(random.sample([...Array(steps).keys()], kills));
  for (let now = 0; now < steps; now += 1) {
    await Promise.all([
      ...stories.filter(({ from }) => from === now).map(submit),
      ...stories.filter(({ then }) => then?.step === now).map(act),
      survivor.insist((client) => client.advanceTo(time((now + 1) * step))),
      ...(killAt.has(now) ? [killSoon(survivor)] : []),
    ]);
  }
  expect(survivor.kills).toBe(kills);

  // A kill of the last step may have come after everything else in it: then the next run is just starting.
  const client = await survivor.client();
  await client.advance('PT12H');
  expect(ids.size).toBe(cases);
  const listed = await client.all<CaseView>('/api/cases?top=200');
  expect(listed.map(({ id }) => id).sort()).toEqual([...ids.values()].sort());
  let takenOver = 0;
  for (const view of listed) {
    const story = stories.find(({ key }) => ids.get(key) === view.id);
    takenOver += await checkCase(client, view, story?.language);
  }
  console.info(`${takenOver} mails were under way when their process died`);
  const alarms = await client.expect(200, 'GET', '/api/operations/alarms', { as: 'operations' });
  expect(alarms.body).toMatchObject({
    backlog: { count: 0, oldest: null },
    // It is less than 60 days to a year of which some decrees are still to come.
    warnings: [{ code: 'holidays.pending', detail: expect.stringContaining('2027') as string }],
    mail: { state: 'ok', waiting: 0 },
    fanOuts: [],
    unreadable: [],
  });
});

async function killSoon(survivor: Survivor): Promise<void> {
  // The moment of a kill is what is random here; nothing waits for anything.
  await new Promise((resolve) => setTimeout(resolve, random.below(longestWait)));
  await survivor.kill();
}

/**
 * Every threshold decided once and as of its due instant, every mail once and in the language of its reader. Answers how many claims on mails were
 * taken over from a process that had died.
 */
async function checkCase(client: Client, view: CaseView, language: string | undefined): Promise<number> {
  const timeline = await client.timeline(view.id);
  const decided = (type: string) =>
    timeline.filter((entry) => entry.type === type).map(({ decidedAsOf }) => Date.parse(decidedAsOf));
  const [submitted = 0] = decided('case.submitted');
  const target = (view.severity === 'A' ? 1 : 4) * 60 * minute;
  const stop = decided('engineer.contacted')[0] ?? decided('case.closed')[0] ?? Infinity;
  const fellDue = (percents: readonly number[]) =>
    percents.map((percent) => submitted + (target * percent) / 100).filter((at) => at <= stop);

  expect(decided('case.submitted')).toHaveLength(1);
  expect(decided('clock.thresholdReached')).toEqual(fellDue([50, 75]));
  expect(decided('clock.breached')).toEqual(fellDue([100]));

  const late = fellDue([100]).flatMap(() => ['responseBreached', 'responseLate']);
  const warnings = fellDue([50, 75]).map((_, index) => `responseWarning ${[50, 75][index] ?? ''}`);
  const closed = decided('case.closed').map(() => 'closed');
  const mails = await client.mail({ caseId: view.id });
  // Operations are told again until somebody answers (ALERT-1): once for each round.
  const again = mails.filter(({ kind }) => kind === 'responseStillMissing');
  expect(new Set(again.map(({ subject }) => subject)).size).toBe(again.length);
  const others = mails.filter((mail) => !again.includes(mail));
  expect(others.map(nameOf).sort()).toEqual(['acknowledgement', ...warnings, ...late, ...closed].sort());
  for (const mail of mails)
    expect(mail.language).toBe(mail.to === submission.contactDetails.primaryEmailAddress ? language : 'en');
  expect(mailIds(timeline, 'mail.sent')).toEqual(mailIds(timeline, 'mail.requested'));
  expect(mailIds(timeline, 'mail.failed')).toEqual([]);
  return timeline.filter(({ data }) => data['takenOver'] === true).length;
}

function nameOf({ kind, subject }: Mail): string {
  const [, percent] = /^(\d+) %/.exec(subject) ?? [];
  return percent === undefined ? kind : `${kind} ${percent}`;
}

function mailIds(timeline: readonly TimelineEntry[], type: string): string[] {
  return timeline
    .filter((entry) => entry.type === type)
    .map(({ data }) => String(data['mailId']))
    .sort();
}
