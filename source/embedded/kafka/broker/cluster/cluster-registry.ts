import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { HeldBytes } from '../../../bounds/held-bytes.ts';
import { makePlainDirectory } from '../../../paths/plain-directory.ts';
import { systemTimers, type Timers } from '../../timers.ts';
import type { StorageFailure } from '../storage/log-dir-failure.ts';
import { SharedCluster } from './shared-cluster.ts';

export interface ClusterRegistryOptions {
  /** Holds the partition logs of all Kafka clusters. Existing logs are served again. */
  readonly directory: string;
  readonly clock?: Timers;
  /** The bytes held by connections of all protocols. Defaults to a budget for these brokers alone. */
  readonly held?: HeldBytes;
  /** Called when a broker halts because of a disk error. */
  readonly onStorageFailure?: (brokerId: number, failure: StorageFailure) => void;
}

/**
 * The state that brokers share because they run in one process. Replication is modelled here. Each Kafka cluster, identified by its
 * ZooKeeper connect string and cluster id, has its own state, which outlives its brokers.
 */
export class ClusterRegistry {
  readonly clock: Timers;
  readonly #held: HeldBytes;
  readonly onStorageFailure: (brokerId: number, failure: StorageFailure) => void;
  readonly #directory: string;
  readonly #clusters = new Map<string, SharedCluster>();

  constructor(options: ClusterRegistryOptions) {
    this.#directory = options.directory;
    this.#held = options.held ?? new HeldBytes();
    this.clock = options.clock ?? systemTimers;
    this.onStorageFailure = options.onStorageFailure ?? (() => {});
  }

  cluster(zookeeperConnect: string, clusterId: string): SharedCluster {
    const key = `${zookeeperConnect}\n${clusterId}`;
    const known = this.#clusters.get(key);
    if (known) return known;
    // The id comes from ZooKeeper, where any client may have written it: it cannot be used as a directory name as is.
    const readable = clusterId.replace(/[^\w-]/g, '_').slice(0, 64);
    const digest = createHash('sha256').update(key).digest('hex').slice(0, 12);
    const directory = join(this.#directory, `${readable}-${digest}`);
    makePlainDirectory(directory);
    const cluster = new SharedCluster({ clusterId, directory, clock: this.clock, held: this.#held });
    this.#clusters.set(key, cluster);
    return cluster;
  }

  close(): void {
    for (const cluster of this.#clusters.values()) cluster.close();
    this.#clusters.clear();
  }
}
