/**
 * The version of the fold. Whoever changes what `evolve` makes of kept events raises it: snapshots of another version
 * are passed over, and made anew from the stream. A test folds kept streams and says when it has to be raised.
 */
export const foldVersion = 6;
