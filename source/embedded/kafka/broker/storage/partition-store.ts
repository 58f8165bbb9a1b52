import { existsSync } from 'node:fs';
import { removePlain } from '../../../paths/plain-directory.ts';
import type { SegmentLimits } from '../../log/log-segments.ts';
import { PartitionLog } from '../../log/partition-log.ts';
import { type OnFailure, storage } from '../../log/storage-error.ts';
import { KafkaError } from '../../messages/errors.ts';
import { identityOf } from './client-batch.ts';
import { ProducerStates } from './producer-states.ts';

export interface StoreOptions {
  /**
   * The directory of the log, or a function that returns it once there is something to store: most of a topic's thousands of partitions may
   * stay empty.
   */
  readonly place: string | (() => string);
  /** Asked at each append. */
  readonly limits: (() => SegmentLimits) | undefined;
  /** Gets disk errors. */
  readonly onFailure: OnFailure | undefined;
}

/** What a partition has on disk: its log, which is opened on first use, and with it what its producers sent last. */
export class PartitionStore {
  readonly #options: StoreOptions;
  #opened: PartitionLog | undefined;
  #producers = new ProducerStates();
  #closed = false;
  /** Whether there may be a directory. */
  #isStored: boolean;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#isStored = typeof options.place === 'string';
  }

  /** Throws {@link KafkaError} once the store is closed. */
  get log(): PartitionLog {
    if (this.#opened) return this.#opened;
    if (this.#closed) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');
    const { limits, onFailure } = this.#options;
    this.#isStored = true;
    this.#opened = PartitionLog.open({
      directory: this.#directory,
      // The topic's current limit applies; it was checked before.
      maxBatchBytes: 2 ** 31 - 1,
      ...(limits === undefined ? {} : { limits }),
      ...(onFailure === undefined ? {} : { onFailure }),
      onRecovered: (header) => {
        if (header.producerId >= 0 && header.baseSequence >= 0)
          this.#producers.appended(identityOf(header), header.baseOffset);
      },
    });
    return this.#opened;
  }

  /** Complete once the log is open. */
  get producers(): ProducerStates {
    return this.#producers;
  }

  get #directory(): string {
    const { place, onFailure } = this.#options;
    return typeof place === 'string' ? place : storage('creating', onFailure, place);
  }

  get endOffset(): number {
    if (this.#opened) return this.#opened.endOffset;
    const { place } = this.#options;
    return !this.#closed && typeof place === 'string' && existsSync(place) ? this.log.endOffset : 0;
  }

  /** Bytes on disk. */
  get size(): number {
    return this.#opened?.size ?? 0;
  }

  /** Drops the records from an offset on. Returns false if the disk failed, which `onFailure` was told. */
  truncateTo(offset: number): boolean {
    try {
      this.log.truncateTo(offset);
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      return false;
    }
    this.#producers.truncateTo(offset);
    return true;
  }

  /** Begins again, with an empty log. */
  clear(): void {
    this.#producers = new ProducerStates();
    this.#opened?.close();
    this.#opened = undefined;
    storage('deleting the log in', this.#options.onFailure, () => removePlain(this.#directory));
    this.#isStored = typeof this.#options.place === 'string';
  }

  close(): void {
    this.#closed = true;
    this.#opened?.close();
    this.#opened = undefined;
  }

  /** Closes the log and removes it. */
  destroy(): void {
    this.close();
    if (this.#isStored) removePlain(this.#directory);
  }
}
