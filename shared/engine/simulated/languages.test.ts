/** The life of a case in each language, with one fault at each place where there can be one. */
import { expect, test } from 'vitest';

import type { Fault } from '../testing/adversary.ts';
import { liveIn, spoken, type Language } from '../testing/languages.ts';

const told = [
  'acknowledgement',
  'responseWarning',
  'informationRequested',
  'replyReminder',
  'severityLowered',
  'update',
  'resolutionProposed',
  'closed',
];
/** By these, mails of the life do not arrive, or others follow from it. */
const others: readonly Fault[] = ['rejected', 'failsLater', 'suppressesLater', 'full'];
/** Everywhere a process may die: before an effect is after the one before. What the mail service may do, at each sending and asking. */
const isTried = (what: string, fault: Fault): boolean =>
  fault === 'crashBefore' || / send | find mail|^report/.test(what);

/** What is broken, or is not told in that language as it should be. */
async function wrongIn(language: Language, at?: number, fault?: Fault): Promise<readonly string[]> {
  const { broken, mails } = await liveIn(language, at, fault);
  const toCustomer = mails.filter(({ kind }) => kind !== 'responseWarning' && kind !== 'contactUnreachable');
  const foreign = toCustomer.filter((mail) => mail.language !== language).map(({ kind }) => kind);
  const kinds = mails.map(({ kind }) => kind);
  const differs =
    fault === undefined || !others.includes(fault)
      ? kinds.toSorted().join() !== told.toSorted().join()
      : false;
  return [
    ...broken,
    ...foreign.map((kind) => `${kind} is not told in ${language}`),
    ...(differs ? [`${language}, ${fault ?? 'no fault'} at ${at ?? 0}: ${kinds.join()}`] : []),
  ];
}

test.each(spoken)('%s: exactly the mails of the timeline, each once', async (language) => {
  const { mails } = await liveIn(language);
  expect(mails.map(({ kind }) => kind)).toEqual(told);
  expect(await wrongIn(language)).toEqual([]);
});

test('killed between any two steps, and with all that the mail service may do, in the languages by turns', async () => {
  const { effects } = await liveIn('ja');
  const pairs = effects.flatMap(({ what, possible }, at) =>
    possible.filter((fault) => isTried(what, fault)).map((fault) => ({ at, fault })),
  );
  expect(pairs.length).toBeGreaterThan(150);
  const wrong: string[] = [];
  for (const [index, { at, fault }] of pairs.entries())
    wrong.push(...(await wrongIn(spoken[index % spoken.length] ?? 'en', at, fault)));
  expect(wrong).toEqual([]);
});

test.each(spoken)(
  '%s: a mail that is repeated, since its answer died with the process, is the same',
  async (language) => {
    const { effects } = await liveIn(language);
    const sendings = effects.flatMap(({ what }, at) => (what.includes(' send ') ? [at] : []));
    expect(sendings).toHaveLength(told.length);
    for (const at of sendings) expect(await wrongIn(language, at, 'crashAfter')).toEqual([]);
  },
);
