/** Signing in with Entra ID, whose part is played here: nothing leaves the machine. */
import { createHash } from 'node:crypto';
import type { Browser, Route } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { openBrowser } from '../test/support/browser.ts';
import { Product } from '../test/support/product.ts';

const home = '11111111-2222-4333-8444-555555555555';
const clientId = '99999999-8888-4777-8666-555555555555';
const authority = `https://login.microsoftonline.com/${home}`;

let product: Product;
let browser: Browser;
beforeAll(async () => {
  product = await Product.start({
    settings: {
      ...{ OPS_SIGN_IN: 'entra', OPS_CLIENT_ID: clientId, OPS_AUTHORITY: authority },
      OPS_SCOPE: `${clientId}/.default`,
    },
  });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser.close();
  await product.dispose();
});

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url');

/** What Entra ID does: `back` says with what the browser comes back. */
async function entra(back: (asked: URLSearchParams) => Record<string, string>) {
  const context = await browser.newContext({ locale: 'en-GB' });
  const seen = { asked: new URLSearchParams(), redeemed: [] as URLSearchParams[], others: [] as string[] };
  const token = await product.client.token('operations');
  await context.route(`https://login.microsoftonline.com/**`, async (route: Route) => {
    const url = new URL(route.request().url());
    if (url.pathname === `/${home}/oauth2/v2.0/authorize`) {
      seen.asked = url.searchParams;
      const location = `${seen.asked.get('redirect_uri') ?? ''}#${new URLSearchParams(back(seen.asked)).toString()}`;
      return route.fulfill({ status: 302, headers: { location } });
    }
    if (url.pathname !== `/${home}/oauth2/v2.0/token`) {
      seen.others.push(url.href);
      return route.abort();
    }
    seen.redeemed.push(new URLSearchParams(route.request().postData() ?? ''));
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      ...{ ver: '2.0', iss: `${authority}/v2.0`, aud: clientId, tid: home, sub: 's-1', oid: 'o-1' },
      ...{ name: 'Noor Haddad', preferred_username: 'noor@caseclock.example' },
      ...{ nonce: seen.asked.get('nonce'), iat: now, nbf: now, exp: now + 3600 },
    };
    return route.fulfill({
      headers: { 'access-control-allow-origin': '*' },
      json: {
        ...{ token_type: 'Bearer', scope: `${clientId}/.default`, expires_in: 3600, ext_expires_in: 3600 },
        ...{ access_token: token, refresh_token: 'r-1' },
        id_token: `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(claims)}.c2lnbmVk`,
        client_info: encoded({ uid: 'o-1', utid: home }),
      },
    });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const wrong: string[] = [];
  page.on('console', (line) => line.type() === 'error' && wrong.push(line.text()));
  await page.goto(`${product.client.origin}/ops#/machine`);
  return { page, context, seen, wrong };
}

it('asks Entra ID for a code with PKCE, redeems it, and shows what was asked for', async () => {
  const { page, context, seen, wrong } = await entra((asked) => ({
    code: 'c-1',
    state: asked.get('state') ?? '',
    client_info: encoded({ uid: 'o-1', utid: home }),
  }));
  await page.getByRole('heading', { name: 'Machine' }).waitFor();
  await page.getByText('No case has anything pending.').waitFor();
  expect(Object.fromEntries(seen.asked)).toMatchObject({
    ...{ client_id: clientId, response_type: 'code', code_challenge_method: 'S256' },
    redirect_uri: `${product.client.origin}/ops`,
  });
  expect(seen.asked.get('scope')?.split(' ')).toContain(`${clientId}/.default`);
  const [redeemed] = seen.redeemed;
  expect(Object.fromEntries(redeemed ?? [])).toMatchObject({ grant_type: 'authorization_code', code: 'c-1' });
  expect(sha256(redeemed?.get('code_verifier') ?? '')).toBe(seen.asked.get('code_challenge'));
  expect(new URL(page.url()).hash).toBe('#/machine');
  // Signed in still after a reload, in the same tab, with the token that it has.
  await page.reload();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  expect(seen.redeemed).toHaveLength(1);
  expect([...wrong, ...seen.others]).toEqual([]);
  await context.close();
});

it('says why nobody was signed in', async () => {
  const { page, context } = await entra((asked) => ({
    error: 'access_denied',
    error_description: 'AADSTS50105: The signed in user is not assigned to a role.',
    state: asked.get('state') ?? '',
  }));
  await page.getByText('AADSTS50105').waitFor();
  await page.getByRole('button', { name: 'Try again' }).waitFor();
  await context.close();
});
