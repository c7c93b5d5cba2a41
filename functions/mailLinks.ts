import { app, type HttpRequest } from '@azure/functions';

import { endpoints } from '../shared/api/endpoints.ts';
import { Problem } from '../shared/api/input/problem.ts';
import { LinkPace } from '../shared/api/links/pace.ts';
import { linkView } from '../shared/api/links/view.ts';
import type { Case } from '../shared/cases/index.ts';
import { actByLink, LinkRefused, openLink } from '../shared/engine/mail/links.ts';
import type { Ports } from '../shared/engine/ports.ts';
import {
  languageFor,
  languages,
  matchLanguage,
  messagesIn,
  pageFile,
  rulePage,
  type LinkFault,
} from '../shared/mail/index.ts';
import { pageLook, ports } from './composition.ts';
import { serveService } from './http.ts';
import { problemFrom } from './problems.ts';

const pace = new LinkPace();

serveService(endpoints.readMailLink, async ({ request, ports, read }) => {
  const { token, language } = await read();
  return told(request, language, async () => {
    const link = linkOf(ports, token);
    const view = linkView(await openLink(ports, link));
    return { status: 200, body: view, headers: { 'content-language': view.language } };
  });
});

serveService(endpoints.actFromMail, async ({ request, ports, alarms, read }) => {
  const { token, language, ...act } = await read();
  return told(request, language, async () => {
    const link = linkOf(ports, token);
    await actByLink(ports, alarms, token, link, act);
    const shown = languageOf(request, language);
    const { thanks } = messagesIn(shown).page;
    return { status: 200, body: { language: shown, thanks }, headers: { 'content-language': shown } };
  });
});

/** @throws LinkRefused where the links of this case are used too often. */
function linkOf({ mailLinks, wallClock }: Ports, token: string) {
  const link = mailLinks?.read(token);
  // By whoever has a link: others could not keep the customer out.
  if (link && !pace.take(link.caseId, wallClock.now())) throw new LinkRefused('busy');
  return link;
}

const statuses = {
  unknown: 404,
  over: 410,
  used: 409,
  unconfirmed: 409,
  fields: 422,
  busy: 429,
  unavailable: 503,
} as const satisfies Record<LinkFault, number>;

/** What `work` answers; where it refuses, in words of the customer's language. */
async function told<T>(
  request: HttpRequest,
  language: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LinkRefused)) throw error;
    const { fault, state, pointers } = error;
    const shown = languageOf(request, language, state);
    const { failed, problems } = messagesIn(shown).page;
    const detail = problems[fault];
    const errors = pointers.map((pointer) => ({ pointer, code: 'field.invalid', detail }));
    throw new Problem(
      statuses[fault],
      `link.${fault}`,
      detail,
      { title: failed, ...(errors.length > 0 ? { errors } : {}) },
      {
        headers: { 'content-language': shown, ...(fault === 'busy' ? { 'retry-after': '60' } : {}) },
        cause: error,
      },
    );
  }
}

/** The customer's language where the link is genuine, else that of the link, else of the browser. */
function languageOf(request: HttpRequest, ofLink: string | undefined, state?: Case): string {
  if (state) return languageFor(state, 'customer');
  if (ofLink !== undefined && languages.includes(ofLink)) return ofLink;
  const accepted = (request.headers.get('accept-language') ?? '').slice(0, 200).split(',');
  const tags = accepted.map((tag) => tag.split(';')[0]?.trim() ?? '');
  return tags.map((tag) => matchLanguage(tag, languages)).find((tag) => tag !== undefined) ?? 'en';
}

/** Nothing comes from elsewhere but the operator's logo. */
const policyWith = (logo?: string) =>
  `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:${logo === undefined ? '' : ` ${new URL(logo).origin}`}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const pageHeaders = {
  'content-security-policy': policyWith(),
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

for (const name of ['', 'page.js', 'page.css'] as const) {
  app.http(`mailPage${name.replace('page.', '')}`, {
    methods: ['GET'],
    route: name === '' ? 'mail' : `mail/${name}`,
    authLevel: 'anonymous',
    handler: () => {
      const look = pageLook();
      const { type, body } = pageFile(name, look);
      const headers = { ...pageHeaders, 'content-security-policy': policyWith(look.logo) };
      return { headers: { ...headers, 'content-type': type }, body };
    },
  });
}

const noSuchRule = { title: 'No such rule', sentence: 'The support policy has no such rule.' };
const notNow = {
  title: 'Not available now',
  sentence: 'The support policy cannot be shown at present. Please try again in a few minutes.',
};

app.http('mailRule', {
  methods: ['GET'],
  route: 'mail/rules/{id}',
  authLevel: 'anonymous',
  handler: async ({ params }, context) => {
    const id = params['id']?.toUpperCase() ?? '';
    const shown = (status: number, body: string, more: Record<string, string> = {}) => ({
      status,
      headers: { ...pageHeaders, 'content-type': 'text/html; charset=utf-8', ...more },
      body,
    });
    try {
      const { policies, clock } = await ports();
      const { rules } = (await policies.read()).inForce(clock.now());
      const rule = rules.find((one) => one.id === id);
      return rule ? shown(200, rulePage(rule)) : shown(404, rulePage(noSuchRule));
    } catch (error) {
      const { status, headers } = problemFrom(error, context);
      return shown(status, rulePage(notNow), headers);
    }
  },
});
