import type { EventOf } from '../journal/events.ts';
import type { CounterSample } from './session-record.ts';
import { Thinned } from './thinned.ts';

/** More than a figure is wide in pixels would say no more. */
const mostSamples = 600;

/** Counters of all partitions together, in bounded memory. */
export class CounterSamples {
  readonly #samples = new Thinned<CounterSample>(mostSamples);

  add({ at, consumer, endOffsets, received, estimated }: EventOf<'counters'>): void {
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    this.#samples.add(() => {
      const known = sum(received);
      return {
        atMs: Date.parse(at),
        consumer,
        produced: sum(endOffsets),
        ...(estimated === true && known === 0 ? {} : { received: known }),
      };
    });
  }

  /** How many there were. */
  get seen(): number {
    return this.#samples.seen;
  }

  samples(): readonly CounterSample[] {
    return this.#samples.kept;
  }
}
