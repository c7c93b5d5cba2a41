import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { MailThrottled, MailUnavailable } from '../delivery/errors.ts';
import type { ChannelMessage } from '../delivery/port.ts';
import { plainLook } from '../render/look.ts';
import { layOut } from '../render/render.ts';
import { exampleCase, exampleMail } from '../testing/service.ts';
import { channels } from './channels.ts';
import { slackMessage } from './slack.ts';
import { teamsMessage } from './teams.ts';

function message(words: string, told: Partial<typeof exampleCase> = {}): ChannelMessage {
  const of = { ...exampleCase, ...told };
  const mail = exampleMail({ kind: 'escalated', id: 'm7', about: { message: words } });
  const look = { ...plainLook, publicUrl: 'https://help.example' };
  return { ...layOut(of, mail, { look }), caseId: of.id, mailId: mail.id, kind: mail.kind };
}

const toTheCase = `https://help.example/ops#/cases/${exampleCase.id}`;

/** Every object within. */
function within(value: unknown): readonly Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(within)];
}

const evil = 'Look: [here](https://evil.example) <https://evil.example|here> <!channel> **bold**\nand & more';

describe('a card for Teams', () => {
  const { attachments, type } = teamsMessage(message(evil)) as {
    type: string;
    attachments: { contentType: string; content: Record<string, unknown> }[];
  };
  const [card] = attachments;

  it('is wrapped as a workflow takes it', () => {
    expect(type).toBe('message');
    expect(attachments).toHaveLength(1);
    expect(card?.contentType).toBe('application/vnd.microsoft.card.adaptive');
    expect(card?.content).toMatchObject({ type: 'AdaptiveCard', version: '1.4' });
  });

  it('holds all text in runs, in which no Markdown is read', () => {
    const texts = within(card?.content).filter((one) => 'text' in one);
    expect(texts.length).toBeGreaterThan(10);
    expect(new Set(texts.map((one) => one['type']))).toEqual(new Set(['TextRun']));
    expect(texts.some(({ text }) => String(text).includes('[here](https://evil.example)'))).toBe(true);
  });

  it('says which mail of which case it is', () => {
    expect(JSON.stringify(card)).toMatch(/[0-9A-Z-]{14} · mail m7/);
  });

  it('leads to the case', () => {
    expect(card?.content['actions']).toEqual([
      { type: 'Action.OpenUrl', title: 'Open the case', url: toTheCase },
    ]);
  });

  it('is small enough for a workflow, whatever others wrote', () => {
    const long = JSON.stringify(
      teamsMessage(message('"\u{1F600}'.repeat(4000), { title: '語'.repeat(10_000) })),
    );
    expect(Buffer.byteLength(long)).toBeLessThan(28_000);
  });
});

describe('a message for Slack', () => {
  const { text, blocks } = slackMessage(message(evil, { tenantId: 'A <b> & c' })) as {
    text: string;
    blocks: Record<string, unknown>[];
  };

  it('is blocks of plain text, and a text without markup; the link to the case alone is ours', () => {
    const texts = within(blocks).filter((one) => typeof one['text'] === 'string');
    expect(texts.filter((one) => one['type'] !== 'plain_text')).toEqual([
      { type: 'mrkdwn', text: `<${toTheCase}|Open the case>` },
    ]);
    expect(text).toContain('&lt;b&gt; &amp; c');
    expect(JSON.stringify(blocks)).toMatch(/[0-9A-Z-]{14} · mail m7/);
  });

  it('keeps within what Slack takes', () => {
    const long = slackMessage(message('x\n'.repeat(8000), { title: 'y'.repeat(10_000) })) as {
      blocks: unknown[];
    };
    expect(long.blocks.length).toBeLessThanOrEqual(50);
    for (const block of within(long.blocks)) {
      const {
        type,
        text: inner,
        fields = [],
      } = block as { type?: string; text?: unknown; fields?: unknown[] };
      expect(fields.length).toBeLessThanOrEqual(10);
      const most = type === 'header' ? 150 : 3000;
      const words = (inner as { text?: string } | undefined)?.text ?? '';
      expect(words.length).toBeLessThanOrEqual(most);
    }
  });
});

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const each of cleanUp.splice(0)) each();
});

async function hook(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`;
}

const duty = { webhook: 'CHANNEL_DUTY', shape: 'slack' } as const;
const ids = { operationId: 'o', repeatabilityId: 'r', firstSentAt: '2026-11-20T08:00:00Z' };

async function posted(address: string, signal = AbortSignal.timeout(5000)) {
  return channels({ CHANNEL_DUTY: address }).serviceOf(duty).send(message('Help'), ids, signal);
}

describe('a webhook', () => {
  it('is given the message, and the mail’s id as a header', async () => {
    const heard: unknown[] = [];
    const address = await hook((request, response) => {
      heard.push(request.method, request.headers['x-caseclock-mail'], request.headers['content-type']);
      response.end('ok');
    });
    expect(await posted(address)).toEqual({ status: 'succeeded' });
    expect(heard).toEqual(['POST', 'm7', 'application/json']);
  });

  const answering = (status: number, body: string) =>
    hook((_request, response) => {
      response.writeHead(status, { location: 'http://127.0.0.1:9/elsewhere', 'retry-after': '30' });
      response.end(body);
    });

  it.each([
    [400, 'http://127.0.0.1/secret-path is wrong', 'the channel answered 400'],
    [413, 'too_large', 'the channel answered 413 too_large'],
  ])(
    'that answers %i %s has judged the message, and its address is not told',
    async (status, body, detail) => {
      expect(await posted(await answering(status, body))).toEqual({ status: 'failed', detail });
    },
  );

  it.each([
    [404, 'no_service', 'the channel answered 404 no_service'],
    [403, 'secret-path is wrong', 'the channel answered 403'],
    [410, '', 'the channel answered 410'],
    [500, '', 'the channel answered 500'],
    [302, '', 'the channel answered 302'],
  ])('that answers %i %s may take it later', async (status, body, message) => {
    const posting = posted(await answering(status, body));
    await expect(posting).rejects.toMatchObject({ name: MailUnavailable.name, message, retryAfter: 30_000 });
  });

  it('that takes no more says when it does', async () => {
    const address = await hook((_request, response) => {
      response.writeHead(429, { 'retry-after': '30' });
      response.end();
    });
    await expect(posted(address)).rejects.toMatchObject({ name: MailThrottled.name, retryAfter: 30_000 });
  });

  it('that hangs, or cannot be reached, may take it later', async () => {
    const hanging = await hook(() => undefined);
    const aborted = AbortSignal.timeout(50);
    const unavailable = (why: string) => ({
      name: MailUnavailable.name,
      message: `the channel cannot be reached (${why})`,
      cause: undefined,
    });
    await expect(posted(hanging, aborted)).rejects.toMatchObject(unavailable('no answer in time'));
    for (const each of cleanUp.splice(0)) each();
    await expect(posted(hanging)).rejects.toMatchObject(unavailable('ECONNREFUSED'));
  });

  it('of endless words is not read to the end', async () => {
    const address = await hook((_request, response) => {
      response.writeHead(500);
      const more = () => {
        if (!response.destroyed) response.write('x'.repeat(65_536), () => setImmediate(more));
      };
      more();
    });
    await expect(posted(address)).rejects.toMatchObject({ message: 'the channel answered 500' });
  });

  it.each(['', 'http://hooks.example/x', 'ftp://127.0.0.1/', 'https://user:key@hooks.example/', 'CHANNEL'])(
    'whose setting holds "%s" is not posted to',
    async (address) => {
      const all = channels({ CHANNEL_DUTY: address });
      expect(all.stateOf('CHANNEL_DUTY')).toMatchObject({ state: 'notSet' });
      await expect(posted(address)).rejects.toMatchObject({ name: MailUnavailable.name });
    },
  );
});

it('a channel is failing from the first failure in a row until it takes a message', () => {
  const all = channels({ CHANNEL_DUTY: 'https://hooks.example/x' });
  expect(all.heard(duty, 1, 'no')).toBe(true);
  expect(all.heard(duty, 2, 'still no')).toBe(false);
  const state = { webhook: 'CHANNEL_DUTY', state: 'failing', since: 1, lastError: 'still no' };
  expect(all.stateOf('CHANNEL_DUTY')).toEqual(state);
  expect(all.heard(duty, 3)).toBe(false);
  expect(all.stateOf('CHANNEL_DUTY')).toEqual({ webhook: 'CHANNEL_DUTY', state: 'ok' });
});
