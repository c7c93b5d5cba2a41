import { toInstant, toMs } from '../../calendar/index.ts';
import {
  addressesOf,
  decideCommand,
  mostNotedReplies,
  Recorder,
  Refused,
  type Actor,
  type Case,
  type CaseEvent,
  type EventData,
} from '../../cases/index.ts';
import { cluesOf, isAuthentic, isAutomatic, withoutQuoted, type Reply } from '../../mail/index.ts';
import type { Policy } from '../../policy/index.ts';
import { tellAlarm } from '../alarm/alarm.ts';
import { advisoryCaseId } from '../commands/advisory.ts';
import { idempotencyOf } from '../commands/idempotency.ts';
import { commit } from '../commit/commit.ts';
import { load } from '../commit/load.ts';
import type { Alarms, Ports } from '../ports.ts';
import { mailNamed } from './named.ts';

const system: Actor = { kind: 'system', id: 'mail', role: 'system' };

/** What became of a mail to us. `noted`: operations see it, and nothing else follows. */
export type Taken = 'recorded' | 'noted' | 'known' | 'unknown';

/** Characters of a mail that are kept. */
const longest = 8000;

/**
 * Takes a mail to us: an answer of a contact is recorded as one, once however often it comes; what a program has sent,
 * or somebody else, is noted for operations and moves no clock. `unknown`: it is about no case.
 */
export async function takeReply(ports: Ports, alarms: Alarms, reply: Reply): Promise<Taken> {
  const caseId = await caseMeant(ports, reply);
  if (caseId === undefined) return 'unknown';
  const scope = { tenantId: '', client: system.id, operation: 'takeMailReply', caseId, key: reply.messageId };
  const idempotency = idempotencyOf(scope, null);
  let taken: Taken = 'unknown';
  const outcome = await commit<Taken>(
    ports,
    caseId,
    async ({ state, now, policy }) => {
      if (!state) return { answer: 'unknown' };
      if (await ports.store.findKeyed(caseId, idempotency.scope)) return { answer: 'known' };
      const decided = decideReply(state, reply, now, policy);
      taken = decided.some(({ type }) => type === 'customer.replied') ? 'recorded' : 'noted';
      return decided.length === 0 ? { answer: 'noted' } : { events: decided, idempotency };
    },
    { by: system },
  );
  if (!outcome) return 'unknown';
  if ('answer' in outcome) return outcome.answer;
  await tellAlarm(alarms, outcome);
  return taken;
}

function decideReply(state: Case, reply: Reply, now: number, policy: Policy): readonly CaseEvent[] {
  const message = clipped(withoutQuoted(reply.text));
  const why = whyNot(state, reply, message);
  if (why !== undefined) return noted(state, reply, why, now, message);
  const by: Actor = { kind: 'caller', id: 'mail', role: 'integration', tenantId: state.tenantId };
  try {
    const action = { type: 'customer.replied', message, by, advisoryCaseId: advisoryCaseId(state) } as const;
    return decideCommand(state, action, now, policy);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return noted(state, reply, 'notNow', now, message);
  }
}

function whyNot(state: Case, reply: Reply, message: string): EventData['reply.noted']['why'] | undefined {
  if (isAutomatic(reply)) return 'automatic';
  if (!addressesOf(state).includes(reply.from.toLowerCase())) return 'stranger';
  if (!isAuthentic(reply.authentication)) return 'notAuthentic';
  return message === '' ? 'empty' : undefined;
}

/** Of very many nothing is noted: they come from programs, or from somebody who means harm. */
function noted(
  state: Case,
  { messageId, from }: Reply,
  why: EventData['reply.noted']['why'],
  now: number,
  message: string,
): readonly CaseEvent[] {
  const recent = (state.notedReplies ?? []).filter((at) => toMs(at) > now - 3_600_000);
  if (recent.length >= mostNotedReplies) return [];
  const record = new Recorder(state, toInstant(now), system);
  const words = message === '' ? {} : { message };
  record.add('reply.noted', { messageId, from, why, ...words }, record.at);
  return record.events;
}

function clipped(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** The case that a mail is about: by its threading headers, the address it went to, or the reference in its subject. */
async function caseMeant(ports: Ports, reply: Reply): Promise<string | undefined> {
  const { store } = ports;
  const now = ports.clock.now();
  const { operationIds, tokens, idPrefixes } = cluesOf(reply);
  for (const id of operationIds) {
    const named = await mailNamed(store, now, id);
    if (named) return named.caseId;
  }
  for (const token of tokens) {
    if ((await load(ports, token)).state) return token;
  }
  for (const idPrefix of idPrefixes) {
    const { value } = await store.list({ idPrefix, now, top: 2 });
    const [found, another] = value;
    // One that could be two cases is neither.
    if (found && !another) return found.caseId;
  }
  return undefined;
}
