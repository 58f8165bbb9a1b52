/*
 * A partition's state of idempotent producers (KIP-98): the last five batches of each, to recognise retries and refuse gaps. Bounded by
 * the number of producers, not of messages. The batches of a producer that is forgotten are taken as they come, as Kafka does once it has
 * forgotten one.
 */

export interface BatchIdentity {
  readonly producerId: number;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly lastSequence: number;
}

interface KnownBatch {
  readonly baseSequence: number;
  readonly lastSequence: number;
  readonly baseOffset: number;
}

interface ProducerState {
  readonly forget: () => void;
  epoch: number;
  /** What the next batch begins with. */
  nextSequence: number;
  batches: KnownBatch[];
}

export type SequenceVerdict =
  | { readonly kind: 'append' }
  | { readonly kind: 'duplicate'; readonly baseOffset: number }
  | { readonly kind: 'error'; readonly error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' | 'INVALID_PRODUCER_EPOCH' };

const rememberedBatches = 5;
/** Of one partition. */
export const rememberedProducers = 10_000;
/** Of all partitions together. */
export const mostRememberedProducers = 50_000;
const lastInt32 = 2 ** 31 - 1;

/** The producers of all partitions: beyond the limit, the one that was silent longest is forgotten. */
export class RememberedProducers {
  readonly #most: number;
  /** In the order of their last batches. */
  readonly #states = new Set<ProducerState>();

  constructor(most: number = mostRememberedProducers) {
    this.#most = most;
  }

  get count(): number {
    return this.#states.size;
  }

  heard(state: ProducerState): void {
    this.#states.delete(state);
    this.#states.add(state);
    if (this.#states.size <= this.#most) return;
    const oldest = this.#states.values().next().value!;
    this.#states.delete(oldest);
    oldest.forget();
  }

  forget(state: ProducerState): void {
    this.#states.delete(state);
  }
}

export class ProducerStates {
  readonly #producers = new Map<number, ProducerState>();
  readonly #remembered: RememberedProducers;

  constructor(remembered: RememberedProducers = new RememberedProducers()) {
    this.#remembered = remembered;
  }

  get size(): number {
    return this.#producers.size;
  }

  check(batch: BatchIdentity): SequenceVerdict {
    const state = this.#producers.get(batch.producerId);
    if (!state) return { kind: 'append' };
    if (batch.producerEpoch < state.epoch) return { kind: 'error', error: 'INVALID_PRODUCER_EPOCH' };
    const outOfOrder = { kind: 'error', error: 'OUT_OF_ORDER_SEQUENCE_NUMBER' } as const;
    if (batch.producerEpoch > state.epoch) return batch.baseSequence === 0 ? { kind: 'append' } : outOfOrder;
    for (const known of state.batches)
      if (known.baseSequence === batch.baseSequence && known.lastSequence === batch.lastSequence)
        return { kind: 'duplicate', baseOffset: known.baseOffset };
    return batch.baseSequence === state.nextSequence ? { kind: 'append' } : outOfOrder;
  }

  appended(batch: BatchIdentity, baseOffset: number): void {
    const { producerId, producerEpoch, baseSequence, lastSequence } = batch;
    let state = this.#producers.get(producerId);
    if (!state || state.epoch !== producerEpoch) {
      if (state) this.#remembered.forget(state);
      const forget = () => this.#producers.delete(producerId);
      state = { epoch: producerEpoch, nextSequence: 0, batches: [], forget };
    }
    // Re-inserted, so that the producer that was silent longest is evicted first.
    this.#producers.delete(producerId);
    this.#producers.set(producerId, state);
    this.#remembered.heard(state);
    state.batches.push({ baseSequence, lastSequence, baseOffset });
    state.nextSequence = lastSequence === lastInt32 ? 0 : lastSequence + 1;
    if (state.batches.length > rememberedBatches) state.batches.shift();
    if (this.#producers.size > rememberedProducers) this.#forget(this.#producers.keys().next().value!);
  }

  #forget(producerId: number): void {
    const state = this.#producers.get(producerId);
    if (state) this.#remembered.forget(state);
    this.#producers.delete(producerId);
  }

  /** Forgets all of them. */
  clear(): void {
    for (const id of [...this.#producers.keys()]) this.#forget(id);
  }

  /**
   * Forgets the batches from this offset on, which were truncated: a producer that sends them again is no duplicate. The
   * sequence of the first of them is the next one.
   */
  truncateTo(endOffset: number): void {
    for (const [id, state] of this.#producers) {
      const kept = state.batches.filter(({ baseOffset }) => baseOffset < endOffset);
      if (kept.length === state.batches.length) continue;
      state.nextSequence = state.batches[kept.length]!.baseSequence;
      state.batches = kept;
      if (kept.length === 0 && state.nextSequence === 0) this.#forget(id);
    }
  }
}

/** The last sequence number of a batch; sequences wrap after 2^31 − 1. */
export function lastSequenceOf(baseSequence: number, records: number): number {
  const last = baseSequence + records - 1;
  return last > lastInt32 ? last - lastInt32 - 1 : last;
}
