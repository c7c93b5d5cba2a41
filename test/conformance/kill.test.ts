import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { given, type Local, newFolder, post, removeFolder, startLocal } from './host.ts';
import { generator } from '../support/generator.ts';

const seed = Number(process.env['CONFORMANCE_SEED'] ?? Date.now() % 1_000_000);
const kills = Number(process.env['CONFORMANCE_KILLS'] ?? 10);
const instances = 120;

describe.skipIf(given)(`kill -9 at random instants (CONFORMANCE_SEED=${seed})`, () => {
  const random = generator(seed);
  const folder = newFolder();
  const marks = join(folder, 'marks.txt');
  afterEach(() => killed());
  afterAll(() => removeFolder(folder));

  let local: Local;
  const run = async () => {
    local = await startLocal(folder, ['--now', '2026-11-20T08:00:00Z'], { CONFORMANCE_MARKS: marks });
  };
  const killed = async () => {
    local.child.kill('SIGKILL');
    await local.ended;
  };
  /** The durable client's answer; undefined when the process died before it answered. */
  const durable = async (order: object): Promise<{ result?: unknown; error?: string } | undefined> => {
    try {
      return (await (await post(`${local.url}/durable`, order)).json()) as { result?: unknown };
    } catch {
      return undefined;
    }
  };

  test('what was accepted ends as if nothing had happened', async () => {
    const started = new Set<string>();
    const raised = new Set<number>();
    const attempted = new Set<number>();
    await run();
    expect(await durable({ call: 'start', name: 'collect', id: 'collector' })).toEqual({
      result: 'collector',
    });
    await post(`${local.url}/local/clock`, { advance: 'PT0S' });

    for (let kill = 0; kill < kills; kill++) {
      // The kill comes in the middle of a burst of requests, while earlier ones' work and the clock are moving.
      const burst = 20 + Math.floor(random() * 20);
      const deadly = Math.floor(random() * burst);
      const requests: Promise<unknown>[] = [];
      for (let at = 0; at < burst; at++) {
        const number = kill * 1000 + at;
        const dies = at === deadly ? () => local.child.kill('SIGKILL') : () => undefined;
        if (random() < 0.3) {
          attempted.add(number);
          const order = { call: 'raise', id: 'collector', name: 'item', input: { item: number } };
          requests.push(
            durable(order)
              .then((answer) => answer?.result === null && raised.add(number))
              .then(dies),
          );
        } else if (random() < 0.2) {
          requests.push(post(`${local.url}/local/clock`, { advance: 'PT1S' }).then(dies, dies));
        } else if (started.size < instances) {
          const id = `marks-${number}`;
          const order = { call: 'start', name: 'marks', id, input: { round: 1 } };
          requests.push(
            durable(order)
              .then((answer) => answer?.result === id && started.add(id))
              .then(dies),
          );
        } else {
          requests.push(durable({ call: 'status', id: 'collector' }).then(dies));
        }
      }
      await Promise.race([Promise.all(requests), local.ended]);
      await killed();
      await Promise.all(requests);
      await run();
    }

    await durable({ call: 'raise', id: 'collector', name: 'item', input: { last: true } });
    await post(`${local.url}/local/clock`, { advance: 'PT1H' });

    expect(started.size).toBeGreaterThan(0);
    const doubled: Record<string, number> = {};
    const lines = existsSync(marks) ? readFileSync(marks, 'utf8').trim().split('\n') : [];
    for (const id of started) {
      expect((await durable({ call: 'status', id }))?.result).toMatchObject({
        runtimeStatus: 'Completed',
        output: 'marked',
      });
      for (const round of [1, 2, 3]) {
        for (const when of ['before', 'after']) {
          const mark = `${id} ${round} ${when}`;
          const times = lines.filter((line) => line === mark).length;
          expect(times, mark).toBeGreaterThan(0);
          if (times > 1) doubled[mark] = times;
        }
      }
    }
    // An activity runs again only if a kill caught it before its result was stored: at most those in flight.
    const extra = Object.values(doubled).reduce((sum, times) => sum + times - 1, 0);
    expect(extra).toBeLessThanOrEqual(kills * 16);

    const { output } = (await durable({ call: 'status', id: 'collector' }))?.result as { output: number[] };
    expect(new Set(output).size, 'no event twice').toBe(output.length);
    expect(
      [...raised].filter((each) => !output.includes(each)),
      'no accepted event lost',
    ).toEqual([]);
    expect(
      output.filter((each) => !attempted.has(each)),
      'no event from nowhere',
    ).toEqual([]);
  });

  test('a second process does not get into the data folder', async () => {
    await run();
    await expect(startLocal(folder)).rejects.toThrow(/Another process is using/);
  });

  test('SIGTERM ends it cleanly', async () => {
    await run();
    local.child.kill('SIGTERM');
    expect(await local.ended).toBe(0);
  });
});
