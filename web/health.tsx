/** What the whole machine is like: overdue wakes, mail, work over many cases, what cannot be read. */
import type { z } from 'zod';

import type { alarmsViewSchema } from '../shared/api/operations/alarms.ts';
import { Instant } from './parts.tsx';

export type AlarmsView = z.output<typeof alarmsViewSchema>;

export function Health({
  view: { alerts, backlog, mail, channels, warnings, fanOuts, unreadable },
}: {
  view: AlarmsView;
}) {
  return (
    <>
      {alerts.length > 0 && (
        <p class="note">
          In the runbook:{' '}
          {alerts.map(({ code, runbook }, index) => (
            <span key={code}>
              {index > 0 && ', '}
              <a href={runbook}>{code}</a>
            </span>
          ))}
        </p>
      )}
      <dl class="facts">
        <div>
          <dt>Overdue wakes</dt>
          <dd class={backlog.count > 0 ? 'bad' : 'good'}>
            {backlog.count}
            {backlog.oldest !== null && (
              <>
                , since <Instant at={backlog.oldest} />
              </>
            )}
          </dd>
        </div>
        <div>
          <dt>Mail</dt>
          <dd class={mail.state === 'ok' ? 'good' : 'bad'}>
            {mail.state === 'ok' ? 'goes out' : mail.state === 'deferred' ? 'waits' : 'fails at present'}
            {mail.waiting > 0 && `, ${mail.waiting} waiting`}
            {mail.since !== undefined && (
              <>
                , since <Instant at={mail.since} />
              </>
            )}
          </dd>
        </div>
      </dl>
      {mail.lastError !== undefined && <p class="note">Mail: {mail.lastError}</p>}
      {channels
        .filter(({ state }) => state !== 'ok')
        .map(({ webhook, lastError }) => (
          <p class="note bad" key={webhook}>
            Channel {webhook}: {lastError}
          </p>
        ))}
      {warnings.map(({ code, detail }) => (
        <p class="note" key={`${code} ${detail}`}>
          {detail}
        </p>
      ))}
      {fanOuts.map(({ of, id, done, left, failed }) => (
        <p class="note" key={`${of} ${id}`}>
          {of} {id}: done with {done} cases, {left} left, {failed} failing.
        </p>
      ))}
      {unreadable.length > 0 && (
        <p class="note bad" role="alert">
          {unreadable.length} documents cannot be read by this release: GET /api/operations/alarms names them
          under unreadable.
        </p>
      )}
    </>
  );
}
