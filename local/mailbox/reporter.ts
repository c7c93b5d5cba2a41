import type { Log } from '../app.ts';

/** The application whose tokens bring delivery reports here. */
export const reportingApp = 'local-mail';

const attempts = 5;

export interface ReporterOptions {
  readonly address: string;
  /** Request headers, with what shows who reports. */
  readonly headers: () => Promise<Readonly<Record<string, string>>>;
  readonly log: Log;
}

/** Posts events as Event Grid does: again, a few times, where they were not taken. */
export function createReporter({ address, headers, log }: ReporterOptions) {
  return async (events: readonly object[]): Promise<void> => {
    const body = JSON.stringify(events);
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = await fetch(address, {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(await headers()) },
          body,
        });
        if (answer.ok) return;
        if (attempt === attempts || answer.status < 429) {
          return log('warn', `delivery reports were answered ${answer.status}: ${await answer.text()}`);
        }
      } catch (error) {
        // Whoever shuts down takes nothing more.
        if (attempt === attempts)
          return log('warn', `delivery reports could not be brought: ${String(error)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50 * 2 ** attempt));
    }
  };
}
