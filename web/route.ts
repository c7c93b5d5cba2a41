/** Where the page is: what stands behind the # of its address, so that links and reloads lead there. */
import { Store } from './store.ts';

export interface Route {
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

function parse(): Route {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  return { path: path.split('/').filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query) };
}

export const route = new Store(parse());
addEventListener('hashchange', () => route.set(parse()));

export function addressOf(path: readonly string[], query: Readonly<Record<string, string>> = {}): string {
  const text = new URLSearchParams(query).toString();
  return `#/${path.map(encodeURIComponent).join('/')}${text ? `?${text}` : ''}`;
}

/** How many rows of a list are wanted, as `More` counts them; at most what a browser draws in a moment. */
export const rowsIn = (query: URLSearchParams, usual: number): number =>
  Math.min(2000, Math.max(usual, Number(query.get('rows')) || usual));

/** Changes some of the query; an empty value takes it away. */
export function setQuery(changes: Readonly<Record<string, string>>): void {
  const query = { ...Object.fromEntries(route.value.query), ...changes };
  const kept = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
  history.replaceState(null, '', addressOf(route.value.path, kept));
  route.set(parse());
}
