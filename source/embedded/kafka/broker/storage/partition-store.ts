import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { finish } from '../../../bounds/slices.ts';
import { removePlain } from '../../../paths/plain-directory.ts';
import { removalSteps } from '../../../paths/removal-steps.ts';
import type { SegmentLimits } from '../../log/log-segments.ts';
import { PartitionLog } from '../../log/partition-log.ts';
import { type OnFailure, storage } from '../../log/storage-error.ts';
import { KafkaError } from '../../messages/errors.ts';
import { identityOf } from './client-batch.ts';
import { ProducerStates, type RememberedProducers } from './producer-states.ts';

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
  readonly producers?: RememberedProducers | undefined;
}

/** What a partition has on disk: its log, which is opened on first use, and with it what its producers sent last. */
export class PartitionStore {
  readonly #options: StoreOptions;
  #opened: PartitionLog | undefined;
  #opening: Generator<undefined, PartitionLog> | undefined;
  readonly #producers: ProducerStates;
  #closed = false;
  /** Whether there may be a directory. */
  #isStored: boolean;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#producers = new ProducerStates(options.producers);
    this.#isStored = typeof options.place === 'string';
  }

  /** Throws {@link KafkaError} once the store is closed. */
  get log(): PartitionLog {
    if (this.#opened) return this.#opened;
    if (this.#closed) throw new KafkaError('UNKNOWN_TOPIC_OR_PARTITION');
    return finish(this.#steps());
  }

  /** Opens the log in steps if it is there. Whoever uses it between them takes the other steps at once. Throws {@link KafkaError}. */
  *openInSteps(): Generator<undefined, void> {
    if (this.#opened || !this.#isThere) return;
    const steps = this.#steps();
    while (!steps.next().done) yield;
  }

  /** What is left to do, for whoever opens it. */
  #steps(): Generator<undefined, PartitionLog> {
    this.#isStored = true;
    this.#opening ??= this.#open(this.#directory);
    return this.#opening;
  }

  *#open(directory: string): Generator<undefined, PartitionLog> {
    const { limits } = this.#options;
    try {
      this.#opened = yield* PartitionLog.openInSteps({
        directory,
        // The topic's current limit applies; it was checked before.
        maxBatchBytes: 2 ** 31 - 1,
        ...(limits === undefined ? {} : { limits }),
        onFailure: (doing, cause) => {
          // Whoever is told may use the log, which opens it again.
          this.#opening = undefined;
          this.#options.onFailure?.(doing, cause);
        },
        onRecovered: (header) => {
          if (header.producerId >= 0 && header.baseSequence >= 0)
            this.#producers.appended(identityOf(header), header.baseOffset);
        },
      });
      return this.#opened;
    } finally {
      this.#opening = undefined;
    }
  }

  /** Whether there is a directory to open. */
  get #isThere(): boolean {
    const { place } = this.#options;
    return !this.#closed && typeof place === 'string' && existsSync(place);
  }

  get isOpen(): boolean {
    return this.#opened !== undefined;
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
    return this.#opened || this.#isThere ? this.log.endOffset : 0;
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

  /** Begins again, with an empty log. `setAside` moves the directory of the log away; without it, the directory is removed. */
  clear(setAside: (directory: string) => void = removePlain): void {
    this.#closeLog();
    storage('deleting the log in', this.#options.onFailure, () => setAside(this.#directory));
    this.#isStored = typeof this.#options.place === 'string';
  }

  close(): void {
    this.#closed = true;
    this.#closeLog();
  }

  #closeLog(): void {
    this.#opening?.return(undefined as never);
    this.#opening = undefined;
    this.#producers.clear();
    this.#opened?.close();
    this.#opened = undefined;
  }

  /** Closes the log and removes it, a file in each step: there may be thousands of segments. */
  *destroyInSteps(): Generator<void, void> {
    this.close();
    if (!this.#isStored) return;
    const directory = this.#directory;
    yield* removalSteps(dirname(directory), basename(directory));
  }
}
