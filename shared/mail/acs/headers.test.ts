import { expect, test } from 'vitest';

import type { OutgoingMail } from '../delivery/port.ts';
import { operationIdOf, readOperationId } from '../delivery/operationId.ts';
import { cluesOf, type Reply } from '../replies/reply.ts';
import { plainLook, replyToOf } from '../render/look.ts';
import { headersOf } from './headers.ts';

const caseId = '7k3mq9xr2f0t7k3mq9xr2f0t7k';
const mail: OutgoingMail = {
  ...{ from: 'support@operator.example', to: ['aiko@contoso.example'], caseId, kind: 'acknowledgement' },
  ...{ language: 'ja', subject: 's', text: 't', html: 'h' },
};
const of = (mailId: string, attempt: number) =>
  headersOf(mail, { operationId: operationIdOf(caseId, mailId, attempt) });

test('no program is to answer', () => {
  expect(of('m2', 1)).toMatchObject({ 'Auto-Submitted': 'auto-generated' });
});

test('each attempt is a message of its own, and the same when it is repeated', () => {
  expect(of('m2', 1)).toEqual(of('m2', 1));
  const ids = [of('m2', 1), of('m2', 2), of('m3', 1)].map((headers) => headers['Message-ID']);
  expect(new Set(ids).size).toBe(3);
  expect(ids[0]).toMatch(/^<[\da-f-]{36}@operator\.example>$/);
});

test('all mails of a case are one thread, by which the case is found', () => {
  const [one, other] = [of('m2', 1), of('m9', 1)];
  expect(one['References']).toBe(other['References']);
  expect(one['In-Reply-To']).toBe(one['References']);
  const named = readOperationId(one['References']?.slice(1, 37) ?? '');
  expect(named).toEqual({ idPrefix: caseId.slice(0, 9), sequence: 0, attempt: 0 });
});

test('and follow what the recipient is known to have got, under whatever id the service gave it', () => {
  const operationId = operationIdOf(caseId, 'm9', 1);
  const headers = headersOf({ ...mail, follows: ['<1@acs>', '<3@acs>'] }, { operationId });
  expect(headers['In-Reply-To']).toBe('<3@acs>');
  expect(headers['References']).toBe(`${of('m2', 1)['References'] ?? ''} <1@acs> <3@acs>`);
});

test.each([
  ['support@operator.example', true, `support+${caseId}@operator.example`],
  ['support@operator.example', false, 'support@operator.example'],
  [`${'s'.repeat(40)}@operator.example`, true, `${'s'.repeat(40)}@operator.example`],
])('answers to %s, where they come back (%s), go to %s', (replyTo, takesReplies, expected) => {
  const look = { ...plainLook, replyTo, ...(takesReplies ? { takesReplies } : {}) };
  const address = replyToOf(look, caseId);
  expect(address).toBe(expected);
  const { tokens } = cluesOf({ to: [address], subject: '' } as Reply);
  expect(tokens).toEqual(expected === replyTo ? [] : [caseId]);
});
