/*
 * A partition's state of idempotent producers (KIP-98): the last five batches of each, to recognise retries and refuse gaps. Bounded by
 * the number of producers, not of messages.
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
const rememberedProducers = 10_000;
const lastInt32 = 2 ** 31 - 1;

export class ProducerStates {
  readonly #producers = new Map<number, ProducerState>();

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
    if (!state || state.epoch !== producerEpoch)
      state = { epoch: producerEpoch, nextSequence: 0, batches: [] };
    // Re-inserted, so that the producer that was silent longest is evicted first.
    this.#producers.delete(producerId);
    this.#producers.set(producerId, state);
    state.batches.push({ baseSequence, lastSequence, baseOffset });
    state.nextSequence = lastSequence === lastInt32 ? 0 : lastSequence + 1;
    if (state.batches.length > rememberedBatches) state.batches.shift();
    if (this.#producers.size > rememberedProducers)
      this.#producers.delete(this.#producers.keys().next().value!);
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
      if (kept.length === 0 && state.nextSequence === 0) this.#producers.delete(id);
    }
  }
}

/** The last sequence number of a batch; sequences wrap after 2^31 − 1. */
export function lastSequenceOf(baseSequence: number, records: number): number {
  const last = baseSequence + records - 1;
  return last > lastInt32 ? last - lastInt32 - 1 : last;
}
