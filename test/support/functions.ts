import { startApp } from '../../functions/testing/app.ts';
import type { Client } from './client.ts';
import { remoteClient, remoteUrl } from './remote.ts';

export interface Functions {
  readonly client: Client;
  dispose(): Promise<void>;
}

/**
 * For what moves no clock and reads no mail: the functions in this process, or the deployment that is tested. Starting
 * a product takes longer than all that it is then asked.
 */
export async function startFunctions(): Promise<Functions> {
  return remoteUrl === undefined ? startApp() : { client: remoteClient(), dispose: async () => undefined };
}
