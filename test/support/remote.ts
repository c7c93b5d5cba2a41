import { Client } from './client.ts';

/** The deployment that is tested, where `npm run test:remote` has named one. */
export const remoteUrl = process.env['REMOTE_URL'];

/**
 * Speaks to that deployment, with `REMOTE_TOKEN` for every role where it is set: a token of the operator's own tenant
 * that has all three. Otherwise with tokens that it gives out itself, as the local runtime does.
 */
export function remoteClient(): Client {
  if (remoteUrl === undefined) throw new Error('Started by npm run test:remote -- --url <address>.');
  return new Client(remoteUrl, process.env['REMOTE_TOKEN']);
}
