import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { HeldBytes } from '../../../bounds/held-bytes.ts';
import { makePlainDirectory } from '../../../paths/plain-directory.ts';
import { systemTimers, type Timers } from '../../timers.ts';
import type { StorageFailure } from '../storage/log-dir-failure.ts';
import { SharedCluster } from './shared-cluster.ts';

export interface ClusterRegistryOptions {
  /** Where the partition logs of all Kafka clusters are kept: what is there from before is served again. */
  readonly directory: string;
  readonly clock?: Timers;
  /** What connections of all protocols hold; of these brokers' alone unless given. */
  readonly held?: HeldBytes;
  /** Told of a broker that halts because its disk refuses something. */
  readonly onStorageFailure?: (brokerId: number, failure: StorageFailure) => void;
}

/**
 * What brokers share because they are one process: replication is modelled here. Each Kafka cluster, known by its ZooKeeper and
 * its cluster id, has its own part, which outlives every one of its brokers.
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
    // The id was read from ZooKeeper, where anybody may have written it: it names no directory as it is.
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
