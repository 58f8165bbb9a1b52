import type { MemberSeen, TallySeen } from '../../lab/model/observations.ts';
import type { EventStream } from '../event-stream.ts';
import type { BeforeAfter } from '../view.ts';
import { type Before, compare, rememberBefore } from './before-after.ts';
import type { Ranges } from './offset-ranges.ts';

/** Tells from one count to the next what has changed: the consumer, who owns what, and what the swap came to. */
export class ChangeNotices {
  readonly #stream: EventStream;
  #kind: TallySeen['consumer'] = 'none';
  /** The assignment that was last told of, as text. */
  #assignment = '';
  #before: Before | undefined;
  #beforeAfter: BeforeAfter | undefined;

  constructor(stream: EventStream) {
    this.#stream = stream;
  }

  /** `covered`: the offsets that a group has read, by partition. */
  see(tally: TallySeen, covered: readonly Ranges[] | undefined): void {
    this.#noticeSwap(tally);
    // The partition consumer is alone in a group of its own: nothing is shared, nobody rebalances.
    if (tally.consumer !== 'partition') this.#noticeRebalance(tally.members ?? []);
    this.#compare(tally, covered);
  }

  forget(): void {
    this.#kind = 'none';
    this.#assignment = '';
    this.#before = undefined;
    this.#beforeAfter = undefined;
    this.#stream.show({ type: 'compared', beforeAfter: undefined });
  }

  #noticeSwap({ consumer, readers = [] }: TallySeen): void {
    if (consumer === 'none' || consumer === this.#kind) return;
    if (this.#kind !== 'none' && readers.length > 0) {
      const newest = readers.reduce((a, b) => (b.startedAt > a.startedAt ? b : a));
      this.#stream.publish({ type: 'swap', from: this.#kind, to: consumer, pod: newest.pod });
    }
    this.#kind = consumer;
  }

  #noticeRebalance(members: readonly MemberSeen[]): void {
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

  /** The comparison is recorded when the group has read all of the other's window; until then it is only shown. */
  #compare(tally: TallySeen, covered: readonly Ranges[] | undefined): void {
    this.#before = rememberBefore(this.#before, tally);
    const before = this.#before;
    if (before === undefined || covered === undefined) return;
    if (this.#beforeAfter?.window === before.window && this.#beforeAfter.after === before.window) return;
    const beforeAfter = compare(before, covered);
    this.#beforeAfter = beforeAfter;
    if (beforeAfter.after === beforeAfter.window)
      this.#stream.publish({ type: 'before-after', ...beforeAfter });
    else this.#stream.show({ type: 'compared', beforeAfter });
  }
}
