import { readdirSync } from 'node:fs';
import { runInSlices } from '../../../bounds/lanes/cluster.ts';
import { type BeginSlice, beginSlice } from '../../../bounds/slices.ts';
import type { PartitionImage, TopicImage } from '../../controller/cluster-image.ts';
import { KafkaError } from '../../messages/errors.ts';
import type { Partition } from '../storage/partition.ts';
import { partitionFolder } from '../storage/partition-folder.ts';

/**
 * The logs that an earlier run left in a cluster's directory. They are opened before the image has their topics: as soon as it does, all of
 * them are used in one turn, and checking a long one takes seconds.
 */
export class KeptLogs {
  readonly #folders: ReadonlySet<string>;
  readonly #make: (image: PartitionImage, folder: string) => Partition;
  readonly #read: (partition: Partition) => Generator<undefined, void>;
  /** Folder → the partition whose log it is, until the image has it. */
  readonly #made = new Map<string, Partition>();
  #closed = false;

  /** `read` takes what has to be known before the partition is used, in steps. */
  constructor(
    directory: string,
    make: (image: PartitionImage, folder: string) => Partition,
    read: (partition: Partition) => Generator<undefined, void>,
  ) {
    this.#folders = new Set(readdirSync(directory));
    this.#make = make;
    this.#read = read;
  }

  has(folder: string): boolean {
    return this.#folders.has(folder);
  }

  /** Opens those of these topics, in slices. `isKnown`: the image has the partition, and whoever uses it opens it. */
  async open(
    topics: readonly TopicImage[],
    isKnown: (image: PartitionImage) => boolean,
    begin: BeginSlice = beginSlice,
  ): Promise<void> {
    await runInSlices(this.#openInSteps(topics, isKnown), begin);
  }

  *#openInSteps(
    topics: readonly TopicImage[],
    isKnown: (image: PartitionImage) => boolean,
  ): Generator<undefined, void> {
    for (const { topicId, partitions } of topics) {
      for (const image of partitions) {
        const folder = partitionFolder(image.topic, image.partition, topicId);
        if (!this.has(folder) || this.#closed || isKnown(image)) continue;
        const partition = this.#made.get(folder) ?? this.#make(image, folder);
        this.#made.set(folder, partition);
        try {
          yield* partition.openInSteps();
          yield* this.#read(partition);
        } catch (error) {
          // Whoever uses it gets the error.
          if (!(error instanceof KafkaError)) throw error;
        }
        yield;
      }
    }
  }

  /** The partition of this folder for the image. Undefined: there was none to open. */
  take({ replicas, state }: PartitionImage, folder: string): Partition | undefined {
    const partition = this.#made.get(folder);
    if (partition === undefined) return undefined;
    this.#made.delete(folder);
    // It may have been made for an earlier controller.
    partition.replicas = replicas;
    partition.state = state;
    return partition;
  }

  close(): void {
    this.#closed = true;
    for (const partition of this.#made.values()) partition.close();
    this.#made.clear();
  }
}
