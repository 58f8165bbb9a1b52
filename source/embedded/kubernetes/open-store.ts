import { join } from 'node:path';
import { isOfKind } from '../../kubernetes-types/kinds.ts';
import { afterReboot, tidyPodDirectories } from './kubelet/after-reboot.ts';
import { createStore, type PersistentStore } from './store/memory-store.ts';
import { type OnDiskError, readObjects } from './store/object-log.ts';

/**
 * The store of a cluster with this data directory: the state of an earlier run, as after a reboot of the machines, or empty. Throws for a
 * foreign file.
 */
export function openStore(directory: string, now: number, onDiskError?: OnDiskError): PersistentStore {
  const file = join(directory, 'objects.jsonl');
  const { version, objects } = readObjects(file);
  const pods = objects.flatMap(({ resource, object }) =>
    isOfKind('pods', resource, object) ? [object] : [],
  );
  tidyPodDirectories(directory, pods);
  const restored = {
    version,
    objects: objects.map(({ resource, object }) => ({
      resource,
      object: isOfKind('pods', resource, object) ? afterReboot(object, now) : object,
    })),
  };
  return createStore({ restored, file, ...(onDiskError === undefined ? {} : { onDiskError }) });
}
