import { offsetsTopic } from '../../controller/topic-names.ts';
import type { GroupMemory } from '../../groups/group-memory.ts';
import type { GroupStore } from '../../groups/group-store.ts';
import { KafkaError } from '../../messages/errors.ts';
import type { Timers } from '../../timers.ts';
import { openOffsets, openOffsetsInSteps } from '../storage/offsets-log.ts';
import type { Partition } from '../storage/partition.ts';

export interface OffsetsStoresOptions {
  /** The `__consumer_offsets` partition of this number, once the image has it. */
  readonly partition: (partition: number) => Partition | undefined;
  readonly timers: Timers;
  readonly memory: GroupMemory;
}

/** What the groups of each `__consumer_offsets` partition have committed, and who their members are. */
export class OffsetsStores {
  readonly #options: OffsetsStoresOptions;
  readonly #stores = new Map<number, GroupStore>();
  /** The partitions that are being read in steps, and by whom. Whoever uses or forgets one meanwhile ends that. */
  readonly #reading = new Map<number, Generator>();

  constructor(options: OffsetsStoresOptions) {
    this.#options = options;
  }

  /** Read from the records on first use. Throws {@link KafkaError}. */
  get(partition: number): GroupStore {
    const { timers, memory } = this.#options;
    this.#reading.delete(partition);
    const store = this.#stores.get(partition) ?? openOffsets(this.#find(partition), timers, memory);
    this.#stores.set(partition, store);
    return store;
  }

  /** Reads a partition that an earlier run left, in steps, before the image has it. Any other topic has nothing to read. */
  *readInSteps(kept: Partition): Generator<undefined, void> {
    const { topic, partition } = kept;
    if (topic !== offsetsTopic || this.#stores.has(partition)) return;
    const { timers, memory } = this.#options;
    const reading = openOffsetsInSteps(this.#find(partition), timers, memory, kept);
    this.#reading.set(partition, reading);
    const store = yield* reading;
    if (this.#reading.get(partition) !== reading) {
      store.close();
      return;
    }
    this.#reading.delete(partition);
    this.#stores.set(partition, store);
  }

  forget(partition: number): void {
    this.#reading.delete(partition);
    this.#stores.get(partition)?.close();
    this.#stores.delete(partition);
  }

  /** Drops what was committed for a topic that is deleted. */
  forgetTopic(topic: string): void {
    for (const store of this.#stores.values()) {
      try {
        store.forgetTopic(topic);
      } catch (error) {
        // Where the disk has failed, its records stay: no other topic gets that id.
        if (!(error instanceof KafkaError)) throw error;
      }
    }
  }

  close(): void {
    this.#reading.clear();
    for (const store of this.#stores.values()) store.close();
    this.#stores.clear();
  }

  #find(partition: number): () => Partition | undefined {
    return () => this.#options.partition(partition);
  }
}
