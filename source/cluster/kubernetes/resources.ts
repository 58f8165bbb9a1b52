import { LabError } from '../../errors/lab-error.ts';
import { objectIn, objectsIn, stringIn } from '../../json/json-value.ts';
import { connectApiClient } from '../api/api-client.ts';
import { discover, type ResourceType } from '../api/discovery.ts';
import type { KubeObject } from '../api/kube-object.ts';
import { resourcePath } from '../api/paths.ts';
import { requestObject } from '../api/read-objects.ts';
import {
  type TableReceiver,
  type WatchedCollection,
  type WatchTableOptions,
  watchTable,
} from './watch-table.ts';

/** Looks at any kind that a cluster serves. */
export interface Resources {
  /** What the server serves now; asked at most twice a minute. */
  types(): Promise<readonly ResourceType[]>;
  watch(
    collection: WatchedCollection,
    receiver: TableReceiver,
    options: WatchTableOptions,
    signal: AbortSignal,
  ): Promise<void>;
  /** @throws LabError: these credentials may not list them */
  namespaces(): Promise<readonly string[]>;
  object(type: ResourceType, namespace: string, name: string): Promise<KubeObject>;
  close(): void;
}

const typesLifeMs = 30_000;
/** Nobody completes among more. */
const mostNamespaces = 200;

export async function openResources(cluster: {
  readonly kubeconfig: string;
  readonly context: string;
}): Promise<Resources> {
  const api = await connectApiClient(cluster);
  const lifetime = new AbortController();
  let known: { readonly types: Promise<readonly ResourceType[]>; readonly at: number } | undefined;
  return {
    types() {
      if (known === undefined || performance.now() - known.at > typesLifeMs) {
        const types = discover(api, lifetime.signal);
        const asked = { types, at: performance.now() };
        known = asked;
        // Whoever waits for it hears of the failure; the next one asks again.
        types.catch(() => {
          if (known === asked) known = undefined;
        });
      }
      return known.types;
    },
    async watch(collection, receiver, options, signal) {
      const either = AbortSignal.any([signal, lifetime.signal]);
      await watchTable(api, collection, receiver, options, either);
      if (signal.aborted) return;
      const hint = 'open the view again once there is a cluster';
      receiver.failed(new LabError('cluster', 'the cluster that this shows is gone', { hint }));
    },
    async namespaces() {
      const query = { limit: String(mostNamespaces) };
      const list = await api.json({ path: '/api/v1/namespaces', query, signal: lifetime.signal });
      return objectsIn(objectIn(list).items)
        .map(({ metadata }) => stringIn(objectIn(metadata).name) ?? '')
        .filter((name) => /^[a-z0-9][a-z0-9-]{0,62}$/.test(name));
    },
    object: (type, namespace, name) =>
      requestObject(api, { path: resourcePath(type, namespace, name), signal: lifetime.signal }),
    close() {
      lifetime.abort(new LabError('cluster', 'nobody looks at the cluster any longer'));
      api.close();
    },
  };
}
