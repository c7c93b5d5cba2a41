'use strict';
/*
 * @azure/functions registers functions and hooks with a module of this name, which the real host provides at
 * run time. Here they are kept in a registry on globalThis, where the local runtime finds them: one registry
 * for CommonJS and ES modules, and for a test runner that loads its own copies of modules.
 */
const key = Symbol.for('caseclock.functions-core');
const registry = (globalThis[key] ??= { functions: new Map(), hooks: new Set(), log: undefined });

class Disposable {
  #release;
  constructor(release) {
    this.#release = release;
  }
  static from(...disposables) {
    return new Disposable(() => disposables.forEach((each) => each.dispose()));
  }
  dispose() {
    this.#release?.();
    this.#release = undefined;
  }
}

let model;

module.exports = {
  version: '3.12.0',
  hostVersion: '4.1045.0',
  Disposable,
  setProgrammingModel(value) {
    model = value;
  },
  getProgrammingModel: () => model,
  registerFunction(metadata, callback) {
    if (registry.functions.has(metadata.name))
      throw new Error(`A function named "${metadata.name}" is already registered.`);
    registry.functions.set(metadata.name, { metadata, callback });
    return new Disposable(() => registry.functions.delete(metadata.name));
  },
  registerHook(name, callback) {
    const hook = { name, callback };
    registry.hooks.add(hook);
    return new Disposable(() => registry.hooks.delete(hook));
  },
  log(level, category, message) {
    registry.log?.(level, category, message);
  },
};
