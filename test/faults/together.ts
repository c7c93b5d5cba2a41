/**
 * A bad day in real time: a mail service that hangs on one mail and lies about the next, a damaged row, a case that
 * cannot be decided, more connections than can be served, and at last a full disk. What is due of all other cases is
 * recorded meanwhile.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { createMailbox } from '../../local/mailbox/index.ts';
import { serve } from '../../local/mailbox/testing/server.ts';
import type { TimelineEntry } from '../../shared/api/schemas.ts';
import type { Answer, Page } from '../support/client.ts';
import { Product } from '../support/product.ts';
import { contoso, submission } from '../support/samples.ts';
import { ofType } from '../support/timeline.ts';

const accessKey = Buffer.from('a key for tests').toString('base64');
/** An answer within 12 seconds: warnings after 6 and 9. */
const hurried = { ...contoso, purchasedFrom: 'other', targets: { initialResponse: { A: 'PT12S' } } };
/** Eight business hours: nothing of it falls due here. */
const unhurried = { ...submission, tenantId: 'northwind', severity: 'C', require24X7Response: false };

export interface BadDay {
  /** Of each case that is not itself at fault, once its breach is recorded. */
  readonly timelines: readonly (readonly TimelineEntry[])[];
  /** Statuses of the answers to the crowd of submissions, which came until all of these were recorded. */
  readonly statuses: ReadonlySet<number>;
  readonly alarms: Answer<unknown>;
  readonly ready: Answer<unknown>;
  /** A submission and `ready` while the disk is full, and `ready` once there is room. */
  readonly full: { readonly ready: number; readonly submission: number; readonly after: number };
  readonly damaged: string;
  readonly poisoned: string;
  readonly printed: string;
}

export async function badDay({
  watched,
  connections,
}: {
  readonly watched: number;
  readonly connections: number;
}): Promise<BadDay> {
  let mails = 0;
  const held: (() => void)[] = [];
  const mailbox = createMailbox({
    path: ':memory:',
    accessKey,
    now: () => Date.now(),
    faults: {
      beforeAccept: () => {
        mails += 1;
        if (mails % 2 === 0) return new Response('<html>Accepted</html>', { status: 202 });
        return new Promise((done) => held.push(() => done(new Response('', { status: 503 }))));
      },
    },
  });
  const service = await serve(mailbox, accessKey);
  const folder = await mkdtemp(join(tmpdir(), 'caseclock-day-'));
  const full = join(folder, 'full');
  const preload = new URL('../support/fullDisk.mjs', import.meta.url).href;
  const product = await Product.start({
    settings: {
      ...service.settings,
      MAIL_PATIENCE_MS: '500',
      NODE_OPTIONS: `--import=${preload}`,
      FULL_DISK: full,
    },
  });
  try {
    await product.client.putEntitlement('contoso', hurried);
    await product.client.putEntitlement('northwind', contoso);
    const damaged = (await product.client.submit(submission)).id;
    await product.client.expect(201, 'PUT', '/api/policy/versions/torn', { as: 'operations', body: {} });
    const poisoned = (await product.client.submit(submission)).id;
    const now = await product.client.now();
    await product.stop();
    const store = new DatabaseSync(join(product.data, 'cases.db'));
    store.prepare(`UPDATE commits SET body = '{"events":' WHERE caseId = ?`).run(damaged);
    store.exec(`DELETE FROM snapshots`);
    store.exec(`UPDATE registry SET body = json_remove(body, '$.policy.plans') WHERE id = 'torn'`);
    store.close();
    const client = await product.restart(now);

    await client.setSpeed(1);
    const ids: string[] = [];
    for (let index = 0; index < watched; index += 1) ids.push((await client.submit(submission)).id);
    let over = false as boolean;
    const statuses = new Set<number>();
    const crowd = Array.from({ length: connections }, async () => {
      while (!over) statuses.add((await client.call('POST', '/api/cases', { body: unhurried })).status);
    });
    const timelines: (readonly TimelineEntry[])[] = [];
    try {
      await untilLoaded(product);
      for (const id of ids) timelines.push(await untilBroken(product, id));
    } finally {
      over = true;
      await Promise.all(crowd);
    }
    // Both cases at fault have warnings in half an hour, and are named once they are late.
    await client.setSpeed(600);
    const alarms = await untilNamed(product, [damaged, poisoned]);
    const ready = await client.call('GET', '/api/ready', { as: 'nobody' });

    await writeFile(full, '');
    const submitted = (await client.call('POST', '/api/cases', { body: unhurried })).status;
    const whileFull = {
      submission: submitted,
      ready: (await client.call('GET', '/api/ready', { as: 'nobody' })).status,
    };
    await rm(full);
    const after = (await client.call('GET', '/api/ready', { as: 'nobody' })).status;
    for (const answer of held) answer();
    await product.stop();
    const { printed } = product;
    return {
      ...{ timelines, statuses, alarms, ready, damaged, poisoned, printed },
      full: { ...whileFull, after },
    };
  } finally {
    for (const answer of held) answer();
    await product.dispose();
    await service.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Resolves once `ready` says that new work is refused. */
async function untilLoaded({ client }: Product): Promise<void> {
  for (;;) {
    const { body } = await client.call<{ degraded?: readonly { what: string }[] }>('GET', '/api/ready', {
      as: 'nobody',
    });
    if (body.degraded?.some(({ what }) => what === 'load')) return;
  }
}

/** The timeline of a case once its breach is recorded: a read of the case would show what nobody has recorded. */
async function untilBroken({ client }: Product, caseId: string): Promise<readonly TimelineEntry[]> {
  for (;;) {
    const path = `/api/cases/${caseId}/timeline?top=200`;
    const { status, body } = await client.call<Page<TimelineEntry>>('GET', path);
    // The crowd goes before nobody, but there may be too many of it for a moment.
    if (status === 429) continue;
    if (ofType(body.value, 'clock.breached').length > 0) return body.value;
  }
}

/** The alarms page once it names these cases. */
async function untilNamed({ client }: Product, caseIds: readonly string[]): Promise<Answer<unknown>> {
  for (;;) {
    const page = await client.call<{ unreadable: readonly { caseId?: string }[] }>(
      'GET',
      '/api/operations/alarms?failing=true',
      { as: 'operations' },
    );
    const named = page.body.unreadable.map(({ caseId }) => caseId);
    if (caseIds.every((caseId) => named.includes(caseId))) return page;
  }
}
