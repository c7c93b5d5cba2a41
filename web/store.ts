import { useEffect, useReducer } from 'preact/hooks';

/** A value that parts of the page follow. */
export class Store<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener(value);
  }

  follow(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }
}

/** The value as it is, drawn again when it changes. */
export function useStore<T>(store: Store<T>): T {
  const [, draw] = useReducer((count: number, _: undefined) => count + 1, 0);
  useEffect(() => store.follow(() => draw(undefined)), [store]);
  return store.value;
}
