import { inBatches } from '../../bounds/lanes/cluster.ts';
import type { ZooKeeperClient } from '../../zookeeper/client-api.ts';
import type { ClusterImage, PartitionImage } from './cluster-image.ts';
import type { LeaderAndIsr, PartitionState } from './partition-state.ts';
import { createIfAbsent, zooKeeperCode } from './zk-operations.ts';
import * as znodes from './znodes.ts';

/** How many partition states are written to ZooKeeper concurrently. */
export const writesAtOnce = 100;

export interface PartitionStatesOptions {
  readonly epoch: number;
  readonly zooKeeper: ZooKeeperClient;
  readonly image: ClusterImage;
  readonly isActive: () => boolean;
}

/** The leader and ISR of each partition, as the controller writes them: ZooKeeper first, then the image. */
export class PartitionStates {
  readonly #options: PartitionStatesOptions;

  constructor(options: PartitionStatesOptions) {
    this.#options = options;
  }

  /** Writes what `decide` returns for each partition that has a state; undefined leaves it unchanged. */
  async changeStates(
    decide: (state: PartitionState, partition: PartitionImage) => LeaderAndIsr | undefined,
  ): Promise<void> {
    const all = [...this.#options.image.topics.values()].flatMap(({ partitions }) => partitions);
    await this.writeAll(all, (partition) => partition.state && decide(partition.state, partition));
  }

  /** Writes what `decide` returns for these partitions, whether or not they have a state yet. */
  async writeAll(
    partitions: readonly PartitionImage[],
    decide: (partition: PartitionImage) => LeaderAndIsr | undefined,
  ): Promise<void> {
    const decided = partitions.flatMap((partition) => {
      const decision = decide(partition);
      return decision ? [{ partition, decision }] : [];
    });
    const begun = new Set(decided.flatMap(({ partition: { topic, state } }) => (state ? [] : [topic])));
    await inBatches([...begun], writesAtOnce, (topic) =>
      createIfAbsent(this.#options.zooKeeper, znodes.partitionsPath(topic)),
    );
    await inBatches(decided, writesAtOnce, ({ partition, decision }) => this.writeState(partition, decision));
  }

  /** Writes the state of one partition to ZooKeeper, then to the image. */
  async writeState(partition: PartitionImage, decision: LeaderAndIsr): Promise<void> {
    const { topic, partition: number, state: before } = partition;
    const { leader, isr, leaderEpoch } = decision;
    const next = { leader, isr, leaderEpoch, controllerEpoch: this.#options.epoch };
    const data = znodes.encodeState(next);
    const path = znodes.statePath(topic, number);
    let zkVersion = 0;
    if (before) {
      try {
        zkVersion = (await this.#options.zooKeeper.setData(path, data, before.zkVersion)).version;
      } catch (error) {
        if (zooKeeperCode(error) !== 'BADVERSION') throw error;
        // Somebody else wrote the node; its current data is the basis of the next decision.
        const node = await this.#options.zooKeeper.getData(path);
        this.#publish(topic, number, znodes.decodeState(node.data, node.stat.version));
        return;
      }
    } else {
      await createIfAbsent(this.#options.zooKeeper, znodes.partitionPath(topic, number));
      await createIfAbsent(this.#options.zooKeeper, path, data);
    }
    this.#publish(topic, number, { ...next, zkVersion });
  }

  #publish(topic: string, partition: number, state: PartitionState): void {
    if (this.#options.isActive()) this.#options.image.putState(topic, partition, state);
  }
}
