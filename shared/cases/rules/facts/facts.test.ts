import { describe, expect, test } from 'vitest';

import { Recorder } from '../../decide/recorder.ts';
import { evolve } from '../../fold/evolve.ts';
import type { Case } from '../../model/case.ts';
import type { EventData, EventType } from '../../model/events.ts';
import { summaryOf } from '../../summary.ts';
import { contactChange } from '../../testing/states.ts';
import { sampleSubmission, Story } from '../../testing/story.ts';

const elsewhere = contactChange({ firstName: 'Ken', primaryEmailAddress: 'ken@contoso.example' });
const system = { kind: 'system', id: 'tick', role: 'system' } as const;

function after<T extends EventType>(state: Case, type: T, data: EventData[T]): Case {
  const record = new Recorder(state, state.at, system);
  record.add(type, data, state.at);
  return record.events.reduce<Case>(evolve, state);
}

const claim = {
  attempt: 1,
  operationId: 'o-1',
  repeatabilityId: 'r-1',
  firstSentAt: '2026-11-20T08:00:00Z',
  expiresAt: '2026-11-20T08:04:00Z',
  owner: 'p-1',
};

describe('contact.changed (COM-1)', () => {
  test('moves no promise, wherever the new contact is', () => {
    const story = new Story({ submission: { severity: 'C', require24X7Response: false } });
    const { clocks, calendar } = story.state;
    story.act(contactChange({ country: 'DE', preferredTimeZone: 'Europe/Berlin' }));
    expect(story.state).toMatchObject({ clocks, calendar, contactDetails: { country: 'DE' } });
  });

  test('tells the new contact, and the former one at its own address', () => {
    const story = new Story();
    story.act(elsewhere);
    const told = story.mails('contactChanged').map(({ about }) => about.former?.primaryEmailAddress);
    expect(told).toEqual([undefined, 'aiko@contoso.example']);
  });

  test('at the same address tells that one alone, and nobody where nothing changes', () => {
    const story = new Story();
    story.act(contactChange({ phoneNumber: '+81-3-1111-1111' }));
    expect(story.mails('contactChanged')).toHaveLength(1);
    story.act(contactChange({ phoneNumber: '+81-3-1111-1111' }));
    expect(story.mails('contactChanged')).toHaveLength(1);
  });

  test('lets what did not arrive go again, to the new address only, and once', () => {
    const story = new Story();
    const [{ id: mailId } = { id: '' }] = story.mails('acknowledgement');
    const unreached = after(story.state, 'mail.failed', { mailId, attempt: 1, reason: 'no such mailbox' });
    expect(unreached.failedMails).toMatchObject([{ kind: 'acknowledgement' }]);
    const moved = after(unreached, 'contact.changed', {
      contactDetails: { ...unreached.contactDetails, primaryEmailAddress: 'ken@contoso.example' },
    });
    expect(moved.failedMails).toEqual([]);
    const same = after(unreached, 'contact.changed', {
      contactDetails: { ...unreached.contactDetails, phoneNumber: '1' },
    });
    expect(same.failedMails).toEqual(unreached.failedMails);
  });

  test('leaves a mail that is under way as it was, until its next attempt', () => {
    const story = new Story();
    const [{ id: mailId } = { id: '' }] = story.mails('acknowledgement');
    const claimed = after(story.state, 'mail.claimed', { mailId, ...claim });
    const moved = after(claimed, 'contact.changed', {
      contactDetails: { ...claimed.contactDetails, primaryEmailAddress: 'ken@contoso.example' },
    });
    const of = (state: Case) => state.mails.find(({ id }) => id === mailId)?.toldAs?.contactDetails;
    expect(of(moved)).toEqual(claimed.contactDetails);
    const takenOver = after(moved, 'mail.claimed', { mailId, ...claim, takenOver: true });
    expect(of(takenOver)).toEqual(claimed.contactDetails);
    expect(of(after(takenOver, 'mail.claimed', { mailId, ...claim, attempt: 2 }))).toBeUndefined();
  });

  test('to a country there is none of is refused', () => {
    const story = new Story();
    expect(story.refusal(contactChange({ country: 'QQ' }))).toMatchObject({
      kind: 'invalid',
      pointer: '/contactDetails/country',
      rules: ['COM-1'],
    });
  });
});

describe('other facts', () => {
  test('details.changed changes what it names, and nothing else', () => {
    const story = new Story({ submission: { externalId: 'INC-1', labels: { area: 'sales', team: 'x' } } });
    story.act({ type: 'details.changed', title: 'Nothing can be posted', labels: { area: 'ledger' } });
    expect(story.state).toMatchObject({ title: 'Nothing can be posted', externalId: 'INC-1' });
    expect(story.state.labels).toEqual({ area: 'ledger' });
    expect(summaryOf(story.state)).toMatchObject({ title: 'Nothing can be posted', externalId: 'INC-1' });
  });

  test('case.assigned says whose it is, and null that it is nobody’s', () => {
    const story = new Story();
    const owner = { id: 'e-7', name: 'Mika' };
    story.act({ type: 'case.assigned', owner });
    expect([story.state.owner, summaryOf(story.state).owner]).toEqual([owner, owner]);
    story.act({ type: 'case.assigned', owner: null });
    expect([story.state.owner, summaryOf(story.state).owner]).toEqual([undefined, undefined]);
  });

  test.each(['note.added', 'engineer.updated'] as const)('%s ends no clock and is no new state', (type) => {
    const story = new Story();
    const { clocks, decisionSequence } = story.state;
    story.act({ type, message: 'We have seen this before.' });
    expect(story.state).toMatchObject({ clocks, decisionSequence });
  });

  test.each([
    ['contact.changed', elsewhere],
    ['details.changed', { type: 'details.changed', externalId: 'INC-2' } as const],
    ['case.assigned', { type: 'case.assigned', owner: null } as const],
  ])('%s is a new state (ETag)', (_, body) => {
    const story = new Story();
    const before = story.state.decisionSequence;
    const [first] = story.act(body);
    expect(story.state.decisionSequence).toBe(first?.sequence);
    expect(story.state.decisionSequence).toBeGreaterThan(before);
  });

  test('an update is mailed with its words, a note never is', () => {
    const story = new Story();
    story.act({ type: 'note.added', message: 'Seen before.' });
    story.act({ type: 'engineer.updated', message: 'We can reproduce it.' });
    const [mail] = story.mails('update');
    expect(mail && story.wordsOf(mail)).toBe('We can reproduce it.');
    expect(story.mails().filter((one) => story.wordsOf(one) === 'Seen before.')).toEqual([]);
  });
});

test('the widest list row stays under 4 KB', () => {
  const wide = '転';
  const story = new Story({ submission: { title: wide.repeat(250), externalId: wide.repeat(128) } });
  const owner = { id: wide.repeat(128), name: wide.repeat(100) };
  story.acts(
    { type: 'case.assigned', owner },
    'engineer.requestedInformation',
    'engineer.proposedResolution',
  );
  expect(Buffer.byteLength(JSON.stringify(summaryOf(story.state)))).toBeLessThan(3_700);
});

test('the submission keeps what it brings', () => {
  const facts = {
    externalId: 'INC-1',
    labels: { area: 'sales' },
    advancedDiagnosticConsent: 'yes',
    contactDetails: {
      ...sampleSubmission.contactDetails,
      additionalEmailAddresses: ['desk@contoso.example'],
      preferredContactMethod: 'phone',
    },
  };
  expect(new Story({ submission: facts }).state).toMatchObject(facts);
});
