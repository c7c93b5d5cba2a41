/** The page at `/local/preview/`: every notice in every language and theme, before anybody is sent one. */
import { join } from 'node:path';
import {
  languages,
  mailLook,
  render,
  samplesIn,
  type MailLook,
  type Sample,
} from '../../shared/mail/index.ts';
import { asset, pageFolder, policyOf } from '../assets.ts';
import { problem } from '../http/problem.ts';

const path = '/local/preview/';
const own = new Set(['index.html', 'preview.css', 'preview.js']);
const policy = policyOf();

/** No script runs in a notice: the page that shows it may measure it, and its pictures come from wherever the logo is. */
const policyOfNotice =
  "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; sandbox allow-same-origin; frame-ancestors 'self'";

export type Theme = 'light' | 'dark';

/** What `GET /local/preview/<name>` answers; undefined where there is nothing of that name. */
export function preview({ pathname, searchParams }: URL, settings: NodeJS.ProcessEnv): Response | undefined {
  if (!pathname.startsWith(path)) return undefined;
  const name = pathname.slice(path.length);
  const file = name === '' ? 'index.html' : name;
  if (own.has(file)) return asset(join(pageFolder('local', 'mailbox', 'preview'), file), policy);
  if (name === 'languages') return Response.json(languages);
  const [, language = '', id, as] = /^([\w-]+)(?:\/([\w-]+)\.(html|txt))?$/.exec(name) ?? [];
  if (!languages.includes(language)) return undefined;
  const look = lookOf(settings);
  if (look instanceof Response) return look;
  if (id === undefined) return Response.json(samplesIn(language).map((sample) => listed(sample, look)));
  const sample = samplesIn(language).find((one) => one.id === id);
  if (!sample) return undefined;
  const { html, text } = rendered(sample, look);
  const theme = searchParams.get('theme') === 'dark' ? 'dark' : 'light';
  return as === 'txt'
    ? answer(text, 'text/plain; charset=utf-8')
    : answer(inTheme(html, theme), 'text/html; charset=utf-8');
}

/** As the product's own settings have it: what is wrong with them is said here too. */
function lookOf(settings: NodeJS.ProcessEnv): MailLook | Response {
  try {
    return mailLook(settings);
  } catch (error) {
    return problem(503, 'Mails cannot be shown', error instanceof Error ? error.message : String(error));
  }
}

function listed(sample: Sample, look: MailLook) {
  const { id, life, mail } = sample;
  const { subject, language } = rendered(sample, look);
  return { id, life, kind: mail.kind, audience: mail.audience, subject, language };
}

/** Its buttons lead to the page of links, which says that these are none of a mail that was sent. */
function rendered({ of, mail }: Sample, look: MailLook) {
  const { publicUrl } = look;
  const language = of.contactDetails.preferredSupportLanguage ?? '';
  const link = (action: string) => `${publicUrl ?? ''}/mail#${language}.${action}.sample`;
  return render(of, mail, { look, ...(publicUrl === undefined ? {} : { link }) });
}

/** As a mail program shows it that has been set to one theme, whatever this browser is set to. */
export function inTheme(html: string, theme: Theme): string {
  const holds = theme === 'dark' ? 'all' : 'not all';
  return html
    .replaceAll('(prefers-color-scheme:dark)', holds)
    .replaceAll('content="light dark"', `content="${theme}"`)
    .replaceAll(':light dark', `:${theme}`);
}

function answer(body: string, type: string): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-security-policy': policyOfNotice,
      'cache-control': 'no-cache',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
  });
}
