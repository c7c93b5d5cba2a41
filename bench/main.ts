/** Runs the benchmarks, or those that are named: `npm run bench -- decide calendar`. */
const benches = {
  decide: () => import('./decide.ts'),
  calendar: () => import('./calendar.ts'),
  life: () => import('./life.ts'),
  actions: () => import('./actions.ts'),
  age: () => import('./age.ts'),
  hold: () => import('./hold.ts'),
  submissions: () => import('./submissions.ts'),
  crowd: () => import('./crowd.ts'),
  fanOut: () => import('./fanOut.ts'),
  operations: () => import('./operations.ts'),
  counts: () => import('./counts.ts'),
  pages: () => import('./pages.ts'),
  package: () => import('./package.ts'),
};

type Name = keyof typeof benches;
const isName = (name: string): name is Name => Object.hasOwn(benches, name);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !isName(name));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no benchmark ${unknown.join(', ')}: there are ${Object.keys(benches).join(', ')}.\n`,
  );
  process.exit(1);
}
const names = asked.length > 0 ? asked.filter(isName) : (Object.keys(benches) as Name[]);
for (const name of names) await (await benches[name]()).run();
