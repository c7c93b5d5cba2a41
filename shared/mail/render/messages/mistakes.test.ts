import { describe, expect, it } from 'vitest';

import type { Case } from '../../../cases/index.ts';
import { mailLook } from '../look.ts';
import { render } from '../render.ts';
import { samplesIn } from '../../samples/samples.ts';
import { languages, messagesIn } from './index.ts';

/** The typical mistakes of a language that a machine finds: `docs/mail-languages.md` has all, with why. */
interface Mistake {
  readonly what: string;
  readonly found: RegExp;
}

const cjk = '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}]';
const mistake = (what: string, found: RegExp): Mistake => ({ what, found });
const term = (found: RegExp) => mistake('a term that Microsoft’s products do not use', found);

const everywhere = [
  mistake('a straight quotation mark or apostrophe', /["']/),
  mistake('three dots for an ellipsis', /\.\.\./),
  mistake('two blanks, or one at an end', / {2}|^ | $/),
  mistake('a blank before a comma or full stop', / [,.]/),
];
const chinese = [
  mistake('half-width punctuation beside a character', new RegExp(`${cjk}[,.;:!?()]|[,;:!?()]${cjk}`, 'u')),
  mistake('full-width letters or digits', /[Ａ-Ｚａ-ｚ０-９]/),
  mistake('a blank beside full-width punctuation', /[，。：；！？、（）] | [，。：；！？、（）]/),
  mistake('the informal you', /[你妳]/),
];

const mistakes: Readonly<Record<string, readonly Mistake[]>> = {
  en: [
    mistake('American spelling', /\b(apologi|customi|recogni|organi)z/i),
    mistake('an instant, which begins with its day, after “at”', /\bat Θ/),
    term(/\b(ticket|priority)\b/i),
  ],
  de: [
    mistake('the informal you', /\b(du|dich|dir|dein\w*|euch|euer)\b/i),
    mistake('foreign quotation marks', /[«»”]/),
    mistake('a date in a case that it does not have', /\b(vor|bis|nach|am|zu|seit) Θ/),
    mistake('a name of perhaps two words with a hyphen', /Ω-\p{L}/u),
    mistake('a blank at which a line breaks inside a time', /[\dΩ] Uhr/),
    term(/\b(Tickets?|Priorität|Dringlichkeit|Email)\b|[Ii]ncident/),
  ],
  fr: [
    mistake('a plain blank, or none, before ? ! ; : »', /(?<![\u00a0\u202f])[?!;:»]/),
    mistake('a plain blank, or none, after «', /«(?![\u00a0\u202f])/),
    mistake('the informal you', /(?<!\p{L})(tu|toi|ton|tes)(?!\p{L})/iu),
    mistake('English or German quotation marks', /[“”„]/),
    mistake('a man for a reader', /\bvous seul\b|\b(sûr|certain|prié|informé) (de|que)\b/i),
    term(/\b(tickets?|sévérité|criticité|email)\b/i),
  ],
  es: [
    mistake('a question or exclamation that is not opened', /^[^¿]*\?|^[^¡]*!/),
    mistake('the informal you', /\b(tú|tus?|te|ti|contigo)\b/i),
    mistake('support as a thing where it is people', /\bcon el soporte(?! técnico)/),
    term(/\b(tickets?|severidad|email)\b/i),
  ],
  it: [
    mistake('the informal you', /\b(tu|tuo|tua|tuoi|tue|ti)\b/i),
    mistake('a blank at which a line breaks inside a time', /\bore [\dΩ]/),
    term(/\b(tickets?|severità|email)\b/i),
  ],
  pt: [
    mistake('a you that one of the two countries does not use', /\b(você|vocês|tu|teus?|tuas?)\b/i),
    mistake('what one of the two countries reads otherwise', /\bentretanto\b|\bnão é mais\b/i),
    term(/\b(tickets?|severidade|email|chamado)\b/i),
  ],
  'zh-Hans': [
    ...chinese,
    mistake('a character of Traditional Chinese', /[們這請問題無聯時間關閉開啟應處負責嚴國後個]/),
    term(/工单|严重程度|答复|结案/),
  ],
  'zh-Hant': [
    ...chinese,
    mistake('a character of Simplified Chinese', /[们这请问题无联时间关闭开启应处负责严国后个]/u),
    term(/工單|嚴重程度|支持|郵箱|聯絡|結案/),
  ],
  ja: [
    mistake('full-width letters or digits', /[Ａ-Ｚａ-ｚ０-９]/),
    mistake('half-width punctuation beside a character', new RegExp(`${cjk}[,.;!?()]|[,;!?()]${cjk}`, 'u')),
    mistake('a blank beside full-width punctuation', /[、。（）] | [、。（）]/),
    mistake('a half-width colon without a blank after it', new RegExp(`${cjk}:(?! |$)`, 'u')),
    mistake('a plain form', /(である|だ)。/),
    mistake('an order where a request is due', /今すぐ/),
    mistake('あなた', /あなた|君/),
    mistake('compound words without a blank', /サポート(?=[ァ-ヴ])|サービス(?=[ァ-ヴ])|メール(?=アドレス)/),
    term(/深刻度|チケット|優先度/),
  ],
};

/** All sentences, by where they stand; what stands for an instant left as a letter of a foreign script, and other values as another. */
function sentences(value: unknown, path = ''): readonly (readonly [path: string, text: string])[] {
  if (typeof value === 'string')
    return [
      [
        path,
        value
          .replace(/\{count, plural.*\}\}/, '')
          .replace(/\{(due|until)\}/g, 'Θ')
          .replace(/\{\w+\}/g, 'Ω'),
      ],
    ];
  return Object.entries(value as object).flatMap(([name, inner]) => sentences(inner, `${path}/${name}`));
}

const look = mailLook({ MAIL_REPLY_TO: 'reply@contoso.example', MAIL_BRAND_NAME: 'Contoso Care' });

/** Each line of each mail, as its parts make it together, but for what others wrote, addresses and times of day. */
function lines(language: string): readonly (readonly [id: string, line: string])[] {
  return samplesIn(language)
    .filter(({ mail }) => mail.audience === 'customer')
    .flatMap(({ id, of, mail }) => {
      const { subject, text } = render(of, mail, { look });
      return [subject, ...text.split('\n')]
        .filter((line) => !/^(>|-- $)/.test(line))
        .map((line) => [id, scrubbed(line, of)] as const);
    });
}

function scrubbed(line: string, { title, contactDetails: { firstName, lastName } }: Case): string {
  return [title, firstName, lastName]
    .reduce((rest, theirs) => rest.replaceAll(theirs, 'Ω'), line)
    .replaceAll(/https:\S+|\S+@\S+|\d+:\d\d|^- /g, 'Ω');
}

describe.each(languages)('%s', (language) => {
  const { locale: _, times: __, colon: ___, ...texts } = messagesIn(language);
  const all = [...sentences(texts), ...lines(language)];
  const own = mistakes[language];

  it('has a list of its typical mistakes', () => expect(own).toBeDefined());

  it.each([...everywhere, ...(own ?? [])])('has nowhere $what', ({ found }) => {
    expect(all.filter(([, text]) => found.test(text))).toEqual([]);
  });
});

it.each([
  { language: 'en', severity: 'Severity', request: 'support request' },
  { language: 'de', severity: 'Schweregrad', request: 'Supportanfrage' },
  { language: 'fr', severity: 'Gravité', request: 'demande de support' },
  { language: 'es', severity: 'Gravedad', request: 'solicitud de soporte' },
  { language: 'it', severity: 'Gravità', request: 'richiesta di supporto' },
  { language: 'pt', severity: 'Gravidade', request: 'pedido de suporte' },
  { language: 'zh-Hans', severity: '严重性', request: '支持请求' },
  { language: 'zh-Hant', severity: '嚴重性', request: '支援要求' },
  { language: 'ja', severity: '重大度', request: 'サポート リクエスト' },
])('$language says $severity and $request', ({ language, severity, request }) => {
  const { labels, kinds } = messagesIn(language);
  expect(labels.severity).toBe(severity);
  expect(kinds.acknowledgement.heading).toContain(request);
});
