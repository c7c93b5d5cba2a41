/** `npm run test:remote -- --url <address>`: tests a deployment as it is deployed, in real time. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const usage = `Usage: npm run test:remote -- --url <address> [--all]
  --url  where the API answers, such as https://func-caseclock.azurewebsites.net
  --all  the whole-system tests that need no virtual clock as well: they use tenants named contoso, fabrikam and the
         like, and tokens of these, which only the local runtime gives out

The setting REMOTE_TOKEN holds an access token of the operator's own tenant with the roles integration, engineer and
operations. Without it tokens are asked of the address itself, as the local runtime has them.
`;

const { values } = parseArgs({
  options: { url: { type: 'string' }, all: { type: 'boolean', default: false }, help: { type: 'boolean' } },
});
if (values.help || values.url === undefined || !URL.canParse(values.url)) {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 1);
}
const { status } = spawnSync('vitest', ['run', '--config', 'vitest.remote.config.ts'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: {
    ...process.env,
    REMOTE_URL: new URL(values.url).origin,
    ...(values.all && { REMOTE_ALL: 'true' }),
  },
});
process.exit(status ?? 1);
