import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import type { Case } from '../../cases/index.ts';
import type { ToldMail } from '../render/contents/index.ts';
import { render } from '../render/render.ts';
import { exampleCase, exampleMail } from '../testing/service.ts';
import { linkKeys } from './keys.ts';
import { lifetime, linksAt, mailLinks, questionOf } from './links.ts';

const secret = (letter: string) => Buffer.alloc(32, letter).toString('base64');
const keysOf = (text: string) => {
  const keys = linkKeys({ LINK_KEYS: text });
  if (!keys) throw new Error('no keys');
  return keys;
};
const linksWith = (text: string) => linksAt('https://support.example', keysOf(text));
const links = linksWith(`v1:${secret('a')}`);

const asked: ToldMail = { ...exampleMail({ kind: 'informationRequested' }), linkKey: 'v1' };

function addressOf(of = links, mail = asked, state = exampleCase): string {
  const link = of.linkOf(state, mail);
  if (!link) throw new Error('the mail has no link');
  return link('answer');
}
const tokenIn = (address: string) => address.split('#')[1]?.split('.').slice(2).join('.') ?? '';

describe('a link', () => {
  const token = tokenIn(addressOf());

  it('says where the page is, in which language, what is to be done; and the token stands behind #', () => {
    const [before, after] = addressOf().split('#');
    expect(before).toBe('https://support.example/mail');
    expect(after).toMatch(/^[A-Za-z-]+\.answer\.v1\./);
  });

  it('stands for the mail it was made for', () => {
    expect(links.read(token)).toMatchObject({
      version: 'v1',
      caseId: exampleCase.id,
      mailId: asked.id,
      asked: 'customerReply',
      expires: Date.parse(asked.requestedAt) + lifetime,
    });
  });

  it('is the same each time the mail is rendered, whatever key came since', () => {
    const later = linksWith(`v2:${secret('b')},v1:${secret('a')}`);
    expect(addressOf(later)).toBe(addressOf());
    const link = later.linkOf(exampleCase, { ...asked, attempt: 3 });
    expect(link?.('answer')).toBe(addressOf());
  });

  it('stands in plain text and in HTML', () => {
    const link = links.linkOf(exampleCase, asked);
    const { text, html } = render(exampleCase, asked, link ? { link } : {});
    expect(text).toContain(addressOf());
    expect(html).toContain(`href="${addressOf()}"`);
  });

  it('is taken with an older key that is still kept, and with no other', () => {
    expect(linksWith(`v2:${secret('b')},v1:${secret('a')}`).read(token)).toBeDefined();
    expect(linksWith(`v2:${secret('b')}`).read(token)).toBeUndefined();
    expect(linksWith(`v1:${secret('b')}`).read(token)).toBeUndefined();
  });

  test('with any character changed, left out or put in is none', () => {
    const character = fc.constantFrom('a', 'Z', '0', '9', '-', '_', '.', '~', '#', '%', ' ');
    const edit = fc.record({
      at: fc.nat({ max: token.length - 1 }),
      drop: fc.integer({ min: 0, max: 2 }),
      put: fc.string({ unit: character, maxLength: 3 }),
    });
    fc.assert(
      fc.property(edit, ({ at, drop, put }) => {
        const other = token.slice(0, at) + put + token.slice(at + drop);
        fc.pre(other !== token);
        expect(links.read(other)).toBeUndefined();
      }),
    );
  });

  test.each(['', '.', 'v1', 'v1.x.m1.q.1.1.AAAA.BBBB', 'a.'.repeat(500), 'constructor.a.m1.c.1.1'])(
    'is not %j',
    (text) => {
      expect(links.read(text)).toBeUndefined();
    },
  );

  it('is for the contact as it was, whatever of it changes', () => {
    const read = links.read(token);
    if (!read) throw new Error('not read');
    const { contactDetails } = exampleCase;
    expect(links.isFor(read, { contactDetails })).toBe(true);
    const reversed = Object.fromEntries(Object.entries(contactDetails).reverse()) as typeof contactDetails;
    expect(links.isFor(read, { contactDetails: reversed })).toBe(true);
    for (const change of [
      { primaryEmailAddress: 'other@contoso.example' },
      { lastName: 'Sato' },
      { additionalEmailAddresses: ['desk@contoso.example'] },
    ])
      expect(links.isFor(read, { contactDetails: { ...contactDetails, ...change } })).toBe(false);
    // Changed, and changed back.
    expect(links.isFor(read, { contactDetails, contactSince: 9 })).toBe(false);
  });

  it('is made for the contact that a mail under way tells', () => {
    const { title, contactDetails } = exampleCase;
    const changed: Case = {
      ...exampleCase,
      contactDetails: { ...contactDetails, lastName: 'Sato' },
      contactSince: 9,
    };
    const underWay = { ...asked, toldAs: { title, contactDetails } };
    expect(addressOf(links, underWay, changed)).toBe(addressOf());
  });
});

describe('the question that a link belongs to', () => {
  const read = links.read(tokenIn(addressOf()));
  const clock = {
    ...exampleCase.clocks[0],
    kind: 'customerReply',
    startedAt: asked.requestedAt,
  } as Case['clocks'][number];
  const later = new Date(Date.parse(asked.requestedAt) + 1).toISOString();

  it.each<readonly [string, boolean, readonly Case['clocks'][number][]]>([
    ['waits', true, [clock]],
    ['waits, and its clock is broken', true, [{ ...clock, state: 'breached' }]],
    ['waits under another clock', true, [{ ...clock, id: 'k99' }]],
    ['is answered', false, [{ ...clock, state: 'met', stoppedAt: later }]],
    ['is replaced by another', false, [{ ...clock, startedAt: later }]],
    ['is gone', false, []],
    ['is none, and a proposal waits', false, [{ ...clock, kind: 'resolutionAcceptance' }]],
  ])('%s', (_, waits, clocks) => {
    if (!read) throw new Error('not read');
    expect(questionOf({ ...exampleCase, clocks }, read) !== undefined).toBe(waits);
  });
});

describe('there is no link', () => {
  it.each<readonly [string, ToldMail]>([
    ['in a mail that was asked for without a key', exampleMail({ kind: 'informationRequested' })],
    ['where the key of the mail is gone', { ...asked, linkKey: 'v0' }],
    [
      'in a mail to the former contact',
      { ...asked, about: { ...asked.about, former: exampleCase.contactDetails } },
    ],
  ])('%s', (_, mail) => {
    expect(links.linkOf(exampleCase, mail)).toBeUndefined();
  });

  it('without a key, or without an address', () => {
    expect(mailLinks({ PUBLIC_URL: 'https://support.example' })).toBeUndefined();
    expect(mailLinks({ LINK_KEYS: `v1:${secret('a')}` })).toBeUndefined();
    expect(
      mailLinks({ LINK_KEYS: `v1:${secret('a')}`, PUBLIC_URL: 'https://support.example' }),
    ).toBeDefined();
  });
});

test.each([
  'v1',
  'v1:short',
  `v1:${secret('a')},v1:${secret('b')}`,
  `version10:${secret('a')}`,
  `:${secret('a')}`,
])('LINK_KEYS %j is refused, and what it holds is not said', (text) => {
  expect(() => linkKeys({ LINK_KEYS: text })).toThrow(/^LINK_KEYS must read v1:<key>/);
  expect(() => linkKeys({ LINK_KEYS: text })).not.toThrow(secret('a'));
});
