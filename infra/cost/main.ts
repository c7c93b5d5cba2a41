/** `npm run cost -- --cases 1000000`: what so many lives of cases use and cost, and what so many open ones ask for. */
import { parseArgs } from 'node:util';

import { countedLives } from './counted.ts';
import { lives, type LifeName } from './lives.ts';
import {
  costOf,
  isPriced,
  limits,
  loadOf,
  priceList,
  withPrices,
  type LimitName,
  type Priced,
} from './prices.ts';
import { executionsByPolling, pace, standingUse, useOf, type LifeUse } from './quantities.ts';

const usage = `Usage: npm run cost -- [--cases 1000] [--mix usual=60,asked=30,standard=10] [--days 14] [--peak 10]
                       [--price requestUnits=0.25 ...]
  --cases  so many lives, within 30 days; and so many open cases
  --mix    which lives: ${Object.keys(lives).join(', ')} (infra/cost/lives.ts), in any shares
  --days   how long a case is open
  --peak   how much more than on average happens at once
  --price  a price of one's own, for as many as infra/cost/prices.json says
`;

function wrong(what: string): never {
  process.stderr.write(`${what}\n\n${usage}`);
  process.exit(1);
}

function number(name: string, text: string, least: number): number {
  const value = Number(text);
  return text !== '' && Number.isFinite(value) && value >= least
    ? value
    : wrong(`${name}: ${text} is no number for it.`);
}

/** `name=number` of known names. */
function pairs<Name extends string>(
  option: string,
  texts: readonly string[],
  isName: (name: string) => name is Name,
): Partial<Record<Name, number>> {
  const found: Partial<Record<Name, number>> = {};
  for (const text of texts) {
    const [name = '', value = ''] = text.split('=');
    if (!isName(name)) wrong(`--${option}: there is no ${name}.`);
    found[name] = number(`--${option} ${name}`, value, 0);
  }
  return found;
}

const isLife = (name: string): name is LifeName => Object.hasOwn(lives, name);

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000' },
    mix: { type: 'string', default: 'usual=60,asked=30,standard=10' },
    days: { type: 'string', default: '14' },
    peak: { type: 'string', default: '10' },
    price: { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(usage);
  process.exit();
}
const cases = number('--cases', values.cases, 1);
const days = number('--days', values.days, 1 / 24);
const peak = number('--peak', values.peak, 1);
const mix = pairs('mix', values.mix.split(','), isLife);
if (!Object.values(mix).some((share) => share > 0)) wrong('--mix: of nothing.');
const list = withPrices(priceList, pairs('price', values.price, isPriced));

const counted = await countedLives();
const each = useOf(1, mix, counted.lives);
const all = useOf(cases, mix, counted.lives);
const standing = standingUse(30, counted.sweepUnits);

const amount = (value: number) =>
  value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 }).padStart(16);
const money = (name: Priced, quantity: number) => {
  const cost = costOf(list, name, quantity);
  return cost === undefined ? 'price wanted'.padStart(16) : amount(cost);
};
const line = (...[name, ...cells]: string[]) => {
  process.stdout.write(`${(name ?? '').padEnd(34)}${cells.map((cell) => cell.padStart(16)).join('')}\n`);
};

line(`${cases.toLocaleString('en')} lives`, 'one life', 'all', 'in 30 days', `all, ${list.currency}`);
line('', '', '', 'besides', '');
const rows: readonly (readonly [string, Exclude<Priced, 'throughput'>, number])[] = [
  ['storage requests of the task hub', 'storageRequests', standing.storageRequests],
  ['or scheduler actions', 'schedulerActions', 0],
  ['executions', 'executions', standing.executions],
  ['request units', 'requestUnits', standing.requestUnits],
  ['bytes in Cosmos DB, for a month', 'storedBytes', 0],
  ['mails', 'mails', 0],
  ['bytes of mails', 'mailBytes', 0],
];
for (const [name, kind, besides] of rows)
  line(name, amount(each[kind]), amount(all[kind]), amount(besides), money(kind, all[kind] + besides));
const polled = executionsByPolling(1, days);
line(
  'executions if polled each minute',
  amount(polled),
  amount(polled * cases),
  '',
  money('executions', polled * cases),
);

process.stdout.write(`\n${cases.toLocaleString('en')} open cases, each for ${days} days\n`);
line('a second', 'on average', `at ${peak} times`);
const asked = pace(cases, days, peak, each);
for (const kind of ['alarms', 'storageRequests', 'schedulerActions', 'requestUnits', 'mails'] as const)
  line(named(kind), amount(asked[kind].average), amount(asked[kind].peak));

process.stdout.write('\nOf what each service takes, at that peak\n');
const atPeak = {
  storageRequests: asked.storageRequests.peak,
  schedulerActions: asked.schedulerActions.peak,
  requestUnits: asked.requestUnits.peak,
  mails: asked.mails.peak,
};
for (const [name, part] of Object.entries(loadOf(atPeak)) as [LimitName, number][])
  process.stdout.write(`${shareOf(part).padStart(12)}  ${limits[name].what}\n`);

const throughput = Math.max(1000, Math.ceil(asked.requestUnits.peak / 1000) * 1000);
const hourly = costOf(list, 'throughput', throughput);
if (hourly !== undefined) {
  process.stdout.write(`
Cosmos DB for the 30 days: serverless ${amount(costOf(list, 'requestUnits', all.requestUnits) ?? 0).trim()} ${list.currency};
autoscale of ${throughput.toLocaleString('en')} units a second between ${amount(hourly * 72).trim()} and ${amount(hourly * 720).trim()} ${list.currency}.
`);
}
process.stdout.write(`
Prices: ${list.region}; as of ${list.asOf}.
Their sources stand in infra/cost/prices.json; --price gives one of your own. The time of instances is not in them:
executions at once share an instance, so that only a real load tells it.
`);

function shareOf(part: number): string {
  return part < 10 ? `${(part * 100).toFixed(0)} %` : `${amount(part).trim()} times`;
}

function named(kind: keyof LifeUse): string {
  return rows.find(([, of]) => of === kind)?.[0] ?? kind;
}
