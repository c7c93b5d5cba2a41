import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { startAzurite } from './func/azurite.ts';
import { standIns, startStandIns } from './func/standIns.ts';
import { openFolder, readSettingsFile } from './settings.ts';

const usage = `Usage: npm run start:func -- [options]
  --port <number>        port of the functions (default 7071)
  --local-port <number>  port of the mailbox and the tokens on 127.0.0.1 (default 7072)
  --data <folder>        where everything is kept (default .caseclock/func)
`;

const missing = `Azure Functions Core Tools are missing: there is no command "func" (version 4) on the PATH.

  npm:      npm install -g azure-functions-core-tools@4
  macOS:    brew tap azure/functions && brew install azure-functions-core-tools@4
  Windows:  winget install Microsoft.Azure.FunctionsCoreTools
  others:   https://learn.microsoft.com/azure/azure-functions/functions-run-local

Everything but the real Functions host also runs without them: npm start
`;

const windows = process.platform === 'win32';
const fail = (text: string): never => {
  process.stderr.write(text);
  process.exit(1);
};

function coreToolsVersion(): string | undefined {
  const { status, stdout } = spawnSync('func', ['--version'], { encoding: 'utf8', shell: windows });
  return status === 0 ? stdout.trim() : undefined;
}

/** The Values of local.settings.json, which is made from the sample where it is missing. */
function readSettings(app: string): Record<string, string> {
  const file = join(app, 'local.settings.json');
  if (!existsSync(file)) {
    copyFileSync(join(app, 'local.settings.sample.json'), file);
    process.stdout.write('local.settings.json was missing: made from local.settings.sample.json.\n');
  }
  return readSettingsFile(file);
}

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '7071' },
    'local-port': { type: 'string', default: '7072' },
    data: { type: 'string', default: '.caseclock/func' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit(0);
}
const version = coreToolsVersion();
if (version === undefined) fail(missing);
else if (!/^[4-9]\./.test(version)) fail(`func is version ${version}; version 4 is needed.\n\n${missing}`);

const app = resolve('.');
const data = resolve(values.data);
const settings = readSettings(app);
openFolder(data);

const local = await startStandIns(Number(values['local-port']), data, settings['IDENTITY_HOME_TENANT']);
let azurite: ChildProcess | undefined;
try {
  if (settings['AzureWebJobsStorage'] === 'UseDevelopmentStorage=true') azurite = await startAzurite(data);
  const given = standIns(settings, local.origin, local.accessKey);
  process.stdout.write(`Core Tools ${version}, functions at http://127.0.0.1:${values.port}/api
  Mailbox      ${local.origin}/local/
  Tokens       ${local.origin}/local/token?role=integration
  Stand-ins    ${Object.keys(given).join(', ') || 'none: local.settings.json sets everything'}
  Data         ${data}
`);
  const func = spawn('func', ['start', '--port', values.port], {
    cwd: app,
    env: { ...process.env, ...given },
    stdio: 'inherit',
    shell: windows,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => func.kill(signal));
  // The process that started this one was killed: nobody could stop this one any more.
  process.on('disconnect', () => func.kill('SIGTERM'));
  process.channel?.unref();
  const [code] = (await once(func, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  azurite?.kill('SIGTERM');
  await local.close();
}
process.exit();
