import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ControlPlane, startControlPlane } from '../../../source/embedded/kubernetes/control-plane.ts';
import { requestDeletion } from '../../../source/embedded/kubernetes/machinery/deletion.ts';
import type { Store } from '../../../source/embedded/kubernetes/objects/store-api.ts';
import { createStore } from '../../../source/embedded/kubernetes/store/memory-store.ts';
import type { StoredObjects } from '../../../source/embedded/kubernetes/store/object-log.ts';
import { InProcessNetwork } from '../../../source/embedded/network/in-process-network.ts';
import type { Draft, KindName, Stored } from '../../../source/kubernetes-types/kinds.ts';
import { FakeClock, settle } from './fake-clock.ts';
import { FakeImages } from './fake-images.ts';

/** A control plane with a real store and network, scripted containers, and a clock that moves only when a test moves it. */
export class TestCluster {
  readonly clock = new FakeClock();
  readonly store: Store;
  readonly images = new FakeImages();
  readonly network = new InProcessNetwork();
  readonly directory = mkdtempSync(join(tmpdir(), 'kafka-lab-controllers-'));
  readonly logged: string[] = [];
  readonly plane: ControlPlane;

  /** `kept`: what a file from an earlier run contains. */
  constructor(kept: StoredObjects['objects'] = [], quietMs = 0) {
    this.store = createStore({ now: this.clock.wall, restored: { version: 1, objects: kept } });
    this.images.add('app:v1');
    this.images.add('app:v2');
    this.plane = startControlPlane({
      store: this.store,
      clusterName: 'kind',
      version: 'v1.32.0',
      images: this.images,
      network: this.network,
      directory: this.directory,
      clock: this.clock,
      quietMs,
      log: (line) => this.logged.push(line),
    });
  }

  /** `object` is a manifest as written by a user: the control plane reports what is wrong with it. */
  create<K extends KindName>(resource: K, object: object): Stored<K> {
    const draft = structuredClone(object) as Draft<K>;
    if (!['nodes', 'namespaces', 'storageclasses', 'persistentvolumes'].includes(resource))
      draft.metadata.namespace ??= 'default';
    return this.store.create(resource, draft);
  }

  get<K extends KindName>(resource: K, name: string): Stored<K> {
    const found = this.find(resource, name);
    if (!found) throw new Error(`no ${resource} \`${name}\``);
    return found;
  }

  find<K extends KindName>(resource: K, name: string): Stored<K> | undefined {
    return this.store.get(resource, 'default', name) ?? this.store.get(resource, undefined, name);
  }

  change<K extends KindName>(resource: K, name: string, change: (object: Stored<K>) => void): void {
    this.store.update(resource, 'default', name, change);
  }

  /** Deletes as the API's DELETE does. */
  delete(resource: KindName, name: string, gracePeriodSeconds?: number, finalizers?: string[]): void {
    requestDeletion(this.store, this.clock, resource, this.get(resource, name), {
      ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
      ...(finalizers ? { finalizers } : {}),
    });
  }

  names(resource: string): string[] {
    return this.store.list(resource, 'default').items.map(({ metadata }) => metadata.name);
  }

  /** `reason: message` of all events of an object, oldest first. */
  events(name: string): string[] {
    return this.store
      .list('events')
      .items.filter((event) => event.involvedObject?.name === name)
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
      .map((event) => `${event.reason}: ${event.message}`);
  }
}

/** Closes the cluster, with all its containers, when the test is over. */
export async function startTestCluster(
  kept?: StoredObjects['objects'],
  quietMs?: number,
): Promise<TestCluster> {
  const cluster = new TestCluster(kept, quietMs);
  onTestFinished(async () => {
    for (const container of cluster.images.started) if (container.running) container.exit(0);
    await cluster.plane.close();
    rmSync(cluster.directory, { recursive: true, force: true });
  });
  await settle();
  return cluster;
}
