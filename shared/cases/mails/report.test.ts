import { describe, expect, test } from 'vitest';

import { toInstant, toMs } from '../../calendar/index.ts';
import { decideCommand } from '../decide/decide.ts';
import { Recorder } from '../decide/recorder.ts';
import { fold } from '../fold/evolve.ts';
import type { Case } from '../model/case.ts';
import type { CaseEvent, EventData } from '../model/events.ts';
import type { DeliveryStatus } from '../model/vocabulary.ts';
import { policy, start, Story } from '../testing/story.ts';
import { recordReport } from './report.ts';

const system = { kind: 'system', id: 'mail', role: 'system' } as const;
const aiko = 'aiko@contoso.example';
const deputy = 'deputy@contoso.example';

function begun() {
  const contactDetails = {
    firstName: 'Aiko',
    lastName: 'Tanaka',
    primaryEmailAddress: aiko,
    additionalEmailAddresses: [deputy],
    country: 'JP',
  };
  const { state } = new Story({ submission: { contactDetails } });
  const [mail] = state.mails;
  if (!mail) throw new Error('no acknowledgement');
  const { kind, audience, about } = mail;
  return { state, request: { mailId: mail.id, kind, audience, about } as EventData['mail.requested'] };
}

function reported(
  from: Case,
  request: EventData['mail.requested'],
  status: DeliveryStatus,
  recipient = aiko,
): { readonly state: Case; readonly events: readonly CaseEvent[]; readonly types: readonly string[] } {
  const record = new Recorder(from, start, system);
  recordReport(record, policy, request, { attempt: 1, recipient, status, reason: 'told so' }, start);
  return { state: record.existing, events: record.events, types: record.events.map(({ type }) => type) };
}

test.each(['delivered', 'expanded'] as const)('%s is on the timeline, and changes nothing else', (status) => {
  const { state, request } = begun();
  const after = reported(state, request, status);
  expect(after.types).toEqual(['mail.delivered']);
  const { sequence: _s, at: _a, ...is } = after.state;
  const { sequence: _t, at: _b, ...was } = state;
  expect(is).toEqual(was);
});

describe('COM-1: an address that is of no use', () => {
  test.each(['bounced', 'suppressed'] as const)('%s: known at once, and operations are told', (status) => {
    const { state, request } = begun();
    const after = reported(state, request, status, 'AIKO@contoso.example');
    expect(after.types).toEqual(['mail.bounced', 'mail.requested']);
    expect(after.events.at(-1)?.data).toMatchObject({
      kind: 'contactUnreachable',
      about: { failed: { kind: 'acknowledgement', reason: `${status}: told so` } },
    });
    expect(after.state.inaccurate).toEqual([aiko]);
    expect(after.state.decisionSequence).toBe(state.decisionSequence);
  });

  test('operations are told once for a contact, however many of its addresses', () => {
    const { state, request } = begun();
    const first = reported(state, request, 'bounced');
    const second = reported(first.state, request, 'bounced', deputy);
    expect(second.types).toEqual(['mail.bounced']);
    expect(second.state.inaccurate).toEqual([aiko, deputy]);
  });

  test('what was to go there once more does not', () => {
    const { state, request } = begun();
    const passing = reported(state, request, 'failed');
    expect(reported(passing.state, request, 'bounced').types).toEqual([
      'mail.bounced',
      'mail.withdrawn',
      'mail.requested',
    ]);
  });

  test('one that the contact does not have is recorded and nothing more', () => {
    const { state, request } = begun();
    const after = reported(state, request, 'bounced', 'former@contoso.example');
    expect(after.types).toEqual(['mail.bounced']);
    expect(after.state.inaccurate).toBeUndefined();
  });

  test('is written to again once somebody has told the contact anew', () => {
    const { state, request } = begun();
    const { contactDetails } = state;
    const unreached = reported(state, request, 'bounced').state;
    const by = { kind: 'caller', id: 'o-1', role: 'operations', tenantId: 'operator' } as const;
    const told = decideCommand(
      unreached,
      { type: 'contact.changed', contactDetails, by },
      toMs(start),
      policy,
    );
    expect(fold(told, unreached)?.inaccurate).toBeUndefined();
  });
});

describe('a fault that may pass', () => {
  test('lets the mail go again, to that address alone, later each time, and then operations are told', () => {
    const { state, request } = begun();
    let asked = request;
    let present = state;
    const waited: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const after = reported(present, asked, 'failed', deputy);
      expect(after.types).toEqual(['mail.bounced', 'mail.requested']);
      asked = after.events.at(-1)?.data as EventData['mail.requested'];
      expect(asked).toMatchObject({
        kind: request.kind,
        about: request.about,
        to: [deputy],
        again: round + 1,
      });
      waited.push(toMs(asked.notBefore ?? toInstant(0)) - toMs(start));
      present = after.state;
    }
    expect(waited).toEqual([...waited].sort((one, other) => one - other));
    const last = reported(present, asked, 'failed', deputy);
    expect(last.events.at(-1)?.data).toMatchObject({ kind: 'contactUnreachable' });
    expect(last.state.inaccurate).toBeUndefined();
  });

  test.each(['quarantined', 'filteredSpam'] as const)(
    '%s is for operations to see to, not for repeating',
    (status) => {
      const { state, request } = begun();
      const after = reported(state, request, status);
      expect(after.events.at(-1)?.data).toMatchObject({ kind: 'contactUnreachable' });
      expect(after.state.inaccurate).toBeUndefined();
    },
  );
});

test('operations’ own mail goes again, and tells nobody that it did not arrive', () => {
  const { state, request } = begun();
  const toOperations = { ...request, kind: 'responseBreached', audience: 'operations' } as const;
  expect(reported(state, toOperations, 'failed', 'duty@operator.example').events.at(-1)?.data).toMatchObject({
    kind: 'responseBreached',
    audience: 'operations',
    to: ['duty@operator.example'],
  });
  expect(reported(state, toOperations, 'bounced', 'duty@operator.example').types).toEqual(['mail.bounced']);
});
