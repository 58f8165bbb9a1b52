import { randomBytes } from 'node:crypto';
import { runInSlices } from '../../bounds/lanes/kafka.ts';
import type { ZooKeeperClient } from '../../zookeeper/client-api.ts';
import { KafkaError } from '../messages/errors.ts';
import { type ClusterImage, isReassigned, type PartitionImage, type TopicImage } from './cluster-image.ts';
import { type NewTopic, planPartitions, planTopic } from './plan-partitions.ts';
import { createIfAbsent, deleteIfPresent, deleteTree } from './zk-operations.ts';
import * as znodes from './znodes.ts';

export interface TopicGrowth {
  readonly topic: string;
  /** The new total. */
  readonly count: number;
  /** Replicas of each new partition, or none if the controller assigns them. */
  readonly assignments: readonly (readonly number[])[] | null;
  readonly validateOnly: boolean;
}

export interface TopicChangesOptions {
  readonly zooKeeper: ZooKeeperClient;
  readonly image: ClusterImage;
  readonly log: (line: string) => void;
  readonly isActive: () => boolean;
  /** Queues a task. */
  readonly run: <T>(task: () => Promise<T>) => Promise<T>;
  /** The brokers that can lead. */
  readonly electable: () => Set<number>;
  /** Elects the first leader of every partition without a state. */
  readonly electNewPartitions: () => Promise<void>;
  readonly startIndex: (brokers: number) => number;
}

/** Creates, extends and deletes topics for the controller. */
export class TopicChanges {
  readonly #options: TopicChangesOptions;

  constructor(options: TopicChangesOptions) {
    this.#options = options;
  }

  createTopic(topic: NewTopic): Promise<TopicImage> {
    return this.#options.run(async () => {
      const { image: cluster, startIndex } = this.#options;
      const assignment = planTopic(topic, {
        topics: cluster.topics,
        brokers: this.#options.electable(),
        startIndex,
      });
      // A UUID that starts with a dash would look like a flag on a command line, so Kafka generates another.
      let topicId: string;
      do topicId = randomBytes(16).toString('base64url');
      while (topicId.startsWith('-'));
      const image: TopicImage = {
        name: topic.name,
        topicId,
        partitions: [...assignment].map(([partition, replicas]) => ({
          topic: topic.name,
          partition,
          replicas,
          state: undefined,
        })),
        config: topic.config,
      };
      if (topic.validateOnly) return image;
      await createIfAbsent(
        this.#options.zooKeeper,
        znodes.topicConfigPath(topic.name),
        znodes.encodeConfig(topic.config),
      );
      await this.#options.zooKeeper.create(
        znodes.topicPath(topic.name),
        znodes.encodeTopic({ topicId, assignment }),
      );
      const placed = [...assignment].map(
        ([partition, replicas]) => `${partition} -> (${replicas.join(', ')})`,
      );
      this.#options.log(
        `New topic ${topic.name} with configuration ${JSON.stringify(topic.config)}: ${placed.join(', ')}`,
      );
      await runInSlices(this.#options.image.putTopicInSteps(image));
      await this.#options.electNewPartitions();
      return this.#options.image.topics.get(topic.name) ?? image;
    });
  }

  createPartitions(growth: TopicGrowth): Promise<void> {
    return this.#options.run(async () => {
      const { topic: name, count, assignments } = growth;
      const topic = this.#options.image.topics.get(name);
      if (!topic) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION', `The topic '${name}' does not exist.`);
      if (topic.partitions.some(isReassigned))
        throw new KafkaError(
          'REASSIGNMENT_IN_PROGRESS',
          `A partition reassignment is in progress for the topic '${name}'.`,
        );
      const added = planPartitions(topic, count, assignments, {
        topics: this.#options.image.topics,
        brokers: this.#options.electable(),
      });
      if (growth.validateOnly) return;
      const assignment = new Map<number, readonly number[]>(
        topic.partitions.map(({ partition, replicas }) => [partition, replicas]),
      );
      for (const [partition, replicas] of added) assignment.set(partition, replicas);
      await this.#options.zooKeeper.setData(
        znodes.topicPath(name),
        znodes.encodeTopic({ topicId: topic.topicId, assignment }),
      );
      const partitions = [...added].map(
        ([partition, replicas]): PartitionImage => ({ topic: name, partition, replicas, state: undefined }),
      );
      const grown = { ...topic, partitions: [...topic.partitions, ...partitions] };
      await runInSlices(this.#options.image.putTopicInSteps(grown));
      await this.#options.electNewPartitions();
    });
  }

  deleteTopic(name: string): Promise<void> {
    return this.#options.run(async () => {
      if (!this.#options.image.topics.has(name)) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');
      await createIfAbsent(this.#options.zooKeeper, znodes.deleteTopicPath(name));
      await this.carryOutDeletion(name);
    });
  }

  /** Removes a topic marked for deletion, and the mark. */
  async carryOutDeletion(name: string): Promise<void> {
    if (this.#options.image.topics.has(name)) {
      this.#options.log(`Starting topic deletion for topics ${name}`);
      await deleteTree(this.#options.zooKeeper, znodes.topicPath(name));
      await deleteIfPresent(this.#options.zooKeeper, znodes.topicConfigPath(name));
      if (this.#options.isActive()) this.#options.image.removeTopic(name);
    }
    await deleteIfPresent(this.#options.zooKeeper, znodes.deleteTopicPath(name));
  }
}
