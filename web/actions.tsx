/** What can be done to a case from a row or from its page. */
import type { z } from 'zod';

import type { restartViewSchema } from '../shared/api/operations/alarms.ts';
import type { CaseActionBody } from '../shared/cases/model/actions.ts';
import { call, identity, inWords } from './api.ts';
import { askNow } from './live.ts';
import { Action } from './parts.tsx';

/** What an action needs to know of a case. */
export interface Actable {
  readonly id: string;
  readonly reference: string;
  /** Of the ETag that was shown: who acts on another state is refused. */
  readonly sequence: number;
  readonly owner?: { readonly id: string; readonly name: string } | undefined;
  readonly alerts?: { readonly acknowledgedBy?: string | undefined } | undefined;
  readonly hasAlert: boolean;
  readonly approval: boolean;
  readonly failedMail?: string | undefined;
}

async function post(of: Actable, body: CaseActionBody, done: () => void): Promise<string | undefined> {
  try {
    await call('POST', `/api/cases/${of.id}/events`, {
      body,
      headers: { 'if-match': `"${of.sequence}"`, 'idempotency-key': crypto.randomUUID() },
    });
    return undefined;
  } catch (error) {
    return inWords(error);
  } finally {
    done();
    askNow();
  }
}

/** Gives the alarm of a case, or an instance, a new instance. */
export async function restart(id: string, done: () => void): Promise<string | undefined> {
  try {
    await call('POST', `/api/operations/alarms/${encodeURIComponent(id)}/restart`);
    return undefined;
  } catch (error) {
    return inWords(error);
  } finally {
    done();
    askNow();
  }
}

/** Gives many alarms new instances, and says which could not be. */
export async function restartMany(
  ids: readonly string[],
  reason: string,
  done: () => void,
): Promise<string | undefined> {
  try {
    const answer = await call<z.output<typeof restartViewSchema>>('POST', '/api/operations/alarms/restart', {
      body: { ids, reason },
    });
    const not = answer.body.value.flatMap(({ id, problem }) => (problem ? [`${id}: ${problem.detail}`] : []));
    return not.length === 0
      ? undefined
      : `${not.length} of ${ids.length} were not restarted. ${not.join(' ')}`;
  } catch (error) {
    return inWords(error);
  } finally {
    done();
    askNow();
  }
}

/** Ends an instance that must not go on. */
export async function terminate(id: string, reason: string, done: () => void): Promise<string | undefined> {
  try {
    await call('POST', `/api/operations/alarms/${encodeURIComponent(id)}/terminate`, { body: { reason } });
    return undefined;
  } catch (error) {
    return inWords(error);
  } finally {
    done();
    askNow();
  }
}

export function CaseActions({ of, me, done }: { of: Actable; me: string; done: () => void }) {
  const { reference, owner, failedMail } = of;
  const act = (body: CaseActionBody) => () => post(of, body, done);
  return (
    <span class="actions">
      {owner?.id !== me && (
        <Action
          label="Take it"
          of={reference}
          run={async () => act({ type: 'case.assigned', owner: await identity() })()}
        />
      )}
      {of.hasAlert && <Action label="Acknowledge" of={reference} run={act({ type: 'alert.acknowledged' })} />}
      {of.approval && (
        <>
          <Action label="Approve lowering" of={reference} run={act({ type: 'downgrade.approved' })} />
          <Action label="Decline" of={reference} run={act({ type: 'downgrade.declined' })} />
        </>
      )}
      {failedMail !== undefined && (
        <Action
          label="Send mail again"
          of={reference}
          run={act({ type: 'mail.retryRequested', mailId: failedMail })}
        />
      )}
    </span>
  );
}
