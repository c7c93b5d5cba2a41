import { rpcPath, webhookPath } from '../durable/client.ts';
import type { InFlight } from '../inFlight.ts';
import type { Gate } from './gate.ts';
import type { Incoming } from './incoming.ts';
import { Intake } from './intake.ts';
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
  /** Opens the Durable API to the app's own clients. */
  rpcKey: string;
  /** Open the Durable API under its public address. */
  durableKeys: readonly string[];
  inFlight: InFlight;
  gate: Gate;
  /** Told when the last request to a function has been answered. */
  onIdle: () => void;
}

/** The header with which requests of the runtime itself go past the gate. */
export const passKey = 'x-local-key';

/** Sends each request where it belongs. */
export function createDispatch(options: DispatchOptions) {
  const { local, durable, functions, rpcKey, durableKeys, inFlight, gate, onIdle } = options;
  const rpc = rpcPath(rpcKey);
  const intake = new Intake();
  let requests = 0;
  let stopping = false;

  const begin = () => {
    requests++;
  };
  const end = () => {
    if (--requests === 0) onIdle();
  };

  async function durably(incoming: Incoming, path: string): Promise<Answer> {
    return inFlight.run(() => {
      incoming.watchWaits((wait) => inFlight.waitOutside(wait));
      return durable(incoming, path);
    });
  }

  async function dispatch(incoming: Incoming): Promise<Answer> {
    const { path } = incoming;
    if (path === '/local' || path.startsWith('/local/')) return local(incoming);
    if (path.startsWith('/durabletask/')) {
      if (isCrossSite(incoming)) return problem(403, 'Not from another site');
      if (!path.startsWith(rpc)) return answer(401);
      return durably(incoming, path.slice(rpc.length));
    }
    if (path.startsWith(webhookPath)) {
      const key = incoming.url.searchParams.get('code') ?? incoming.header('x-functions-key') ?? '';
      if (!durableKeys.includes(key)) return answer(401);
      return durably(incoming, path.slice(webhookPath.length));
    }
    // What the runtime's own services bring belongs to the moment that is being waited for.
    if (!stopping && incoming.header(passKey) !== rpcKey) await gate.pass();
    if (stopping) return shuttingDown();
    begin();
    try {
      await intake.pass();
      return await inFlight.run(() => {
        // Who sends slowly holds nobody up: neither the clock nor the work that makes room for requests.
        incoming.watchWaits(async (wait) => {
          end();
          try {
            return await inFlight.waitOutside(wait);
          } finally {
            begin();
          }
        });
        return functions(incoming);
      });
    } finally {
      end();
    }
  }

  return {
    dispatch,
    /** Whether functions are answering requests. */
    busy: () => requests > 0,
    /** Takes up no more requests for functions. */
    stop(): void {
      stopping = true;
    },
  };
}

function shuttingDown(): Response {
  const refused = problem(503, 'Shutting down', 'This process takes up nothing new: ask again soon.');
  refused.headers.set('retry-after', '1');
  refused.headers.set('connection', 'close');
  return refused;
}
