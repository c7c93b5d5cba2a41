import type { FetchImplementation } from 'jose';

/** The largest answer with keys that is read, in bytes: that of Entra ID is a hundredth of it. */
export const largestAnswer = 1024 * 1024;

/** Fetches what an issuer publishes, and reads no more of it than this. Throws an Error where it is larger. */
export const boundedFetch: FetchImplementation = async (url, options) => {
  const answer = await fetch(url, options);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    // Whoever leaves the loop cancels the rest.
    if (size > largestAnswer) throw new Error(`the issuer's keys are larger than ${largestAnswer} bytes`);
    parts.push(part);
  }
  const body = answer.status === 200 ? Buffer.concat(parts) : null;
  return new Response(body, { status: answer.status, headers: answer.headers });
};
