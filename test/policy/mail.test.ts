import { expect, test } from 'vitest';

import { createMailbox } from '../../local/mailbox/index.ts';
import { serve } from '../../local/mailbox/testing/server.ts';
import { ofType } from '../support/timeline.ts';
import { operations, World } from './world.ts';

test('contactUnreachable: operations hear once of a case whose customer cannot be written to (COM-1)', async () => {
  const accessKey = Buffer.from('a key for tests').toString('base64');
  const next = ['acknowledgement', 'contactUnreachable', 'informationRequested'];
  const mailbox = createMailbox({
    path: ':memory:',
    accessKey,
    now: () => Date.now(),
    faults: {
      // Both to the customer; the one between them is to operations.
      beforeAccept: () =>
        ['acknowledgement', 'informationRequested'].includes(next.shift() ?? '')
          ? Response.json({ error: { code: 'BadRequest', message: 'No such address.' } }, { status: 400 })
          : undefined,
    },
  });
  const service = await serve(mailbox, accessKey);
  const world = await World.start({ now: '2026-11-24T08:00:00Z', settings: service.settings });
  try {
    const { id } = await world.submit('standard');
    await world.client.advance('PT0S');
    await world.act(id, 'engineer.requestedInformation');
    await world.client.advance('PT1H');
    const mails = await service.mails();
    expect(mails.map(({ kind, to, caseId }) => ({ kind, to, caseId }))).toEqual([
      { kind: 'contactUnreachable', to: operations, caseId: id },
    ]);
    const timeline = await world.client.timeline(id);
    expect(ofType(timeline, 'mail.failed')).toHaveLength(2);
    const asked = ofType(timeline, 'mail.requested').filter(
      ({ data }) => data['kind'] === 'contactUnreachable',
    );
    expect(asked).toMatchObject([{ rules: ['COM-1'], data: { audience: 'operations' } }]);
  } finally {
    await world.dispose();
    await service.close();
  }
});
