import { openApi } from '../shared/api/openapi.ts';
import { operations } from '../shared/api/operations.ts';
import { ports } from './composition.ts';
import { servePublic } from './http.ts';

let document: ReturnType<typeof openApi> | undefined;

servePublic(operations.readOpenApi, () => {
  document ??= openApi();
  return Promise.resolve({ status: 200, body: document });
});

servePublic(operations.readHealth, () => Promise.resolve({ status: 200, body: { status: 'healthy' } }));

servePublic(operations.readReady, async () => {
  await (await ports()).store.ping();
  return { status: 200, body: { status: 'ready' } };
});
