import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { z } from 'zod';
import type { alarmsViewSchema } from '../../shared/api/operations/alarms.ts';
import type { Client } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';
import { fellDue, ofType, unanswered } from '../support/timeline.ts';

type Alarms = Pick<z.output<typeof alarmsViewSchema>, 'channels'>;

/** How often each webhook has been asked, by its path, which is the secret. */
const heard = new Map<string, { readonly mail: unknown; readonly body: string }[]>();
const answers: Record<string, (times: number, response: ServerResponse) => void> = {
  '/s3cret-slow': (times, response) => {
    if (times === 1) response.writeHead(429, { 'retry-after': '60' });
    response.end();
  },
  '/s3cret-sick': (times, response) => {
    if (times <= 2) response.writeHead(500);
    response.end();
  },
  '/s3cret-dead': () => undefined,
};

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '';
  let body = '';
  for await (const part of request) body += String(part);
  const all = heard.get(path) ?? [];
  heard.set(path, [...all, { mail: request.headers['x-caseclock-mail'], body }]);
  answers[path]?.(all.length + 1, response);
}

const hook = createServer((request, response) => void take(request, response));
let product: Product;
let client: Client;
beforeAll(async () => {
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(hook.address() as AddressInfo).port}`;
  product = await Product.start({
    prints: ['--verbose'],
    settings: {
      CHANNEL_SLOW: `${origin}/s3cret-slow`,
      CHANNEL_SICK: `${origin}/s3cret-sick`,
      CHANNEL_DEAD: `${origin}/s3cret-dead`,
      LOG_EVENTS: 'all',
      MAIL_PATIENCE_MS: '300',
    },
  });
  ({ client } = product);
  await client.putEntitlement('contoso', contoso);
  const named = ['SLOW', 'SICK', 'DEAD', 'TEAMS', 'ABSENT'].map((name) => `CHANNEL_${name}`);
  const channels = named.map((webhook) => ({
    webhook,
    shape: webhook === 'CHANNEL_TEAMS' ? 'teams' : 'slack',
  }));
  await client.expect(201, 'PUT', '/api/policy/versions/channels', {
    as: 'operations',
    body: {
      escalation: {
        levels: [{ owner: 'Duty manager', after: 'PT0S', mailTo: [], channels }],
        repeats: 0,
      },
    },
  });
});
afterAll(async () => {
  hook.closeAllConnections();
  hook.close();
  await product.dispose();
});

test('each channel is posted what operations are mailed, at least once, whatever it answers', async () => {
  const { id } = await client.submit(submission);
  // Until after the retries, in steps in which each mail's turn may come.
  for (let step = 0; step < 24; step += 1) await client.advance('PT5M');
  const timeline = await client.timeline(id);
  expect(fellDue(timeline)).toMatchObject(unanswered);
  const to = (webhook: string) =>
    ofType(timeline, 'mail.requested').filter(
      ({ data }) => (data['channel'] as { webhook?: string } | undefined)?.webhook === webhook,
    );
  const first = to('CHANNEL_SLOW')[0]?.data['mailId'];
  expect(heard.get('/s3cret-slow')?.filter(({ mail }) => mail === first)).toHaveLength(2);
  const sent = ofType(timeline, 'mail.sent').map(({ data }) => data['mailId']);
  for (const webhook of ['CHANNEL_SLOW', 'CHANNEL_SICK', 'CHANNEL_TEAMS']) {
    const due = to(webhook).filter(({ at }) => at < '2026-11-20T09:30:00Z');
    // Two warnings and the breach.
    expect(due).toHaveLength(3);
    for (const { data } of due) expect(sent).toContain(data['mailId']);
  }
  for (const { mail, body } of heard.get('/s3cret-sick') ?? []) {
    expect(body).toContain(`mail ${String(mail)}`);
    expect(JSON.parse(body)).toHaveProperty('blocks');
  }
  const shown = await client.mail({ to: 'channel-teams' });
  expect(shown.map(({ kind }) => kind).slice(0, 3)).toEqual([
    'responseWarning',
    'responseWarning',
    'responseBreached',
  ]);

  const { body: alarms } = await client.expect<Alarms>(200, 'GET', '/api/operations/alarms', {
    as: 'operations',
  });
  expect(alarms.channels).toMatchObject([
    { webhook: 'CHANNEL_ABSENT', state: 'notSet' },
    { webhook: 'CHANNEL_DEAD' },
    { webhook: 'CHANNEL_SICK', state: 'ok' },
    { webhook: 'CHANNEL_SLOW', state: 'ok' },
    { webhook: 'CHANNEL_TEAMS', state: 'ok' },
  ]);
  const { body: ready } = await client.expect<{ degraded: unknown }>(200, 'GET', '/api/ready');
  expect(ready.degraded).toMatchObject([{ what: 'channel' }]);
  const told = JSON.stringify([timeline, alarms, ready, shown]) + product.printed;
  expect(told).not.toContain('s3cret');
});
