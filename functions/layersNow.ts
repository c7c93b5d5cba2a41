import type { Ports } from '../shared/engine/ports.ts';

/** Only days that have been decided since are told by them: what was stored is answered without, too. */
export function layersNow({ calendars, warn }: Ports) {
  return calendars.read().catch((error: unknown) => {
    warn("operations' calendars cannot be read", error);
    return undefined;
  });
}
