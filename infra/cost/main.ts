/** `npm run cost -- --cases 1000000`: what so many lives use of each service. */
import { parseArgs } from 'node:util';

import { idlePolling, quantitiesOf, usual } from './quantities.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000' },
    alarms: { type: 'string', default: String(usual.alarms) },
    reschedules: { type: 'string', default: String(usual.reschedules) },
    mails: { type: 'string', default: String(usual.mails) },
    days: { type: 'string', default: String(usual.days) },
  },
});
const number = (name: keyof typeof values): number => {
  const value = Number(values[name]);
  if (Number.isInteger(value) && value >= 0) return value;
  process.stderr.write(`--${name} takes a whole number, not ${values[name]}.\n`);
  process.exit(1);
};
const cases = number('cases');
const life = {
  alarms: number('alarms'),
  reschedules: number('reschedules'),
  mails: number('mails'),
  days: number('days'),
};
const total = quantitiesOf(cases, life);
const one = quantitiesOf(1, life);
const rows = [
  ['storage requests', one.storageRequests, total.storageRequests],
  ['executions', one.executions, total.executions],
  ['  by polling each minute', one.executionsByPolling, total.executionsByPolling],
  ['request units', one.requestUnits, total.requestUnits],
  ['mails', one.mails, total.mails],
] as const;
const shown = (value: number) => value.toLocaleString('en').padStart(20);
process.stdout.write(`${''.padEnd(26)}${'one life'.padStart(20)}${'all'.padStart(20)}\n`);
for (const [name, each, all] of rows) process.stdout.write(`${name.padEnd(26)}${shown(each)}${shown(all)}\n`);
const idle = idlePolling.oneSecond * 60 * 24 * 30;
process.stdout.write(
  `\nThe task hub asks storage ${shown(idle).trim()} times in 30 days besides, busy or not.\n`,
);
