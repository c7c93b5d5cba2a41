import { expect } from 'vitest';

import { ofType } from '../../support/timeline.ts';
import type { Scenario } from '../play.ts';
import type { World } from '../world.ts';

const putIncident = (world: World, id: string, incident: object) =>
  world.client.call<{ waiting: number }>('PUT', `/api/incidents/${id}`, {
    as: 'operations',
    body: { title: 'Sign-in fails', affected: 'multipleCustomers', ...incident },
  });

const asks = (id: string, told: object = {}) =>
  ({
    type: 'rca.requested',
    incident: { id, published: false, affected: 'multipleCustomers', ...told },
  }) as const;

const rca = { location: 'https://status.example/rca/1' };

/** Root cause analyses, and scripts on corrupted data. */
export const analyses: readonly Scenario[] = [
  {
    name: 'the analysis of a published incident is attached, once, to each case that waits for it',
    rules: ['RCA-2', 'RCA-4', 'RCA-5'],
    mails: ['rcaPublished'],
    at: '2026-11-24T08:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard');
      const { id: closed } = await world.submit('unified');
      expect((await putIncident(world, 'INC-1', {})).status).toBe(201);
      for (const each of [id, closed]) {
        const asked = await world.act(each, asks('INC-1'));
        expect(asked).toMatchObject({ severity: 'B', incidents: [{ id: 'INC-1', attached: false }] });
        expect(asked.downgrade).toBeUndefined();
      }
      await world.act(closed, 'case.closed');
      await world.client.advanceTo('2026-11-24T09:00:00Z');
      expect((await putIncident(world, 'INC-1', {})).body.waiting).toBe(2);
      for (let time = 0; time < 2; time += 1) {
        const published = await putIncident(world, 'INC-1', { rca });
        expect(published).toMatchObject({ status: 200, body: { waiting: 0 } });
      }
      for (const each of [id, closed]) {
        expect((await world.client.read(each)).incidents).toEqual([
          { id: 'INC-1', attached: true, location: rca.location },
        ]);
        expect(ofType(await world.client.timeline(each), 'rca.attached')).toMatchObject([
          { decidedAsOf: '2026-11-24T09:00:00Z', rules: ['RCA-2', 'RCA-4', 'RCA-5'] },
        ]);
        const mails = (await world.mails(each)).filter((mail) => mail.includes('rca'));
        expect(mails).toEqual(['2026-11-24T09:00:00Z rcaPublished to customer']);
      }
      // Who asks later gets it at once.
      const later = await world.submit('standard');
      const asked = await world.act(later.id, asks('INC-1'));
      expect(asked.incidents).toMatchObject([{ attached: true, location: rca.location }]);
      const [mail] = await world.client.mail({ caseId: id, kind: 'rcaPublished' });
      expect(mail?.text).toContain(rca.location);
      return [id, closed, later.id];
    },
  },
  {
    name: 'asked for before operations have registered the incident, it is attached all the same',
    rules: ['RCA-2', 'RCA-5'],
    at: '2026-11-24T10:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard');
      await world.act(id, asks('INC-2', { affected: 'serviceUnavailable' }));
      await putIncident(world, 'INC-2', { affected: 'serviceUnavailable', rca });
      expect((await world.client.read(id)).incidents).toMatchObject([{ id: 'INC-2', attached: true }]);
      return [id];
    },
  },
  {
    name: 'an incident of one customer gets none, whatever is told about it',
    rules: ['RCA-1', 'RCA-3'],
    at: '2026-11-24T11:00:00Z',
    async play(world) {
      const { id } = await world.submit('unified');
      const told = await world.act(id, asks('INC-3', { affected: 'oneCustomer', published: true }));
      expect(told.incidents).toEqual([]);
      await putIncident(world, 'INC-4', { affected: 'oneCustomer' });
      expect((await world.act(id, asks('INC-4', { published: true }))).incidents).toEqual([]);
      const declined = ofType(await world.client.timeline(id), 'rca.declined');
      expect(declined).toMatchObject([{ rules: ['RCA-1', 'RCA-3'] }, { rules: ['RCA-1', 'RCA-3'] }]);
      const [mail] = await world.client.mail({ caseId: id, kind: 'rcaDeclined' });
      expect(mail?.text).toMatch(
        /published service incidents only|公開されたサービス インシデントのみ|veröffentlichte Dienstvorfälle/,
      );
      return [id];
    },
  },
  {
    name: 'a request that was refused waits for nothing',
    rules: [],
    at: '2026-11-24T12:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard');
      await putIncident(world, 'INC-5', {});
      const stale = await world.tryTo(id, asks('INC-5'), { headers: { 'if-match': '"1"' } });
      expect(stale.status).toBe(412);
      const future = { ...asks('INC-5'), occurredAt: '2026-11-24T12:00:01Z' };
      expect((await world.tryTo(id, future)).status).toBe(400);
      await putIncident(world, 'INC-5', { rca });
      expect((await world.client.read(id)).incidents).toEqual([]);
      expect(await world.mails(id)).toEqual(['2026-11-24T12:00:00Z acknowledgement to customer']);
      return [];
    },
  },
  {
    name: 'a script runs in production only once it was tested in a UAT environment',
    rules: ['DC-2', 'DC-1'],
    at: '2026-11-24T13:00:00Z',
    async play(world) {
      const { id } = await world.submit('standard', { problemType: 'dataCorruption' });
      const script = { type: 'dataScript.requested', providedBy: 'partner' } as const;
      const { status, body } = await world.tryTo(id, { ...script, testedInUat: false });
      expect(status).toBe(422);
      expect(body).toMatchObject({ rules: ['DC-2'], errors: [{ pointer: '/testedInUat' }] });
      expect(ofType(await world.client.timeline(id), 'dataScript.requested')).toEqual([]);
      await world.act(id, { ...script, testedInUat: true });
      expect(ofType(await world.client.timeline(id), 'dataScript.requested')).toMatchObject([
        { rules: ['DC-1', 'DC-2'], data: { testedInUat: true, providedBy: 'partner' } },
      ]);
      return [id, body];
    },
  },
];
