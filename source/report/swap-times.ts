import type { EventOf } from '../journal/events.ts';
import { Thinned } from './thinned.ts';

type Kind = EventOf<'counters'>['consumer'];

/** So many samples of another kind, one after another, are another consumer: for fewer, its log may not have told yet what it is. */
const convincing = 3;

/**
 * When one consumer took the place of another. The session records each swap that the metrics of the consumers tell. Consumers without
 * metrics tell none: there, the samples of the counters show when the kind changed.
 */
export class SwapTimes {
  readonly #times: Thinned<number>;
  #kind: Kind = 'none';
  #next: { readonly kind: Kind; readonly atMs: number; samples: number } | undefined;

  constructor(most: number) {
    this.#times = new Thinned(most);
  }

  get times(): Thinned<number> {
    return this.#times;
  }

  recorded({ at, to }: EventOf<'swap'>): void {
    this.#times.add(() => Date.parse(at));
    this.#is(to);
  }

  sampled({ at, consumer, estimated }: EventOf<'counters'>): void {
    if (consumer === 'none') return;
    if (estimated !== true || this.#kind === 'none' || consumer === this.#kind) {
      this.#is(consumer);
      return;
    }
    if (this.#next?.kind !== consumer) this.#next = { kind: consumer, atMs: Date.parse(at), samples: 0 };
    this.#next.samples += 1;
    if (this.#next.samples < convincing) return;
    const { atMs } = this.#next;
    this.#times.add(() => atMs);
    this.#is(consumer);
  }

  #is(kind: Kind): void {
    this.#kind = kind;
    this.#next = undefined;
  }
}
