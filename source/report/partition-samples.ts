import type { EventOf } from '../journal/events.ts';
import type { PartitionSample } from './session-record.ts';
import { Thinned } from './thinned.ts';

/** More than a figure is wide in pixels would say no more. */
const mostSamples = 400;
/** A figure of more partitions cannot be read; their counts are still in the counts of all together. */
const mostPartitions = 64;

/** Counters by partition, in bounded memory. */
export class PartitionSamples {
  readonly #samples = new Thinned<PartitionSample>(mostSamples);

  add(event: EventOf<'counters'>): void {
    if (event.endOffsets.length <= mostPartitions) this.#samples.add(() => sampleOf(event));
  }

  samples(): readonly PartitionSample[] {
    return this.#samples.kept;
  }
}

function sampleOf(event: EventOf<'counters'>): PartitionSample {
  const { consumer, endOffsets, received, startOffsets } = event;
  const estimated = event.estimated === true;
  return {
    atMs: Date.parse(event.at),
    consumer,
    estimated,
    partitions: endOffsets.map((published, partition) => {
      const count = received[partition];
      // Without metrics, nothing says whether a partition of which nothing was derived is read or not.
      const isKnown = consumer !== 'none' && count !== undefined && !(estimated && count === 0);
      const start = startOffsets?.[partition];
      return {
        published,
        ...(isKnown ? { received: count } : {}),
        ...(isKnown && start !== undefined ? { lag: Math.max(0, published - start - count) } : {}),
      };
    }),
  };
}
