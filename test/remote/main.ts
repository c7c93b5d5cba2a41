/** `npm run test:remote -- --url <address>`: tests a deployment as it is deployed, or its host, in real time. */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const usage = `Usage: npm run test:remote -- [--url <address> [--all]] [--conformance <address>]
  --url          where the API answers, such as https://func-caseclock.azurewebsites.net
  --all          the whole-system tests that need no virtual clock as well: they use tenants named contoso, fabrikam and
                 the like, and tokens of these, which only the local runtime gives out
  --conformance  where the app of test/conformance/app answers: whether that host does what the product relies on. An
                 app of its own, since it answers without a token and starts whatever it is asked to; its README says how

The setting REMOTE_TOKEN holds an access token of the operator's own tenant with the roles integration, engineer and
operations. Without it tokens are asked of the address itself, as the local runtime has them. CONFORMANCE_FUNCTION_KEY
and CONFORMANCE_ADMIN_KEY hold the keys of the other app.
`;

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    all: { type: 'boolean', default: false },
    conformance: { type: 'string' },
    help: { type: 'boolean' },
  },
});
const addresses = [values.url, values.conformance].filter((each) => each !== undefined);
if (values.help || addresses.length === 0 || !addresses.every((each) => URL.canParse(each))) {
  process.stdout.write(usage);
  process.exit(values.help ? 0 : 1);
}
const { status } = spawnSync('vitest', ['run', '--config', 'vitest.remote.config.ts'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: {
    ...process.env,
    ...(values.url !== undefined && { REMOTE_URL: new URL(values.url).origin }),
    ...(values.all && { REMOTE_ALL: 'true' }),
    ...(values.conformance !== undefined && { CONFORMANCE_BASE_URL: new URL(values.conformance).origin }),
  },
});
process.exit(status ?? 1);
