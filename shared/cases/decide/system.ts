import type { Actor } from '../model/events.ts';

/** Who records what falls due by itself. */
export const system: Actor = { kind: 'system', id: 'tick', role: 'system' };
