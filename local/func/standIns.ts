import { join } from 'node:path';

import { createLocal } from '../http/local.ts';
import { problem } from '../http/problem.ts';
import { listen } from '../http/server.ts';
import { createIdentity } from '../identity.ts';
import { createMailbox } from '../mailbox/index.ts';
import { readSecrets } from '../settings.ts';

export interface StandIns {
  readonly origin: string;
  /** Of the mailbox, as in an ACS connection string. */
  readonly accessKey: string;
  close(): Promise<void>;
}

const audience = 'caseclock';

/** Serves tokens and the mailbox beside a real Functions host, which has neither. Time is real there. */
export async function startStandIns(
  port: number,
  folder: string,
  homeTenant = 'operator',
): Promise<StandIns> {
  const { acsKey } = readSecrets(folder);
  const mailbox = createMailbox({ path: join(folder, 'mail.db'), accessKey: acsKey, now: () => Date.now() });
  const server = await listen(
    port,
    async (incoming) => (await local)(incoming),
    (error) => process.stderr.write(`${String(error)}\n`),
  );
  const origin = `http://127.0.0.1:${server.port}`;
  const local = createIdentity({ folder, issuer: `${origin}/local`, audience, homeTenant }).then((identity) =>
    createLocal({ identity, mailbox, time: realTime }),
  );
  await local;
  return {
    origin,
    accessKey: acsKey,
    async close() {
      await server.close(1000);
      mailbox.close();
    },
  };
}

const realTime = {
  read: () => Response.json({ now: new Date().toISOString(), speed: 1 }),
  change: () =>
    Promise.resolve(
      problem(409, 'Time is real here', 'Only the local runtime (npm start) has a virtual clock.'),
    ),
};

/** Settings for the stand-ins, where `settings` (of local.settings.json) names nothing real. */
export function standIns(
  settings: Readonly<Record<string, string>>,
  origin: string,
  accessKey: string,
): Record<string, string> {
  const has = (name: string) => Boolean(process.env[name] ?? settings[name]);
  return {
    ...(has('ACS_ENDPOINT') || has('ACS_CONNECTION_STRING')
      ? {}
      : { ACS_CONNECTION_STRING: `endpoint=${origin}/local/acs/;accesskey=${accessKey}` }),
    ...(has('IDENTITY_ISSUER')
      ? {}
      : {
          IDENTITY_ISSUER: `${origin}/local`,
          IDENTITY_AUDIENCE: audience,
          IDENTITY_JWKS_URI: `${origin}/local/jwks.json`,
        }),
  };
}
