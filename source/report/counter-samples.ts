import type { EventOf } from '../journal/events.ts';
import type { CounterSample } from './session-record.ts';

/** More than a figure is wide in pixels would say no more. */
const mostSamples = 600;

/** Counters of all partitions together, evenly thinned out where there are many, in bounded memory. */
export class CounterSamples {
  #samples: CounterSample[] = [];
  #seen = 0;
  #every = 1;

  add({ at, consumer, endOffsets, received, estimated }: EventOf<'counters'>): void {
    const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
    if (this.#seen % this.#every === 0) {
      const known = sum(received);
      this.#samples.push({
        atMs: Date.parse(at),
        consumer,
        produced: sum(endOffsets),
        ...(estimated === true && known === 0 ? {} : { received: known }),
      });
      if (this.#samples.length >= mostSamples) {
        this.#samples = this.#samples.filter((_, index) => index % 2 === 0);
        this.#every *= 2;
      }
    }
    this.#seen += 1;
  }

  /** How many there were. */
  get seen(): number {
    return this.#seen;
  }

  samples(): readonly CounterSample[] {
    return this.#samples;
  }
}
