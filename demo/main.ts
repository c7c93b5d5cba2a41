import { Api } from './api.ts';
import { Printer } from './printer.ts';
import { startProduct } from './product.ts';
import { Stage } from './stage.ts';
import { wholeLife as story } from './story.ts';

const { title, begins, zone, place, steps } = story;
const printer = new Printer(zone, place);
printer.heading(`Caseclock demo: ${title}`);

const startedAt = performance.now();
const product = await startProduct(begins);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void product.stop().finally(() => process.exit(1));
  });
}
try {
  const stage = new Stage(new Api(product.origin), printer, { zone, pace: process.stdout.isTTY ? 40 : 0 });
  for (const step of steps) await step(stage);
} finally {
  await product.stop();
}
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
printer.narrate(
  `Three months in ${seconds} seconds, all over the HTTP API: the product ran as under \`npm start\`, on a virtual clock and in a folder that is gone again.`,
);
