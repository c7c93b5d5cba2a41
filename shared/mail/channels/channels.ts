import type { Channel } from '../../policy/index.ts';
import { MailGate } from '../delivery/gate.ts';
import { isLoopback } from '../delivery/loopback.ts';
import type { ChannelMessage, MailService } from '../delivery/port.ts';
import { webhook } from './webhook.ts';

/** What a process knows of a channel, for operations. Instants are ms of the product's clock. */
export interface ChannelState {
  /** The setting that holds its address. */
  readonly webhook: string;
  /** `notSet`: there is no such setting, or it holds no address that may be posted to. */
  readonly state: 'ok' | 'failing' | 'notSet';
  /** Of the first failure in a row. */
  readonly since?: number;
  readonly lastError?: string;
}

/** The channels of operations, each with a gate of its own: one that hangs holds up neither mail nor another. */
export interface Channels {
  serviceOf(channel: Channel): MailService<ChannelMessage>;
  gateOf(channel: Channel): MailGate;
  /** To be told how each attempt ended; without a reason: well. Answers whether it is the first that failed in a row. */
  heard(channel: Channel, now: number, reason?: string): boolean;
  stateOf(webhook: string): ChannelState;
}

/** Addresses are settings by name; only what a policy may name is ever looked up. */
export function channels(settings: Readonly<Record<string, string | undefined>>): Channels {
  const gates = new Map<string, MailGate>();
  const failing = new Map<string, { readonly since: number; readonly lastError: string }>();
  return {
    serviceOf(channel) {
      return webhook(channel, addressIn(settings, channel.webhook), notSet(channel.webhook));
    },
    gateOf({ webhook: name }) {
      const gate = gates.get(name) ?? new MailGate();
      gates.set(name, gate);
      return gate;
    },
    heard({ webhook: name }, now, reason) {
      const before = failing.get(name);
      if (reason === undefined) failing.delete(name);
      else failing.set(name, { since: before?.since ?? now, lastError: reason });
      return reason !== undefined && before === undefined;
    },
    stateOf(name) {
      if (!addressIn(settings, name)) return { webhook: name, state: 'notSet', lastError: notSet(name) };
      const known = failing.get(name);
      return { webhook: name, ...(known ? { state: 'failing', ...known } : { state: 'ok' }) };
    },
  };
}

function notSet(name: string): string {
  return `the setting ${name} does not hold the https:// address of a webhook`;
}

/** Plain http is for this machine only. */
function addressIn(settings: Readonly<Record<string, string | undefined>>, name: string): URL | undefined {
  const text = settings[name]?.trim() ?? '';
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isAllowed = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
  // A key in front of the host would be sent by no fetch.
  return isAllowed && url.username === '' && url.password === '' ? url : undefined;
}
