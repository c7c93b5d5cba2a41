/** An operation took longer than it may. It may still be done by the service. */
export class TookTooLong extends Error {
  override readonly name = 'TookTooLong';
}

/**
 * Runs `work`, for `ms` at the most. The signal asks it to stop then; work that doesn't listen is no longer
 * waited for. (The SDK goes on for many minutes with what it asks the service on its own account, such as a
 * container's partition key, and passes no signal on to that.)
 *
 * @throws TookTooLong
 */
export async function inTime<T>(ms: number, work: (abortSignal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TookTooLong(`no end after ${ms} ms`));
      controller.abort();
    }, ms);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
