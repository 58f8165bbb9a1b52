import type { MemberSeen, TallySeen } from '../../lab/model/observations.ts';
import type { EventStream } from '../event-stream.ts';
import type { BeforeAfter } from '../view.ts';
import { type Baseline, compareWithBaseline, updateBaseline } from './before-after.ts';
import type { Ranges } from './offset-ranges.ts';

/** Compares each count with the previous one, and publishes changes: a swap, a rebalance, and the effect of the swap. */
export class ChangeDetector {
  readonly #stream: EventStream;
  #kind: TallySeen['consumer'] = 'none';
  /** The assignment that was published last, as JSON. */
  #assignment = '';
  #baseline: Baseline | undefined;
  #beforeAfter: BeforeAfter | undefined;

  constructor(stream: EventStream) {
    this.#stream = stream;
  }

  /** `covered`: the offsets that a group has read, by partition. */
  observe(tally: TallySeen, covered: readonly Ranges[] | undefined): void {
    this.#detectSwap(tally);
    // The partition consumer is alone in its group: there is nothing to share or rebalance.
    if (tally.consumer !== 'partition') this.#detectRebalance(tally.members ?? []);
    this.#compare(tally, covered);
  }

  reset(): void {
    this.#kind = 'none';
    this.#assignment = '';
    this.#baseline = undefined;
    this.#beforeAfter = undefined;
    this.#stream.show({ type: 'compared', beforeAfter: undefined });
  }

  #detectSwap({ consumer, readers = [] }: TallySeen): void {
    if (consumer === 'none' || consumer === this.#kind) return;
    if (this.#kind !== 'none' && readers.length > 0) {
      const newest = readers.reduce((a, b) => (b.startedAt > a.startedAt ? b : a));
      this.#stream.publish({ type: 'swap', from: this.#kind, to: consumer, pod: newest.pod });
    }
    this.#kind = consumer;
  }

  #detectRebalance(members: readonly MemberSeen[]): void {
    const sorted = [...members].sort((a, b) => (a.partitions[0] ?? Infinity) - (b.partitions[0] ?? Infinity));
    const now = JSON.stringify(sorted.map(({ id, partitions }) => [id, partitions]));
    if (members.length === 0 || now === this.#assignment) return;
    this.#assignment = now;
    this.#stream.publish({
      type: 'rebalance',
      members: sorted.map(({ id, pod, partitions }) => ({
        member: id,
        ...(pod === undefined ? {} : { pod }),
        partitions,
      })),
    });
  }

  /** Publishes the comparison once the group has read the whole baseline window; until then it is only shown. */
  #compare(tally: TallySeen, covered: readonly Ranges[] | undefined): void {
    this.#baseline = updateBaseline(this.#baseline, tally);
    const baseline = this.#baseline;
    if (baseline === undefined || covered === undefined) return;
    if (this.#beforeAfter?.window === baseline.window && this.#beforeAfter.after === baseline.window) return;
    const beforeAfter = compareWithBaseline(baseline, covered);
    this.#beforeAfter = beforeAfter;
    if (beforeAfter.after === beforeAfter.window)
      this.#stream.publish({ type: 'before-after', ...beforeAfter });
    else this.#stream.show({ type: 'compared', beforeAfter });
  }
}
