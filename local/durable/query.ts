import type { Instance, TaskHub } from './hub.ts';

/** Which instances are asked for. Times in ms. */
interface Wanted {
  statuses: ReadonlySet<string> | undefined;
  from: number;
  to: number;
  prefix: string;
  top: number;
}

const mostPerPage = 1000;

/** Reads the query parameters that the Durable extension's list understands. */
export function readQuery(url: URL): Wanted {
  const read = (name: string) => url.searchParams.get(name) ?? '';
  const time = (name: string, otherwise: number) => (read(name) === '' ? otherwise : Date.parse(read(name)));
  const statuses = read('runtimeStatus')
    .split(',')
    .filter((each) => each !== '');
  return {
    statuses: statuses.length === 0 ? undefined : new Set(statuses),
    from: time('createdTimeFrom', -Infinity),
    to: time('createdTimeTo', Infinity),
    prefix: read('instanceIdPrefix'),
    top: Math.min(Number(read('top')) || 100, mostPerPage),
  };
}

/** One page of instances by id, and the token of the next page if there may be one. */
export function query(
  hub: TaskHub,
  wanted: Wanted,
  token: string | null,
): { instances: Instance[]; next?: string } {
  const found: Instance[] = [];
  let after = token === null ? '' : Buffer.from(token, 'base64url').toString();
  for (;;) {
    const page = hub.instances(after, wanted.prefix, mostPerPage);
    for (const each of page) {
      after = each.id;
      if (wanted.statuses && !wanted.statuses.has(each.status)) continue;
      if (each.created < wanted.from || each.created > wanted.to) continue;
      found.push(each);
      if (found.length === wanted.top)
        return { instances: found, next: Buffer.from(after).toString('base64url') };
    }
    if (page.length < mostPerPage) return { instances: found };
  }
}
