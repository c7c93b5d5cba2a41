import { expect, test } from 'vitest';

import { Recorder } from '../decide/recorder.ts';
import { queueFactsOf } from '../queue.ts';
import type { Case } from '../model/case.ts';
import type { EventData } from '../model/events.ts';
import { policy, start, Story } from '../testing/story.ts';
import { recordReport } from './report.ts';
import { mailAgain, mailCustomer, mailOperations } from './request.ts';

const system = { kind: 'system', id: 'mail', role: 'system' } as const;
const aiko = 'aiko@contoso.example';

/** The case once these mails have been reported to have arrived, under these ids. */
function arrived(from: Case, ...reports: readonly (readonly [recipient: string, id: string])[]): Case {
  const record = new Recorder(from, start, system);
  const [mail] = from.mails;
  if (!mail) throw new Error('no acknowledgement');
  const request = { mailId: mail.id, kind: mail.kind, audience: mail.audience, about: mail.about };
  for (const [recipient, internetMessageId] of reports)
    recordReport(
      record,
      policy,
      request,
      { attempt: 1, recipient, status: 'delivered', internetMessageId },
      start,
    );
  return record.existing;
}

/** What a mail follows that is asked for now. */
function follows(state: Case, ask: (record: Recorder) => void): EventData['mail.requested']['follows'] {
  const record = new Recorder(state, start, system);
  ask(record);
  const event = record.events.find(({ type }) => type === 'mail.requested');
  return event?.type === 'mail.requested' ? event.data.follows : undefined;
}

const update = (record: Recorder) => mailCustomer(record, 'update', start, []);

test('a mail follows those that its recipient is known to have got, the first and the latest', () => {
  const { state } = new Story();
  expect(follows(state, update)).toBeUndefined();
  const once = arrived(state, ['AIKO@contoso.example', '<1@acs>']);
  expect(follows(once, update)).toEqual(['<1@acs>']);
  const thrice = arrived(once, [aiko, '<2@acs>'], [aiko, '<3@acs>']);
  expect(follows(thrice, update)).toEqual(['<1@acs>', '<3@acs>']);
  const [mail] = state.mails;
  expect(follows(thrice, (record) => mail && mailAgain(record, mail, start))).toEqual(['<1@acs>', '<3@acs>']);
});

test('nobody follows what another has got', () => {
  const state = arrived(new Story().state, ['boss@contoso.example', '<1@acs>']);
  expect(follows(state, update)).toBeUndefined();
  expect(
    follows(state, (record) => mailOperations(record, policy, 'escalated', start, [], { level: 1 })),
  ).toBeUndefined();
});

test.each(['1@acs', '<1@acs', '<a b@acs>', `<${'x'.repeat(300)}@acs>`, '<1@acs>\r\nBcc: x@y'])(
  'what could not stand in a header is not followed: %j',
  (id) => {
    expect(follows(arrived(new Story().state, [aiko, id]), update)).toBeUndefined();
  },
);

test('a case remembers what some recipients have got', () => {
  const many = Array.from({ length: 30 }, (_, index) => [`r${index}@x.example`, `<${index}@acs>`] as const);
  expect(arrived(new Story().state, ...many).threads).toHaveLength(10);
});

test('a contact that is changed and changed back is another since', () => {
  const story = new Story();
  const { contactDetails } = story.state;
  const told = (details: typeof contactDetails) =>
    story.act({ type: 'contact.changed', contactDetails: details });
  told(contactDetails);
  expect(story.state.contactSince).toBeUndefined();
  told({ ...contactDetails, lastName: 'Sato' });
  told(contactDetails);
  const [last] = story.events.filter(({ type }) => type === 'contact.changed').slice(-1);
  expect(story.state.contactSince).toBe(last?.sequence);
});

test('mail of people that is no answer is seen in the queues until one of support does something', () => {
  const story = new Story();
  const noted = (from: Case, why: EventData['reply.noted']['why']) => {
    const record = new Recorder(from, start, system);
    record.add('reply.noted', { messageId: '<x@y>', from: 'somebody@fabrikam.example', why }, start);
    return record.existing;
  };
  expect(queueFactsOf(noted(story.state, 'automatic')).notedMails).toBeUndefined();
  const state = noted(noted(story.state, 'stranger'), 'notAuthentic');
  expect(queueFactsOf(state).notedMails).toEqual({
    count: 2,
    latest: { at: start, from: 'somebody@fabrikam.example', why: 'notAuthentic' },
  });
  const after = (role: 'engineer' | 'integration') => {
    const record = new Recorder(state, start, { kind: 'caller', id: 'x', role, tenantId: 'operator' });
    record.add('note.added', { message: 'Seen.' }, start);
    return queueFactsOf(record.existing).notedMails;
  };
  expect(after('integration')).toBeDefined();
  expect(after('engineer')).toBeUndefined();
});
