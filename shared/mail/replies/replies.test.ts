import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import { referenceOf } from '../../cases/index.ts';
import { withoutQuoted } from './quoted.ts';
import { cluesOf, isAuthentic, isAutomatic, replySchema } from './reply.ts';
import { isSigned } from './signature.ts';

describe('what somebody has written', () => {
  test.each([
    ['plain', 'It works.\nThank you.', 'It works.\nThank you.'],
    [
      'English',
      'Build 42.\n\nOn Fri, 20 Nov 2026 at 09:00, Support <s@x.example> wrote:\n> Which build?',
      'Build 42.',
    ],
    [
      'broken over two lines',
      'Yes.\n\nOn Fri, 20 Nov 2026 at 09:00, Support\n<support@caseclock.example> wrote:\n> x',
      'Yes.',
    ],
    ['German', 'Ja.\n\nAm 20.11.2026 um 09:00 schrieb Support:\n> x', 'Ja.'],
    ['French', 'Oui.\n\nLe 20 nov. 2026 à 09:00, Support a écrit :\n> x', 'Oui.'],
    ['Spanish', 'Sí.\n\nEl vie, 20 nov 2026, Support escribió:\n> x', 'Sí.'],
    ['Italian', 'Sì.\n\nIl giorno ven 20 nov 2026 Support ha scritto:\n> x', 'Sì.'],
    ['Portuguese', 'Sim.\n\nEm sex., 20 de nov. de 2026, Support escreveu:\n> x', 'Sim.'],
    ['Chinese', '是。\n\nSupport 于2026年11月20日写道：\n> x', '是。'],
    ['Japanese', 'はい。\n\n2026年11月20日(金) 9:00 Support のメール:\n> x', 'はい。'],
    [
      'Outlook',
      'Yes.\r\n\r\n________________________________\r\nFrom: Support\r\nSent: Friday\r\nTo: Aiko',
      'Yes.',
    ],
    ['Outlook, in German', 'Ja.\n\nVon: Support <s@x.example>\nGesendet: Freitag\nAn: Aiko', 'Ja.'],
    [
      'between the lines',
      'Hello,\n\nOn Friday Support wrote:\n> Which build?\n42\n> Since when?\nYesterday',
      'Hello,\n\nOn Friday Support wrote:\n42\nYesterday',
    ],
    ['a signature', 'Yes.\n-- \nAiko Tanaka\nContoso', 'Yes.'],
    ['nothing of their own', '> Which build?', ''],
    [
      'words that only look like it',
      'From: the log, see below.\nOn Monday she wrote: no.',
      'From: the log, see below.\nOn Monday she wrote: no.',
    ],
  ])('%s', (_name, text, own) => {
    expect(withoutQuoted(text)).toBe(own);
  });

  test('megabytes of anything take no time', () => {
    // Each line may introduce a quotation, and the answer below the last one says that none does: minutes, if each looked.
    expect(withoutQuoted(`${'on x wrote:\n'.repeat(200_000)}> quoted\nanswer`)).toMatch(/wrote:\nanswer$/);
    const text = `${'on '.repeat(60_000)}\n${'> \n'.repeat(5000)}`;
    expect(withoutQuoted(text)).toContain('on on');
  });
});

describe('what a program has sent (RFC 3834)', () => {
  test.each([
    [{ 'Auto-Submitted': 'auto-replied' }, undefined, true],
    [{ 'auto-submitted': 'Auto-Generated; x=y' }, undefined, true],
    [{ 'Auto-Submitted': 'no' }, 'aiko@contoso.example', false],
    [{ 'X-Autoreply': 'yes' }, undefined, true],
    [{ Precedence: 'bulk' }, undefined, true],
    [{ Precedence: 'first-class' }, undefined, false],
    [{}, '', true],
    [{}, '<>', true],
    [{}, 'aiko@contoso.example', false],
  ])('%j from %j: %s', (headers, returnPath, automatic) => {
    expect(isAutomatic({ headers: headers, returnPath })).toBe(automatic);
  });
});

test.each([
  [{ dmarc: 'pass' }, true],
  [{ dmarc: 'fail', spf: 'pass', dkim: 'pass' }, false],
  [{ dmarc: 'none', dkim: 'pass' }, true],
  [{ dmarc: 'none', spf: 'softfail' }, false],
  [{ dmarc: 'none' }, false],
])('%j is believed: %s', (authentication, believed) => {
  expect(isAuthentic(authentication)).toBe(believed);
});

test('a reply is found by its threading headers, the address it went to, or the reference in its subject', () => {
  const caseId = '7k3mq9xr2f0t7k3mq9xr2f0t7k';
  const operation = '01234567-89ab-4def-8123-456789abcdef';
  const reply = replySchema.parse({
    messageId: '<1@contoso.example>',
    from: 'aiko@contoso.example',
    to: [`support+${caseId.toUpperCase()}@caseclock.example`, 'other@x.example'],
    subject: `AW: [${referenceOf(caseId)}] ABCD-EFGH-JKMN`,
    inReplyTo: `<${operation}@caseclock.example>`,
    references: ['<strange@x.example>'],
    authentication: { dmarc: 'PASS' },
  });
  expect(cluesOf(reply)).toEqual({
    operationIds: [operation],
    tokens: [caseId],
    idPrefixes: [caseId.slice(0, 11)],
  });
});

describe('a signature (Standard Webhooks)', () => {
  const secret = `whsec_${Buffer.from('a secret of some length').toString('base64')}`;
  const now = Date.UTC(2030, 0, 1);
  const body = '{"a":1}';
  const signed = (at: number, over = body) => {
    const timestamp = String(at / 1000);
    const mac = createHmac('sha256', 'a secret of some length')
      .update(`msg-1.${timestamp}.${over}`)
      .digest('base64');
    return new Headers({
      'webhook-id': 'msg-1',
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,AAAA v1,${mac}`,
    });
  };

  test.each([
    ['as it should be', signed(now), true],
    ['of another body', signed(now, '{}'), false],
    ['too old', signed(now - 301_000), false],
    ['of the future', signed(now + 301_000), false],
    ['none at all', new Headers(), false],
  ])('%s: %s', (_name, headers, holds) => {
    expect(isSigned(secret, headers, body, now)).toBe(holds);
  });

  test('with another secret', () => {
    expect(isSigned('another', signed(now), body, now)).toBe(false);
  });
});
