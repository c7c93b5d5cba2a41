import { openApi } from '../shared/api/openapi/document.ts';
import { endpoints } from '../shared/api/endpoints.ts';
import { Problem } from '../shared/api/input/problem.ts';
import { degradedBy } from '../shared/api/readiness.ts';
import { channelStates } from '../shared/engine/alarm/channelStates.ts';
import { clockDiffers } from '../shared/engine/commit/clockTrust.ts';
import { StoreUnavailable } from '../shared/store/errors.ts';
import { inTurns } from '../shared/turns.ts';
import { ports, unreadable } from './composition.ts';
import { servePublic } from './http.ts';
import { isRefusing } from './overload.ts';
import { clockDiffersProblem } from './problems.ts';

let document: Promise<unknown> | undefined;

servePublic(endpoints.readOpenApi, async () => {
  document ??= inTurns(openApi());
  return { status: 200, body: await document };
});

servePublic(endpoints.readHealth, () => Promise.resolve({ status: 200, body: { status: 'healthy' } }));

servePublic(endpoints.readReady, async () => {
  const running = await ports().catch((cause: unknown) => {
    if (cause instanceof StoreUnavailable) throw cause;
    const detail = 'The store cannot be opened, and will not by itself: the logs say why.';
    throw new Problem(503, 'store.unreadable', detail, {}, { cause });
  });
  const { store, policies, mailGate } = running;
  await store.ping();
  const differs = clockDiffers(running);
  if (differs) throw clockDiffersProblem(differs);
  try {
    const failing = channelStates(await policies.read(), running).filter(({ state }) => state !== 'ok');
    return {
      status: 200,
      body: {
        status: 'ready',
        degraded: degradedBy(await unreadable(), {
          isMailFailing: mailGate.state.failingSince !== undefined,
          failingChannels: failing.length,
          isRefusing: isRefusing(),
        }),
      },
    };
  } catch (cause) {
    if (cause instanceof StoreUnavailable) throw cause;
    throw new Problem(
      503,
      'policies.unreadable',
      'What operations keep cannot be read as a whole: the logs say why.',
      {},
      { cause },
    );
  }
});
