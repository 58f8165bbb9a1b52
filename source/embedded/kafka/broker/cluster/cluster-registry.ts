import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HeldBytes } from '../../../bounds/held-bytes.ts';
import { makePlainDirectory } from '../../../paths/plain-directory.ts';
import { GroupMemory } from '../../groups/group-memory.ts';
import { systemTimers, type Timers } from '../../timers.ts';
import { SessionMemory } from '../fetch-sessions/session-memory.ts';
import type { StorageFailure } from '../storage/log-dir-failure.ts';
import { type LostLog, SharedCluster } from './shared-cluster.ts';

export interface ClusterRegistryOptions {
  /** Holds the partition logs of all Kafka clusters. Existing logs are served again. */
  readonly directory: string;
  readonly clock?: Timers;
  /** The bytes held by connections of all protocols. Defaults to a budget for these brokers alone. */
  readonly held?: HeldBytes;
  /** Moves the log of an earlier run away that no broker has a replica of; if not given, it is removed. */
  readonly setAside?: (lost: LostLog) => void;
  /** Called with each directory of each broker that begins. Throws system errors. */
  readonly onDirectory?: (directory: string, owner: { clusterId: string; brokerId: number }) => void;
  /** Called when a broker halts because of a disk error. */
  readonly onStorageFailure?: (brokerId: number, failure: StorageFailure) => void;
}

/**
 * The state that brokers share because they run in one process. Replication is modelled here. Each Kafka cluster, identified by its
 * cluster id and its chroot in ZooKeeper, has its own state, which outlives its brokers. Its brokers may spell the servers of ZooKeeper in
 * different ways.
 */
export class ClusterRegistry {
  readonly clock: Timers;
  readonly #held: HeldBytes;
  /** Of all Kafka clusters: a client may start more of them. */
  readonly #groupMemory = new GroupMemory();
  readonly #sessionMemory = new SessionMemory();
  readonly onStorageFailure: (brokerId: number, failure: StorageFailure) => void;
  readonly onDirectory: NonNullable<ClusterRegistryOptions['onDirectory']>;
  readonly #setAside: ((lost: LostLog) => void) | undefined;
  readonly #directory: string;
  readonly #clusters = new Map<string, SharedCluster>();
  /** The folders that they use. */
  readonly #folders = new Set<string>();

  constructor(options: ClusterRegistryOptions) {
    this.#directory = options.directory;
    this.#setAside = options.setAside;
    this.onDirectory = options.onDirectory ?? (() => {});
    this.#held = options.held ?? new HeldBytes();
    this.clock = options.clock ?? systemTimers;
    this.onStorageFailure = options.onStorageFailure ?? (() => {});
  }

  cluster(zookeeperConnect: string, clusterId: string): SharedCluster {
    const slash = zookeeperConnect.indexOf('/');
    const key = `${slash < 0 ? '' : zookeeperConnect.slice(slash)}\n${clusterId}`;
    const known = this.#clusters.get(key);
    if (known) return known;
    const directory = join(this.#directory, this.#folderOf(zookeeperConnect, clusterId));
    makePlainDirectory(directory);
    const cluster = new SharedCluster({
      clusterId,
      directory,
      clock: this.clock,
      held: this.#held,
      groupMemory: this.#groupMemory,
      sessionMemory: this.#sessionMemory,
      setAside: this.#setAside,
    });
    this.#clusters.set(key, cluster);
    return cluster;
  }

  /** The folder that an earlier run made for a cluster of this id, or the name of a new one. */
  #folderOf(zookeeperConnect: string, clusterId: string): string {
    // The id comes from ZooKeeper, where any client may have written it: it cannot be used as a directory name as is.
    const readable = clusterId.replace(/[^\w-]/g, '_').slice(0, 64);
    const digest = createHash('sha256')
      .update(`${zookeeperConnect}\n${clusterId}`)
      .digest('hex')
      .slice(0, 12);
    const own = `${readable}-${digest}`;
    // Whoever starts first after a restart may spell ZooKeeper in another way than whoever did before.
    const kept =
      readable === clusterId && existsSync(this.#directory)
        ? readdirSync(this.#directory).filter(
            (name) =>
              name.length === own.length && name.startsWith(`${readable}-`) && !this.#folders.has(name),
          )
        : [];
    const folder = kept.length === 1 ? kept[0]! : own;
    this.#folders.add(folder);
    return folder;
  }

  close(): void {
    for (const cluster of this.#clusters.values()) cluster.close();
    this.#clusters.clear();
  }
}
