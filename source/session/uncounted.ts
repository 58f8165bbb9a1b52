import type { GroupMember, MessageCounts } from '../cluster/model/cluster.ts';
import type { UncountedSeen } from '../lab/observations.ts';
import type { LoggedCounts } from './logged-counts.ts';

/** A client that is just starting does not answer at once; one that has not for so long exports nothing. */
const sureAfterMs = 10_000;

/** Tells from one count to the next whether consumers run that export no metrics, and what there was for them to read. */
export class UncountedConsumers {
  /** The pods that run now without metrics, as text, and since when some have. */
  #pods = '';
  #since = 0;
  /** End offsets at the last look before these pods ran, and at the first at which one had written a line. */
  #before: readonly number[] = [];
  #after: readonly number[] | undefined;
  #latest: readonly number[] = [];

  /** `now` in ms of a clock that only goes forward. */
  see(counts: MessageCounts, now: number, logged: LoggedCounts): UncountedSeen | undefined {
    const { endOffsets, consumers, consumerPods = [], members = [] } = counts;
    const before = this.#latest;
    this.#latest = endOffsets;
    if (consumers.length > 0 || consumerPods.length === 0) {
      this.#pods = '';
      return undefined;
    }
    const pods = JSON.stringify([...consumerPods].sort());
    if (pods !== this.#pods) {
      if (this.#pods === '') this.#since = now;
      this.#pods = pods;
      this.#before = before;
      this.#after = undefined;
    }
    if (consumerPods.some((pod) => logged.hasLine(pod))) this.#after ??= endOffsets;
    if (now - this.#since < sureAfterMs) return undefined;
    this.#after ??= endOffsets;
    const received = logged.received(consumerPods);
    const consumer = kindOf(members, logged.form(consumerPods));
    return {
      ...(consumer === undefined ? {} : { consumer }),
      ...(received === undefined ? {} : { received }),
      published: endOffsets.map((end, partition) => ({
        atLeast: Math.max(0, end - (this.#after?.[partition] ?? 0)),
        // A topic that is shorter than it was is another one.
        atMost: end - Math.min(end, this.#before[partition] ?? 0),
      })),
    };
  }

  forget(): void {
    this.#pods = '';
    this.#latest = [];
    this.#before = [];
    this.#after = undefined;
  }
}

/** Who is alone in a group with one partition may be a partition consumer that its library knows no other way to be; its lines tell. */
function kindOf(members: readonly GroupMember[], form: UncountedSeen['consumer']): UncountedSeen['consumer'] {
  const owned = new Set(members.flatMap(({ partitions }) => partitions));
  if (owned.size > 1) return 'group';
  return form ?? (members.length > 0 ? 'group' : undefined);
}
