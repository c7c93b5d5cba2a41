/** Telemetry is set up before anything is served, where a setting asks for it, and what is left is sent at the end. */
import { app } from '@azure/functions';

import { systemClock } from '../shared/clock.ts';
import type { Telemetry } from '../shared/telemetry/sdk.ts';
import { ratioOf, targetOf, type TelemetryTarget } from '../shared/telemetry/target.ts';

const toldEvery = 600_000;
let toldAt = Number.NEGATIVE_INFINITY;

/** One line in ten minutes: what telemetry goes to may be away for days. */
function lost(why: string): void {
  const now = systemClock.now();
  if (now - toldAt < toldEvery) return;
  toldAt = now;
  console.warn(`telemetry is not taken where it is sent, and some is lost: ${why}`);
}

/** The product works without. */
async function start(target: TelemetryTarget): Promise<Telemetry | undefined> {
  try {
    const { startTelemetry } = await import('../shared/telemetry/sdk.ts');
    return await startTelemetry(target, ratioOf(process.env), lost);
  } catch (cause) {
    return without(cause);
  }
}

function without(cause: unknown): undefined {
  console.warn(`there is no telemetry: ${cause instanceof Error ? cause.message : String(cause)}`);
}

function begin(): Promise<Telemetry | undefined> | undefined {
  try {
    const target = targetOf(process.env);
    return target && start(target);
  } catch (cause) {
    return without(cause);
  }
}

const started = begin();
// Without hooks a host has nothing to look for around each call.
if (started) {
  app.hook.appStart(async () => {
    await started;
  });
  app.hook.appTerminate(async () => {
    await (await started)?.shutdown();
  });
}
