/** What can be done to a case from a row or from its page. */
import type { CaseActionBody } from '../shared/cases/model/actions.ts';
import { call, identity, inWords, Refusal } from './api.ts';
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
    return error instanceof Refusal && error.status === 409 ? error.message : inWords(error);
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
