import type { Store } from '../../src/ports.ts';

export type StoreFault = 'full' | 'read-only' | 'busy' | 'lost' | 'folder' | 'migrations' | 'key' | 'changed';

/** What is wrong with the store, in words for the one who runs it. */
export class StoreError extends Error {
  readonly code: StoreFault;

  constructor(code: StoreFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}

/**
 * The same store with something done around each verb.
 *
 * @param observe called with the verb's name, its arguments and the call itself; returns what the verb is to return
 */
export function around(
  store: Store,
  observe: (verb: string, values: readonly unknown[], call: () => Promise<unknown>) => Promise<unknown>,
): Store {
  return new Proxy(store, {
    get(target, verb, receiver) {
      const value: unknown = Reflect.get(target, verb, receiver);
      if (typeof value !== 'function' || typeof verb !== 'string') return value;
      return (...values: unknown[]) =>
        observe(verb, values, async () => (await Reflect.apply(value, target, values)) as unknown);
    },
  });
}

/** The same store whose errors are told in the words of `explain`; an error it doesn't know stays as it is. */
export function explained(store: Store, explain: (error: unknown) => StoreError | undefined): Store {
  return around(store, async (_verb, _values, call) => {
    try {
      return await call();
    } catch (error) {
      throw explain(error) ?? error;
    }
  });
}
