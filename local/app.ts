import { glob, readFile } from 'node:fs/promises';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format } from 'node:util';
import { InvocationContext } from '@azure/functions';
import { type Binding, type Callback, registry } from './registry.ts';

export type Log = (level: string, message: string) => void;

/** A function of the app with its trigger, ready to be invoked. */
export interface AppFunction {
  name: string;
  trigger: Binding;
  callback: Callback;
  context: () => InvocationContext;
}

export interface HostSettings {
  extensions?: { http?: { routePrefix?: string }; durableTask?: { hubName?: string } };
}

export interface AppOptions {
  /** The folder with package.json and host.json. */
  folder: string;
  /** The glob of files to load; by default `main` of package.json. */
  main: string | undefined;
  /** What an input binding of type durableClient gives. */
  durableClient: object;
  newId: () => string;
  log: Log;
}

/**
 * Lets apps anywhere on this machine find the module that the host provides: one that lies outside of this folder has
 * no packages of its own, or those that a deployment has.
 */
function provideCore(): void {
  const core = import.meta.resolve('@azure/functions-core');
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '@azure/functions-core'
        ? { url: core, format: 'commonjs', shortCircuit: true }
        : next(specifier, context),
  });
}

/** host.json of the app in `folder`. */
export async function readHostSettings(folder: string): Promise<HostSettings> {
  return JSON.parse(await readFile(join(folder, 'host.json'), 'utf8')) as HostSettings;
}

/** Imports the app's files, which register its functions, and gathers these by name (in lower case). */
export async function loadApp(options: AppOptions): Promise<Map<string, AppFunction>> {
  provideCore();
  registry().log = (level, _category, message) => options.log(level, message);
  const manifest = JSON.parse(await readFile(join(options.folder, 'package.json'), 'utf8')) as {
    main?: string;
  };
  const pattern = options.main ?? manifest.main ?? 'index.js';
  const files: string[] = [];
  for await (const file of glob(pattern, { cwd: options.folder })) files.push(file);
  if (files.length === 0) throw new Error(`No file of the function app matches ${pattern}.`);
  for (const file of files.sort()) {
    if (!/\.test\.[jt]s$/.test(file)) await import(pathToFileURL(join(options.folder, file)).href);
  }
  await runHooks('appStart', {});
  const functions = new Map<string, AppFunction>();
  for (const [name, { metadata, callback }] of registry().functions) {
    const trigger = Object.values(metadata.bindings).find((each) => /trigger$/i.test(each.type));
    if (!trigger) throw new Error(`The function ${name} has no trigger.`);
    functions.set(name.toLowerCase(), {
      name,
      trigger,
      callback,
      context: contextOf(name, metadata.bindings, options),
    });
  }
  return functions;
}

function contextOf(
  name: string,
  bindings: Record<string, Binding>,
  options: AppOptions,
): () => InvocationContext {
  const named = Object.entries(bindings).map(([key, each]) => ({ ...each, name: key }));
  const trigger = named.find((each) => /trigger$/i.test(each.type));
  const others = named.filter((each) => each !== trigger && each.name !== '$return');
  const effective = {
    trigger: trigger ?? { type: 'unknown', name: 'unknown' },
    return: named.find((each) => each.name === '$return'),
    extraInputs: others.filter((each) => each.direction === 'in'),
    extraOutputs: others.filter((each) => each.direction === 'out'),
  };
  const clients = effective.extraInputs.filter((each) =>
    /^(durableClient|orchestrationClient)$/i.test(each.type),
  );
  return () => {
    const context = new InvocationContext({
      invocationId: options.newId(),
      functionName: name,
      logHandler: (level, ...parts) => options.log(level, `${name}: ${format(...parts)}`),
      options: effective as NonNullable<ConstructorParameters<typeof InvocationContext>[0]>['options'] &
        object,
    });
    for (const client of clients) context.extraInputs.set(client.name, options.durableClient);
    return context;
  };
}

/** Calls a function's handler, with the app's hooks around it. */
export async function invoke(fn: AppFunction, input: unknown): Promise<unknown> {
  const context = fn.context();
  const hooks = registry().hooks;
  if (hooks.size === 0) return await fn.callback(input, context);
  const hookData = {};
  const before = { hookData, invocationContext: context, inputs: [input], functionCallback: fn.callback };
  await runHooks('preInvocation', before);
  const after: { result: unknown; error: Error | undefined } = {
    ...before,
    result: undefined,
    error: undefined,
  };
  try {
    after.result = await before.functionCallback(...before.inputs, context);
  } catch (error) {
    after.error = error instanceof Error ? error : new Error(String(error));
  }
  await runHooks('postInvocation', after);
  if (after.error) throw after.error;
  return after.result;
}

/** Runs the app's hooks of one name in the order in which they were registered. */
export async function runHooks(name: string, context: object): Promise<void> {
  for (const hook of registry().hooks) if (hook.name === name) await hook.callback(context);
}
