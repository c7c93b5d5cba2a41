/** Sign-in with Entra ID by MSAL: authorization code with PKCE, in a file that only such a page loads. */
import {
  BrowserCacheLocation,
  InteractionRequiredAuthError,
  PublicClientApplication,
  type AccountInfo,
} from '@azure/msal-browser';

import type { SignIn } from '../shared/api/operations/signIn.ts';

export interface SignedIn {
  readonly token: (renew: boolean) => Promise<string>;
  readonly signOut: () => Promise<void>;
}

/** The browser is on its way to another address: nothing comes of it here. */
const leaving = new Promise<never>(() => undefined);

/** Comes back once somebody has signed in; where nobody has, the browser leaves for it. */
export async function signInByEntra({
  authority,
  clientId,
  scope,
}: Extract<SignIn, { kind: 'entra' }>): Promise<SignedIn> {
  const app = new PublicClientApplication({
    auth: {
      clientId,
      authority,
      // What the server names is trusted: it need not be asked of Microsoft.
      knownAuthorities: [new URL(authority).host],
      redirectUri: `${location.origin}/ops`,
      postLogoutRedirectUri: `${location.origin}/ops`,
    },
    // Tokens end with the tab.
    cache: { cacheLocation: BrowserCacheLocation.SessionStorage },
  });
  await app.initialize();
  const scopes = [scope];
  // Goes back to where in the page somebody was before they left to sign in.
  const answer = await app.handleRedirectPromise({ navigateToLoginRequestUrl: true });
  const account = answer?.account ?? app.getAllAccounts()[0];
  if (!account) {
    await app.loginRedirect({ scopes });
    return leaving;
  }
  return {
    token: (renew) => tokenFor(account, renew),
    signOut: () => app.logoutRedirect({ account }),
  };

  async function tokenFor(of: AccountInfo, renew: boolean): Promise<string> {
    try {
      return (await app.acquireTokenSilent({ account: of, scopes, forceRefresh: renew })).accessToken;
    } catch (error) {
      if (!(error instanceof InteractionRequiredAuthError)) throw error;
      await app.acquireTokenRedirect({ account: of, scopes });
      return leaving;
    }
  }
}
