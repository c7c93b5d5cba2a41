/** How the page of operations gets a token; all of it is told to whoever asks. */
export type SignIn =
  | { readonly kind: 'none' }
  /** The token of the local runtime, which has a virtual clock too. */
  | { readonly kind: 'local' }
  | { readonly kind: 'entra'; readonly authority: string; readonly clientId: string; readonly scope: string };
