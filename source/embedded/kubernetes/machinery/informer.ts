import type { KindName, Stored } from '../../../kubernetes-types/kinds.ts';
import { StatusError } from '../objects/status-error.ts';
import type { Store, StoreEvent } from '../objects/store-api.ts';

/**
 * Notifies a controller of every object of a resource: existing ones as ADDED, then every change. It has no cache: the store is in the
 * same process, so a controller that reads it never decides on stale objects.
 */
export function inform<K extends KindName>(
  store: Store,
  resource: K,
  onEvent: (event: StoreEvent<Stored<K>>) => void,
): () => void {
  let stop: () => void = () => {};
  let stopped = false;

  const start = (): void => {
    const { items, resourceVersion } = store.list(resource);
    for (const object of items) onEvent({ type: 'ADDED', object });
    try {
      stop = store.watch(resource, undefined, resourceVersion, onEvent);
    } catch (error) {
      if (!(error instanceof StatusError && error.code === 410)) throw error;
      if (!stopped) start();
    }
  };

  start();
  return () => {
    stopped = true;
    stop();
  };
}
