/** Root cause analyses (RCA-1 to RCA-5) and scripts on corrupted data (DC-1, DC-2). */
import { describe, expect, test } from 'vitest';

import type { CaseAction } from '../../model/commands.ts';
import type { Incident } from '../../model/incident.ts';
import { contacted } from '../../testing/states.ts';
import { types, type Story } from '../../testing/story.ts';

const asked = (affected: string, published = false) => ({
  type: 'rca.requested' as const,
  incident: { id: 'MO-1', published, affected },
});
const registered = (rest: Partial<Incident> = {}): Incident => ({
  id: 'MO-1',
  title: 'Sign-in fails',
  affected: 'multipleCustomers',
  ...rest,
});
const rca = { location: 'https://health.example/MO-1' };
const by = { kind: 'caller', id: 'o-1', role: 'operations', tenantId: 'operator' } as const;
const attach = (story: Story, incident: Incident) => story.command({ type: 'rca.attach', by, incident });
/** A request whose incident operations have registered. */
const known = (affected: string, incident: Incident) =>
  ({ ...asked(affected, true), by, registeredIncident: incident }) as unknown as CaseAction;

describe('declined', () => {
  test.each([
    ['RCA-1, RCA-3: without an incident', 'rca.requested' as const],
    ['RCA-2: of an incident that hit one customer', asked('oneCustomer', true)],
  ])('%s', (_, body) => {
    const story = contacted();
    const events = story.act(body);
    expect(types(events).slice(0, 3)).toEqual(['rca.requested', 'rca.declined', 'mail.requested']);
    expect(story.ofType('rca.declined')[0]?.rules).toEqual(['RCA-1', 'RCA-3']);
    expect(story.mails('rcaDeclined')).toHaveLength(1);
    expect(story.state.incidents).toEqual([]);
  });

  test('RCA-3: of an incident that operations know to have hit one customer, whatever is told', () => {
    const story = contacted();
    story.command(known('serviceUnavailable', registered({ affected: 'oneCustomer' })));
    expect(story.ofType('rca.declined')).toHaveLength(1);
  });

  test('RCA-3: on a closed case there is no severity to lower', () => {
    const story = contacted().acts('case.closed', 'rca.requested');
    expect(story.mails('rcaDeclined')).toHaveLength(1);
    expect(story.state.downgrade).toBeUndefined();
  });
});

describe('given', () => {
  test.each(['multipleCustomers', 'serviceUnavailable'])(
    'RCA-2: %s, published: attached at once',
    (affected) => {
      const story = contacted();
      expect(types(story.act(asked(affected, true)))).toEqual([
        'rca.requested',
        'rca.attached',
        'mail.requested',
      ]);
      expect(story.state.incidents).toEqual([{ id: 'MO-1', attached: true }]);
      expect(story.state.downgrade).toBeUndefined();
    },
  );

  test('RCA-2, RCA-4, RCA-5: not published yet: attached when it is, once, and the mail says where', () => {
    const story = contacted();
    expect(types(story.act(asked('multipleCustomers')))).toEqual(['rca.requested', 'rca.awaited']);
    expect(types(attach(story, registered({ rca })))).toEqual(['rca.attached', 'mail.requested']);
    expect(attach(story, registered({ rca }))).toEqual([]);
    expect(story.state.incidents).toEqual([{ id: 'MO-1', attached: true, ...rca }]);
    expect(story.mails('rcaPublished').map(({ about }) => about)).toMatchObject([
      { incidentId: 'MO-1', location: rca.location, rules: ['RCA-2', 'RCA-4', 'RCA-5'] },
    ]);
  });

  test('RCA-2: asked for again it is neither awaited nor attached again', () => {
    const waits = contacted().acts(asked('multipleCustomers'));
    expect(types(waits.act(asked('multipleCustomers')))).toEqual(['rca.requested']);
    const given = contacted().acts(asked('multipleCustomers', true));
    expect(types(given.act(asked('multipleCustomers', true)))).toEqual(['rca.requested']);
  });

  test('RCA-2: what operations have registered goes before what is told', () => {
    const story = contacted();
    story.command(known('oneCustomer', registered()));
    expect(story.state.incidents).toEqual([{ id: 'MO-1', attached: false }]);
    story.command(known('oneCustomer', registered({ rca })));
    expect(story.state.incidents).toEqual([{ id: 'MO-1', attached: true, ...rca }]);
  });

  test('RCA-5: also on a case that is closed', () => {
    const story = contacted().acts(asked('multipleCustomers'), 'case.closed');
    attach(story, registered({ rca }));
    expect(story.mails('rcaPublished')).toHaveLength(1);
  });
});

describe('DC-2: a script runs in production', () => {
  const script = (testedInUat: boolean) =>
    ({ type: 'dataScript.requested', testedInUat, providedBy: 'partner' }) as const;

  test('once it was tested', () => {
    expect(contacted().act(script(true))).toMatchObject([
      {
        type: 'dataScript.requested',
        data: { testedInUat: true, providedBy: 'partner' },
        rules: ['DC-1', 'DC-2'],
      },
    ]);
  });

  test('not before', () => {
    const refusal = contacted().refusal(script(false));
    expect(refusal).toMatchObject({
      kind: 'rule',
      code: 'dataScript.notTested',
      rules: ['DC-2'],
      pointer: '/testedInUat',
    });
    expect(refusal.detail).toContain('UAT');
  });
});
