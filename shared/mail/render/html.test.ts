import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import { mailKinds, type MailKind } from '../../cases/index.ts';
import { exampleCase, exampleMail } from '../testing/service.ts';
import { toHtml } from './html.ts';
import type { MailLayout } from './layout.ts';
import { contrast, mailLook, plainLook, type MailLook } from './look.ts';
import { languages } from './messages/index.ts';
import { render } from './render.ts';
import { dark, darkStyle, light, onBrand } from './scheme.ts';

const branded: MailLook = {
  brand: 'Contoso "A&B" <Support>',
  color: '#5c2d91',
  logo: 'https://contoso.example/logo.png?a=1&b="2"',
  publicUrl: 'https://support.contoso.example',
};
const link = (action: string) => `https://support.contoso.example/mail/${action}?a=1&b=2`;

function html(kind: MailKind = 'acknowledgement', look: MailLook = branded): string {
  return render(exampleCase, exampleMail({ kind }), { look, link }).html;
}

/** Without what only Outlook for Windows reads, and as that reads it. */
const elsewhere = (of: string) => of.replace(/<!--\[if mso\]>.*?<!\[endif\]-->/gs, '');
const inWord = (of: string) => of.replace(/<!--\[if mso\]>(.*?)<!\[endif\]-->/gs, '$1');

const attributes = (of: string, name: string) =>
  [...of.matchAll(new RegExp(`\\s${name}="([^"]*)"`, 'g'))].map(([, value = '']) => value);

describe('the head', () => {
  it('names whose support it is, on a bar of the brand’s colour', () => {
    expect(elsewhere(html('closed', { ...plainLook, brand: 'Contoso Support' }))).toMatch(
      /<header><div style="background-color:#0b5cad;color:#ffffff[^>]*><div[^>]*>\s*Contoso Support\s*<\/div><\/div><\/header>/,
    );
  });

  it('shows the logo instead, whose alternative text is the name; both are escaped', () => {
    const shown = html();
    expect(elsewhere(shown)).toContain('<header><div style="background-color:#5c2d91');
    expect(shown).toContain('<img src="https://contoso.example/logo.png?a=1&amp;b=&#34;2&#34;"');
    expect(attributes(shown, 'alt')).toEqual(['Contoso &#34;A&amp;B&#34; &lt;Support&gt;']);
    expect(shown).not.toContain('<Support>');
  });

  it('has no picture without a logo, and nothing else comes from outside', () => {
    expect(html('closed', plainLook)).not.toMatch(/<img|src=|url\(|@import|<link|<script/);
    expect(attributes(html(), 'src')).toHaveLength(1);
  });

  it('stays one element whatever the name holds', () => {
    const look = mailLook({ MAIL_BRAND_NAME: '</header><script>alert(1)</script>\r\n"x' });
    expect(html('closed', look)).not.toContain('<script');
    expect(html('closed', look).match(/<\/header>/g)).toHaveLength(1);
  });
});

describe('a word that is longer than a line', () => {
  const long = 'X'.repeat(100);
  const of = {
    ...exampleCase,
    title: long,
    tenantId: long,
    service: { ...exampleCase.service, name: long },
    contactDetails: { ...exampleCase.contactDetails, firstName: long, lastName: long, phoneNumber: long },
  };
  it.each(mailKinds)('%s: breaks wherever others wrote it', (kind) => {
    const about = { location: `https://${long}`, message: long, incident: long };
    const shown = render(of, exampleMail({ kind, about }), { look: branded, link }).html;
    const holding = elsewhere(shown.replace(/^.*<\/head>/s, '')).match(/<[a-z][^>]*>[^<]*X{80}/g) ?? [];
    const seen = holding.filter((one) => !one.includes('display:none'));
    expect(seen.length).toBeGreaterThan(1);
    for (const one of seen) expect(one).toContain('word-break:break-word');
  });
});

describe('landmarks', () => {
  it.each(mailKinds)('%s: one header, main and footer, one heading of the first level', (kind) => {
    const shown = html(kind);
    for (const tag of ['header', 'main', 'footer', 'h1'])
      expect(shown.match(new RegExp(`<${tag}[ >]`, 'g')), tag).toHaveLength(1);
  });

  it.each([
    { language: 'en', dir: 'ltr' },
    { language: 'zh-Hant', dir: 'ltr' },
    { language: 'ar', dir: 'rtl' },
    { language: 'he', dir: 'rtl' },
  ])('$language runs $dir', ({ language, dir }) => {
    const layout: MailLayout = {
      language,
      brand: 'x',
      colon: ': ',
      heading: 'x',
      greeting: undefined,
      body: [],
      quotes: [],
      facts: [],
      sections: [],
      buttons: [],
      signature: undefined,
      footer: [],
      why: { label: '', rules: [] },
    };
    const shown = toHtml(layout, plainLook);
    // Many programs drop html and body, and what they say with them.
    for (const tag of ['html', 'div class="page"'])
      expect(shown).toContain(`<${tag} lang="${language}" dir="${dir}"`);
  });
});

describe('dark', () => {
  it('is declared, and what is not dark by itself stands in one style element', () => {
    expect(html()).toContain('<meta name="color-scheme" content="light dark">');
    expect(html()).toContain('<meta name="supported-color-schemes" content="light dark">');
    expect(html()).toContain(`<style>${darkStyle}</style>`);
    expect(darkStyle).toContain('@media (prefers-color-scheme:dark){');
  });

  it.each(mailKinds)(
    '%s: every class is defined, and every colour set inline has one or is the brand’s',
    (kind) => {
      const shown = html(kind);
      const defined = new Set([...darkStyle.matchAll(/^\.([a-z]+)\{/gm)].map(([, name]) => name));
      for (const name of attributes(shown, 'class')) expect(defined).toContain(name);
      for (const [element] of elsewhere(shown).matchAll(/<[a-z][^>]*>/g)) {
        const set = new Set(
          (element.match(/#[0-9a-f]{6}/g) ?? []).filter((color) => color !== branded.color),
        );
        if (element.includes(`background-color:${branded.color}`)) set.delete(onBrand);
        if (set.size > 0) expect(element).toContain('class="');
      }
      expect(/<a class="link"[^>]*>/.test(shown)).toBe(true);
    },
  );

  it('defines no class that no mail uses', () => {
    const used = new Set(mailKinds.flatMap((kind) => attributes(html(kind), 'class')));
    const defined = [...darkStyle.matchAll(/^\.([a-z]+)\{/gm)].map(([, name = '']) => name);
    expect(defined.sort()).toEqual([...used].sort());
  });
});

describe('in words that mail programs know', () => {
  // Of those that caniemail.com lists for Gmail, Outlook and Yahoo; where some do without, nothing is lost.
  const properties = new Set(
    [
      ['background-color', 'color', 'font-family', 'font-size', 'font-weight', 'line-height'],
      ['border', 'border-bottom', 'border-left', 'border-right', 'border-collapse', 'border-top-width'],
      ['margin', 'padding', 'width', 'height', 'max-width', 'display', 'object-fit'],
      ['text-align', 'text-decoration', 'vertical-align', 'white-space', 'word-break', 'word-wrap'],
      ['mso-hide'],
    ].flat(),
  );

  it.each(mailKinds)('%s: every style is one of these, on no tag that programs drop', (kind) => {
    const shown = html(kind);
    for (const style of attributes(shown, 'style'))
      for (const one of style.replaceAll(/'[^']*'/g, 'x').split(';')) {
        const [name = '', value = ''] = one.split(':');
        expect(properties).toContain(name);
        expect(value).not.toMatch(/^(start|end)$|calc|var\(/);
      }
    expect(shown).not.toMatch(/<(header|main|footer)[^>]* style/);
  });

  it('what shall win has a blank before it, without which some drop the whole', () => {
    expect(darkStyle).not.toMatch(/[^ ]!important/);
  });

  it.each(mailKinds)('%s: Word meets whole tables, and room for a text in cells alone', async (kind) => {
    const rules = { 'close-order': 'error', 'element-permitted-content': 'error' } as const;
    const { results } = await new HtmlValidate({ rules }).validateString(
      inWord(html(kind)).replace(/<xml>.*?<\/xml>/s, ''),
    );
    expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
    const buttons = [
      ...inWord(html(kind)).matchAll(/(<td style="padding:[^>]*>)?<a href="[^"]*mail\/\w+\?/g),
    ];
    for (const [, cell] of buttons) expect(cell).toContain(`background-color:${branded.color}`);
  });

  it('the fonts of a language come before those of another that writes the same characters', () => {
    for (const [language, font] of [
      ['ja', 'Yu Gothic UI'],
      ['zh-Hans', 'Microsoft YaHei'],
      ['zh-Hant', 'Microsoft JhengHei'],
    ] as const)
      expect(render(exampleCase, exampleMail(), { language }).html).toContain(
        `font-family:'Segoe UI','${font}',`,
      );
  });
});

it('a list of mails shows what has happened, not the head again', () => {
  const { html: shown, text } = render(exampleCase, exampleMail({ kind: 'responseLate' }));
  const [, preview = ''] = /<div style="display:none;mso-hide:all">(.*?)<\/div>/.exec(shown) ?? [];
  expect(text).toContain(preview.replaceAll(/<[^>]*>/g, ''));
  expect(shown.indexOf(preview)).toBeLessThan(shown.indexOf('<header>'));
});

it('what was written keeps its blanks, of which HTML would show one', () => {
  const message = 'if (x)\n    call  (y)\n\tend';
  const mail = exampleMail({ kind: 'update', about: { message } });
  expect(render(exampleCase, mail).html).toContain(
    '>if (x)<br>\u00a0\u00a0\u00a0\u00a0call\u00a0 (y)<br>\u00a0\u00a0\u00a0\u00a0end<',
  );
});

describe('what is read has a contrast of 4.5 at least (WCAG 2.2, 1.4.3)', () => {
  it.each([
    { what: 'text in the light', text: light.text, on: light.page },
    { what: 'quiet text in the light', text: light.quiet, on: light.page },
    { what: 'links in the light', text: plainLook.color, on: light.page },
    { what: 'the name and buttons in both', text: onBrand, on: plainLook.color },
    { what: 'text in the dark', text: dark.text, on: dark.page },
    { what: 'quiet text in the dark', text: dark.quiet, on: dark.page },
    { what: 'links in the dark', text: dark.link, on: dark.page },
  ])('$what', ({ text, on }) => {
    expect(contrast(text, on)).toBeGreaterThanOrEqual(4.5);
  });

  it('a brand’s colour on which white cannot be read is refused, so links and buttons can be', () => {
    expect(() => mailLook({ MAIL_BRAND_COLOR: '#0b8cff' })).toThrow('4.5 is the least');
    expect(mailLook({ MAIL_BRAND_COLOR: '#5C2D91' }).color).toBe('#5c2d91');
  });
});

it.each(['"', '&', '<', '漢'])(
  'no mail is longer than 100 kB, where mail programs cut: everybody wrote %j as often as they could',
  (letter) => {
    const much = letter.repeat(9000);
    const of = {
      ...exampleCase,
      title: much,
      service: { ...exampleCase.service, name: much },
      contactDetails: { ...exampleCase.contactDetails, firstName: much },
    };
    const look = mailLook({ MAIL_BRAND_NAME: much, MAIL_SIGNATURE: much, PUBLIC_URL: branded.publicUrl });
    for (const kind of mailKinds) {
      const { about } = exampleMail({ kind });
      const mail = exampleMail({
        kind,
        about: {
          ...(about.message && { message: much }),
          ...(about.location && { location: much }),
          ...(about.incidentId && { incidentId: much }),
          ...(about.closing?.handedOver && {
            closing: { ...about.closing, handedOver: { cause: 'isv' as const, evidence: much } },
          }),
        },
      });
      // A closing tells the most.
      for (const language of kind === 'closed' ? languages : ['en'])
        expect(Buffer.byteLength(render(of, mail, { look, link, language }).html), kind).toBeLessThan(
          100_000,
        );
    }
  },
);

it('a repetition has the same bytes, whatever was rendered in between', () => {
  const first = mailKinds.map((kind) => html(kind));
  for (const language of languages) render(exampleCase, exampleMail(), { language });
  expect([...mailKinds].reverse().map((kind) => html(kind))).toEqual([...first].reverse());
});
