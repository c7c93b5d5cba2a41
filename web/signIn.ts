/** How the page gets its token: by what the server tells. */
import type { SignIn } from '../shared/api/operations/signIn.ts';
import { useToken } from './api.ts';

export class NotConfigured extends Error {}

export interface Session {
  /** With the local runtime, which has a virtual clock too. */
  readonly local: boolean;
  readonly signOut?: () => Promise<void>;
}

/** Signs in; with Entra ID the browser may leave for it, and begins anew when it is back. */
export async function signIn(): Promise<Session> {
  const config = (await (await fetch('/ops/config.json', { cache: 'no-store' })).json()) as SignIn;
  switch (config.kind) {
    case 'local':
      useToken(remembered(localToken));
      return { local: true };
    case 'entra': {
      const { signInByEntra } = await import('./entra.ts');
      const { token, signOut } = await signInByEntra(config);
      useToken(token);
      return { local: false, signOut };
    }
    case 'none':
      throw new NotConfigured();
  }
}

async function localToken(): Promise<string> {
  const answer = await fetch('/local/token?role=operations', { cache: 'no-store' });
  return ((await answer.json()) as { token: string }).token;
}

function remembered(ask: () => Promise<string>): (renew: boolean) => Promise<string> {
  let token: Promise<string> | undefined;
  return (renew) => {
    if (renew || !token) {
      token = ask();
      token.catch(() => (token = undefined));
    }
    return token;
  };
}
