import { rpcPath, webhookPath } from '../durable/client.ts';
import type { InFlight } from '../inFlight.ts';
import type { Incoming } from './incoming.ts';
import { isCrossSite } from './local.ts';
import { problem } from './problem.ts';
import { type Answer, answer, type Handler } from './server.ts';

export interface DispatchOptions {
  /** What stands under /local. */
  local: Handler;
  /** The Durable extension's API; the path is what follows its base address. */
  durable: (incoming: Incoming, path: string) => Promise<Answer>;
  /** The app's HTTP triggers. */
  functions: Handler;
  /** Open the Durable API under its public address. */
  durableKeys: readonly string[];
  inFlight: InFlight;
  /** Told when the last request to a function has been answered. */
  onIdle: () => void;
}

/** Sends each request where it belongs. */
export function createDispatch(options: DispatchOptions) {
  const { local, durable, functions, durableKeys, inFlight, onIdle } = options;
  let requests = 0;

  async function dispatch(incoming: Incoming): Promise<Answer> {
    const { path } = incoming;
    if (path === '/local' || path.startsWith('/local/')) return local(incoming);
    if (path.startsWith(rpcPath)) {
      if (isCrossSite(incoming)) return problem(403, 'Not from another site');
      return inFlight.run(() => durable(incoming, path.slice(rpcPath.length)));
    }
    if (path.startsWith(webhookPath)) {
      const key = incoming.url.searchParams.get('code') ?? incoming.header('x-functions-key') ?? '';
      if (!durableKeys.includes(key)) return answer(401);
      return inFlight.run(() => durable(incoming, path.slice(webhookPath.length)));
    }
    requests++;
    try {
      return await inFlight.run(() => functions(incoming));
    } finally {
      if (--requests === 0) onIdle();
    }
  }

  return {
    dispatch,
    /** Whether functions are answering requests. */
    busy: () => requests > 0,
  };
}
