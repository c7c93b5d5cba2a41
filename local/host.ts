import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { useClock } from '../shared/clock.ts';
import { type AppFunction, invoke, loadApp, type Log, readHostSettings, runHooks } from './app.ts';
import { clockFault, type KeptClock, VirtualClock } from './clock.ts';
import { createDurableApi } from './durable/api.ts';
import { durableClient, managementUrls } from './durable/client.ts';
import { TaskHub } from './durable/hub.ts';
import { Pump } from './durable/pump.ts';
import { type Code, createRuntime, UnknownFunction } from './durable/runtime.ts';
import { createDispatch, passKey } from './http/dispatch.ts';
import { Gate } from './http/gate.ts';
import { createHttpFunctions } from './http/functions.ts';
import { createLocal } from './http/local.ts';
import { type Handler, listen } from './http/server.ts';
import { createIdentity } from './identity.ts';
import { InFlight } from './inFlight.ts';
import { createMailbox } from './mailbox/index.ts';
import { createReporter, reportingApp } from './mailbox/reporter.ts';
import { openFolder, productSettings, provide, readSecrets, readSettingsFile, tryStore } from './settings.ts';
import { keptClock, Time } from './time.ts';
import { Timers } from './timers.ts';

export interface HostOptions {
  /** 0 takes a free port. */
  port: number;
  /** The data folder: everything that outlives the process. One process at a time. */
  data: string;
  /** The folder of the function app, with package.json and host.json. */
  app: string;
  /** The glob of the app's files; by default `main` of its package.json. */
  main?: string;
  /** A local.settings.json to take settings from; the environment goes before it. */
  settings?: string;
  /** Where a virtual clock starts, in ms. Without it: the kept virtual clock, else real time. */
  now?: number;
  /** What is printed of cases: the setting LOG_EVENTS, where the environment has none. */
  telling?: string;
  log: Log;
}

export interface Host {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  clock: VirtualClock;
  /** Takes up nothing new, lets what runs end for a while, and closes the data folder. */
  close(): Promise<void>;
}

/** How long a stop waits for what runs, in ms. */
const grace = 10_000;
/** How long it then waits for callers that are slow to take their answer, or to send the rest of a request. */
const slowest = 1_000;

/** Hosts a function app on this machine, on one loopback port. */
export async function startHost(options: HostOptions): Promise<Host> {
  openFolder(options.data);
  const hub = new TaskHub(join(options.data, 'hub.db'));
  try {
    return await hostOn(hub, options);
  } catch (error) {
    hub.close();
    throw error;
  }
}

async function hostOn(hub: TaskHub, options: HostOptions): Promise<Host> {
  const { log } = options;
  const clock = await openClock(hub, options.now);
  const inFlight = new InFlight();
  const secrets = readSecrets(options.data);
  const newId = () => randomUUID().replaceAll('-', '');

  // The address must be known before the app is loaded, the app be loaded before a request is answered.
  let open: (handler: Handler) => void = () => undefined;
  const opened = new Promise<Handler>((resolve) => (open = resolve));
  const onError = (error: unknown) =>
    log('error', error instanceof Error ? (error.stack ?? error.message) : String(error));
  const server = await listen(options.port, async (incoming) => (await opened)(incoming), onError);
  const origin = `http://127.0.0.1:${server.port}`;

  if (options.settings !== undefined) provide(readSettingsFile(options.settings));
  if (options.telling !== undefined) provide({ LOG_EVENTS: options.telling });
  provide(productSettings(origin, options.data, secrets.acsKey, clock.speed === 0));
  const letStoreGo = await tryStore();
  useClock({ now: () => clock.now(), sleepUntil: (instant) => inFlight.sleep(clock.sleepUntil(instant)) });

  const host = await readHostSettings(options.app);
  const hubName = process.env['TASK_HUB'] ?? 'Local';
  const functions = await loadApp({
    folder: options.app,
    main: options.main,
    durableClient: durableClient(origin, hubName, secrets.durableKey),
    newId,
    log,
  });
  const api = createDurableApi({
    hub,
    now: () => clock.now(),
    newId,
    urls: (id) => managementUrls(origin, hubName, secrets.durableKey, id),
  });
  const identity = await createIdentity({
    folder: options.data,
    issuer: `${origin}/local`,
    audience: 'caseclock',
    homeTenant: process.env['IDENTITY_HOME_TENANT'] ?? 'operator',
  });
  const mailbox = createMailbox({
    path: join(options.data, 'mail.db'),
    accessKey: secrets.acsKey,
    now: () => clock.now(),
    settings: process.env,
    report: createReporter({
      address: `${origin}/api/mail/reports`,
      headers: async () => ({
        authorization: `Bearer ${await identity.ofProgram(reportingApp)}`,
        [passKey]: secrets.durableKey,
      }),
      log,
    }),
  });
  const callFunction = createHttpFunctions(
    functions.values(),
    normalPrefix(host.extensions?.http?.routePrefix),
    { function: secrets.functionKey, admin: secrets.adminKey },
    log,
  );

  const runtime = createRuntime({ hub, code: codeOf(functions), clock, newId, log });
  const pump = new Pump({ runtime, hub, clock, inFlight, busy: () => busy(), onError });
  const timers = new Timers({ functions: functions.values(), hub, clock, inFlight, log });
  const gate = new Gate();
  const mailSettled = () => mailbox.settled();
  const time = new Time({ clock, hub, runtime, pump, timers, inFlight, gate, mailSettled });
  const { dispatch, busy, stop } = createDispatch({
    local: createLocal({ time, identity, mailbox }),
    durable: api,
    functions: callFunction,
    rpcKey: secrets.durableKey,
    gate,
    durableKeys: [secrets.durableKey, secrets.adminKey],
    inFlight,
    onIdle: () => pump.wake(),
  });
  open(dispatch);
  pump.start();
  timers.start();

  async function close(): Promise<void> {
    stop();
    time.stop();
    pump.stop();
    timers.stop();
    // Activities reach the mailbox and the task hub through the server: it ends after them.
    const last = performance.now() + grace;
    while (!inFlight.quiet && performance.now() < last)
      await new Promise((resolve) => setTimeout(resolve, 10));
    await server.close(slowest);
    await runHooks('appTerminate', {});
    clock.stop();
    mailbox.close();
    hub.close();
    letStoreGo();
  }
  return { origin, clock, close };
}

/**
 * Real time; or a virtual clock, which is kept in the task hub. At a restart the later of the kept one and `now`
 * counts; with `now` it stands still until told, without it goes on as kept.
 */
async function openClock(hub: TaskHub, now: number | undefined): Promise<VirtualClock> {
  const kept = hub.kept<KeptClock>(keptClock);
  const fault = kept && clockFault(kept);
  if (fault !== undefined)
    throw new Error(`The clock kept in ${hub.path} cannot be used. ${fault} Begin with another data folder.`);
  const clock = new VirtualClock(
    () => Date.now(),
    kept ?? (now === undefined ? undefined : { now, speed: 0, real: Date.now() }),
  );
  if (now === undefined) return clock;
  clock.setSpeed(0);
  clock.moveTo(now);
  await hub.write(() => hub.keep(keptClock, clock.kept()));
  return clock;
}

function normalPrefix(prefix = 'api'): string {
  const trimmed = prefix.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? '' : `/${trimmed}`;
}

function codeOf(functions: ReadonlyMap<string, AppFunction>): Code {
  const find = (name: string, trigger: string) => {
    const fn = functions.get(name.toLowerCase());
    if (fn?.trigger.type.toLowerCase() === trigger) return fn;
    throw new UnknownFunction(`There is no function '${name}' with the trigger ${trigger}.`);
  };
  return {
    orchestrator: async (name, binding) => invoke(find(name, 'orchestrationtrigger'), binding),
    activity: async (name, input) => invoke(find(name, 'activitytrigger'), input),
  };
}
