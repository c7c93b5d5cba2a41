import { openApi } from '../shared/api/openapi.ts';
import { operations } from '../shared/api/operations.ts';
import { inTurns } from '../shared/turns.ts';
import { ports } from './composition.ts';
import { servePublic } from './http.ts';

let document: Promise<unknown> | undefined;

servePublic(operations.readOpenApi, async () => {
  document ??= inTurns(openApi());
  return { status: 200, body: await document };
});

servePublic(operations.readHealth, () => Promise.resolve({ status: 200, body: { status: 'healthy' } }));

servePublic(operations.readReady, async () => {
  await (await ports()).store.ping();
  return { status: 200, body: { status: 'ready' } };
});
