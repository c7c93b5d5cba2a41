import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

import { root } from '../support/build.ts';
import { unpack } from '../support/packaged.ts';
import { Product } from '../support/product.ts';

test('the package, from an empty folder and in real time, passes what a deployment is tested with', async () => {
  const unpacked = await unpack();
  const product = await Product.start({ app: unpacked.folder, now: null });
  try {
    const tests = spawn(process.execPath, ['test/remote/main.ts', '--url', product.client.origin, '--all'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    for (const stream of [tests.stdout, tests.stderr])
      stream.on('data', (part: Buffer) => (printed += part.toString()));
    const [code] = (await once(tests, 'close')) as [number | null];
    expect(code, printed).toBe(0);
    expect(printed).toMatch(/deployed\.remote\.ts/);
  } finally {
    await product.dispose();
    unpacked.dispose();
  }
});
