import { toInstant, type Instant } from '../../calendar/index.ts';
import type { ChannelState } from '../../mail/index.ts';
import type { Policies } from '../../policy/index.ts';
import type { Ports } from '../ports.ts';

export type ChannelTold = Omit<ChannelState, 'since'> & { readonly since?: Instant };

/** Each channel that a version of the policy names, and whether it takes messages, as far as this process knows. */
export function channelStates(
  { versions }: Pick<Policies, 'versions'>,
  { channels }: Pick<Ports, 'channels'>,
): readonly ChannelTold[] {
  const named = versions
    .flatMap(({ escalation }) => escalation.levels)
    .flatMap(({ channels: all = [] }) => all.map(({ webhook }) => webhook));
  return [...new Set(named)].sort().map((webhook) => {
    const { since, ...state } = channels.stateOf(webhook);
    return { ...state, ...(since === undefined ? {} : { since: toInstant(since) }) };
  });
}
