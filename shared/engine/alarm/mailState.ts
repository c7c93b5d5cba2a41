import { toInstant, type Instant } from '../../calendar/index.ts';
import type { Ports } from '../ports.ts';

/** How mail goes, for operations: one alert, however many mails wait. */
export interface MailState {
  /** `deferred`: mail waits that should have gone out; `failing`: attempts fail at present, so that few are made. */
  readonly state: 'ok' | 'deferred' | 'failing';
  readonly since?: Instant;
  /** Mails that should have gone out, by the store: as true after a restart. */
  readonly waiting: number;
  /** What this process heard last, where that was no answer. */
  readonly lastError?: string;
}

/** A mail that has just been asked for is no news (ms). */
const grace = 60_000;

export async function mailState({
  store,
  clock,
  mailGate,
}: Pick<Ports, 'store' | 'clock' | 'mailGate'>): Promise<MailState> {
  const { failingSince, lastError } = mailGate.state;
  const { count, oldest } = await store.mailBacklog(clock.now() - (lastError === undefined ? grace : 0));
  const isFailing = failingSince !== undefined;
  if (!isFailing && count === 0) return { state: 'ok', waiting: 0 };
  const since = failingSince ?? oldest;
  return {
    state: isFailing ? 'failing' : 'deferred',
    ...(since === null ? {} : { since: toInstant(since) }),
    waiting: count,
    ...(lastError === undefined ? {} : { lastError }),
  };
}
