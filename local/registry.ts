/** A function as `@azure/functions` registers it: the shape of `@azure/functions-core`'s FunctionMetadata. */
export interface FunctionMetadata {
  name: string;
  bindings: Record<string, Binding>;
}

export interface Binding {
  type: string;
  direction: 'in' | 'out';
  name?: string;
  [setting: string]: unknown;
}

export type Callback = (...inputs: unknown[]) => unknown;

export interface Registry {
  functions: Map<string, { metadata: FunctionMetadata; callback: Callback }>;
  hooks: Set<{ name: string; callback: (context: object) => unknown }>;
  log: ((level: string, category: string, message: string) => void) | undefined;
}

const key = Symbol.for('caseclock.functions-core');

/** What the function app has registered so far through `local/functions-core`. */
export function registry(): Registry {
  const known = Reflect.get(globalThis, key) as Registry | undefined;
  if (known) return known;
  const fresh: Registry = { functions: new Map(), hooks: new Set(), log: undefined };
  Reflect.set(globalThis, key, fresh);
  return fresh;
}
