import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BoundedLog } from '../shared/boundedLog.ts';
import { printBanner } from './banner.ts';
import { lastInstant } from './clock.ts';
import { type Host, type HostOptions, startHost } from './host.ts';
import { readInstant } from './time.ts';

const usage = `Usage: npm start -- [options]
  --port <number>   port on 127.0.0.1; 0 takes a free one (default 7071)
  --data <folder>   where everything is kept (default .caseclock)
  --now <instant>   start a virtual clock there, for example 2026-11-20T08:00:00Z; it stands still until told
  --app <folder>    the function app (default: this folder)
  --main <glob>     its files (default: main of its package.json)
  --settings <file> take settings from the Values of this file, as in local.settings.json
  --quiet           print warnings and errors only
  --verbose         print every event of every case, not only what is accepted, falls due, is mailed or refused
`;

function readOptions(): HostOptions {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '7071' },
      data: { type: 'string', default: '.caseclock' },
      now: { type: 'string' },
      app: { type: 'string', default: '.' },
      main: { type: 'string' },
      settings: { type: 'string' },
      quiet: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`Not a port: ${values.port}`);
  const now = values.now === undefined ? undefined : readInstant(values.now);
  if (values.now !== undefined && now === undefined) {
    throw new Error(`--now takes an ISO 8601 instant such as 2026-11-20T08:00:00Z, not ${values.now}.`);
  }
  if (now !== undefined && (now < 0 || now > lastInstant)) {
    throw new Error(`--now takes an instant from 1970 to 2100, not ${values.now}.`);
  }
  const { quiet, verbose } = values;
  if (quiet && verbose) throw new Error('--quiet and --verbose exclude each other.');
  return {
    port,
    data: resolve(values.data),
    app: resolve(values.app),
    ...(values.main !== undefined && { main: values.main }),
    ...(values.settings !== undefined && { settings: resolve(values.settings) }),
    ...(now !== undefined && { now }),
    telling: quiet ? 'none' : verbose ? 'all' : 'milestones',
    log(level, message) {
      if (level === 'warning' || level === 'error' || level === 'critical')
        complaints.tell(`${level}: ${message}`);
      else if (!quiet && level === 'information') process.stdout.write(`${message}\n`);
    },
  };
}

const complaints = new BoundedLog(
  (line) => process.stderr.write(`${line}\n`),
  () => performance.now(),
);

/** A terminal's signal comes more than once, to this process and from those that started it. In ms. */
const echo = 250;

function stopOnSignals(host: Host): void {
  let stoppingSince: number | undefined;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stoppingSince !== undefined) {
        if (performance.now() - stoppingSince > echo) process.exit(1);
        return;
      }
      stoppingSince = performance.now();
      host.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
  // The process that started this one was killed: nobody could stop this one any more.
  process.on('disconnect', () => process.exit(1));
  process.channel?.unref();
}

try {
  const options = readOptions();
  const host = await startHost(options);
  stopOnSignals(host);
  printBanner(host, options.data);
} catch (error) {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const hint = taken ? ' (--port 0 takes a free port)' : '';
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}${hint}\n`);
  process.exit(1);
}
