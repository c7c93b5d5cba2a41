import { appendFileSync } from 'node:fs';
import * as df from 'durable-functions';
import type { OrchestrationContext } from 'durable-functions';
import type { InvocationContext } from '@azure/functions';

/** How often an activity ran, by a key of the caller: to count attempts from outside. */
const runs = new Map<string, number>();

export const runsOf = (key: string): number => runs.get(key) ?? 0;

const count = (key: string): number => {
  runs.set(key, runsOf(key) + 1);
  return runsOf(key);
};

df.app.activity('echo', { handler: (input: unknown) => input });

df.app.activity('double', { handler: (input: number) => input * 2 });

df.app.activity('type', { handler: (input: unknown) => (input === null ? 'null' : typeof input) });

/** Fails `failures` times for its key, then answers with the number of the attempt. */
df.app.activity('flaky', {
  handler: ({ key, failures }: { key: string; failures: number }, context: InvocationContext) => {
    const attempt = count(key);
    context.debug(`attempt ${attempt} of ${key}`);
    if (attempt <= failures) throw new Error(`attempt ${attempt} fails`);
    return attempt;
  },
});

df.app.orchestration('chain', function* (context: OrchestrationContext) {
  let value = context.df.getInput() as number;
  for (let at = 0; at < 3; at++) value = yield context.df.callActivity('double', value);
  return value;
});

df.app.orchestration('fanOut', function* (context: OrchestrationContext) {
  const width = context.df.getInput() as number;
  const calls = Array.from({ length: width }, (_, index) => context.df.callActivity('double', index));
  const results: number[] = yield context.df.Task.all(calls);
  return results.reduce((sum, each) => sum + each, 0);
});

df.app.orchestration('retrying', function* (context: OrchestrationContext) {
  const { attempts, interval, ...input } = context.df.getInput() as {
    key: string;
    failures: number;
    attempts: number;
    interval: number;
  };
  const retry = new df.RetryOptions(interval, attempts);
  try {
    const attempt: number = yield context.df.callActivityWithRetry('flaky', retry, input);
    // Another call shows that the numbering of tasks is right after the retries.
    return { attempt, echoed: yield context.df.callActivity('echo', 'after') };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { message, echoed: yield context.df.callActivity('echo', 'after') };
  }
});

/** Several retried calls beside each other, and a plain one after each, to tangle the numbering of tasks. */
df.app.orchestration('tangled', function* (context: OrchestrationContext) {
  const { key, interval } = context.df.getInput() as { key: string; interval: number };
  const retry = new df.RetryOptions(interval, 4);
  const call = (name: string, failures: number) =>
    context.df.callActivityWithRetry('flaky', retry, { key: `${key}-${name}`, failures });
  const attempts: number[] = yield context.df.Task.all([
    call('a', 2),
    call('b', 0),
    call('c', 3),
    call('d', 1),
  ]);
  const echoed: string = yield context.df.callActivity('echo', 'after');
  return { attempts, echoed };
});

/** Goes on with calls of its own while another call is being retried: both take numbers. */
df.app.orchestration('raced', function* (context: OrchestrationContext) {
  const { key, interval } = context.df.getInput() as { key: string; interval: number };
  const retried = context.df.callActivityWithRetry('flaky', new df.RetryOptions(interval, 4), {
    key,
    failures: 2,
  });
  yield context.df.Task.any([retried, context.df.callActivity('echo', 'b')]);
  const echoed: string[] = [];
  for (const letter of ['c', 'd', 'e']) {
    const echo: string = yield context.df.callActivity('echo', letter);
    echoed.push(echo);
  }
  const attempt: number = yield retried;
  return { attempt, echoed };
});

df.app.orchestration('wait', function* (context: OrchestrationContext) {
  const name = (context.df.getInput() as { event?: string } | undefined)?.event ?? 'go';
  return yield context.df.waitForExternalEvent(name);
});

/** Runs an activity before it waits, so that an event can come before anybody waits for it. */
df.app.orchestration('lateWait', function* (context: OrchestrationContext) {
  const until = (context.df.getInput() as { until: string }).until;
  yield context.df.createTimer(new Date(until));
  const first: unknown = yield context.df.waitForExternalEvent('go');
  const second: unknown = yield context.df.waitForExternalEvent('go');
  return [first, second];
});

df.app.orchestration('timer', function* (context: OrchestrationContext) {
  const started = context.df.currentUtcDateTime.getTime();
  const { ms } = context.df.getInput() as { ms: number };
  yield context.df.createTimer(new Date(started + ms));
  return { elapsed: context.df.currentUtcDateTime.getTime() - started };
});

/** The form of an alarm: a timer against an event, then either over again or the end. */
df.app.orchestration('alarm', function* (context: OrchestrationContext) {
  const { ms, rounds, log } = context.df.getInput() as { ms: number; rounds: number; log: string[] };
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + ms));
  const event = context.df.waitForExternalEvent('rescheduled');
  const winner = yield context.df.Task.any([timer, event]);
  if (!timer.isCompleted) timer.cancel();
  const entry: string = yield context.df.callActivity('echo', winner === timer ? 'timer' : 'event');
  context.df.setCustomStatus({ rounds });
  if (rounds > 1) context.df.continueAsNew({ ms, rounds: rounds - 1, log: [...log, entry] });
  else return [...log, entry];
});

/** Leaves its timer open: the host keeps the instance Running until that fires. */
df.app.orchestration('leftOpen', function* (context: OrchestrationContext) {
  const { ms } = context.df.getInput() as { ms: number };
  const timer = context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + ms));
  yield context.df.Task.any([timer, context.df.callActivity('echo', 1)]);
  return 'left';
});

df.app.orchestration('parent', function* (context: OrchestrationContext) {
  const { child, fails } = context.df.getInput() as { child?: string; fails?: boolean };
  try {
    const doubled: number = yield context.df.callSubOrchestrator(fails ? 'throws' : 'chain', 1, child);
    return { doubled, parent: yield context.df.callSubOrchestrator('whoseChild', {}) };
  } catch (error) {
    return { caught: error instanceof Error ? error.message : String(error) };
  }
});

df.app.orchestration('whoseChild', function* (context: OrchestrationContext) {
  yield context.df.callActivity('echo', 1);
  return context.df.parentInstanceId;
});

df.app.orchestration('throws', function* (context: OrchestrationContext) {
  yield context.df.callActivity('echo', 1);
  throw new Error('on purpose');
});

df.app.orchestration('input', function* (context: OrchestrationContext) {
  const input: unknown = context.df.getInput();
  const text: string = yield context.df.callActivity('type', 'text');
  const object: string = yield context.df.callActivity('type', { a: 1 });
  return { input, text, object };
});

/** Passes a text on to its next generation: each adds a layer of quotes. */
df.app.orchestration('quoted', function* (context: OrchestrationContext) {
  const input = context.df.getInput() as string;
  yield context.df.callActivity('echo', 1);
  if (input.includes('"')) return input;
  context.df.continueAsNew(input);
});

/** Writes its mark to the file that CONFORMANCE_MARKS names: an effect that outlives a killed process. */
df.app.activity('mark', {
  handler: (mark: string) => {
    const file = process.env['CONFORMANCE_MARKS'];
    if (file) appendFileSync(file, `${mark}\n`, { flush: true });
    return mark;
  },
});

/** Three marks with a timer between them, over three generations. */
df.app.orchestration('marks', function* (context: OrchestrationContext) {
  const { round } = context.df.getInput() as { round: number };
  const id = context.df.instanceId;
  yield context.df.callActivity('mark', `${id} ${round} before`);
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 1000));
  yield context.df.callActivity('mark', `${id} ${round} after`);
  if (round < 3) context.df.continueAsNew({ round: round + 1 });
  else return 'marked';
});

/** Gathers events until one says that it is the last. */
df.app.orchestration('collect', function* (context: OrchestrationContext) {
  const items: number[] = [];
  for (;;) {
    const { item, last }: { item: number; last?: boolean } = yield context.df.waitForExternalEvent('item');
    if (last) return items;
    items.push(item);
  }
});
