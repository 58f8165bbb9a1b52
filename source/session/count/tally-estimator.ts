import type { GroupMember, MessageCounts } from '../../cluster/model/cluster.ts';
import type { TallyEstimate } from '../../lab/model/observations.ts';
import type { LoggedCounts } from './logged-counts.ts';

/** A starting client answers late; one that has not answered for this long exports no metrics. */
const certainAfterMs = 10_000;

/** Detects consumers that export no metrics, and estimates from offsets and logs what they could and did read. */
export class TallyEstimator {
  /** The pods that run without metrics now, as JSON, and since when there have been any. */
  #pods = '';
  #since = 0;
  /** End offsets at the last sample before these pods ran, and at the first sample after one of them had written a line. */
  #before: readonly number[] = [];
  #after: readonly number[] | undefined;
  #latest: readonly number[] = [];

  /** `now` in ms of a clock that only goes forward. */
  observe(counts: MessageCounts, now: number, logged: LoggedCounts): TallyEstimate | undefined {
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
    if (now - this.#since < certainAfterMs) return undefined;
    this.#after ??= endOffsets;
    const received = logged.received(consumerPods);
    const consumer = kindOf(members, logged.form(consumerPods));
    return {
      ...(consumer === undefined ? {} : { consumer }),
      ...(received === undefined ? {} : { received }),
      published: endOffsets.map((end, partition) => ({
        atLeast: Math.max(0, end - (this.#after?.[partition] ?? 0)),
        // A topic that got shorter was recreated.
        atMost: end - Math.min(end, this.#before[partition] ?? 0),
      })),
    };
  }

  reset(): void {
    this.#pods = '';
    this.#latest = [];
    this.#before = [];
    this.#after = undefined;
  }
}

/** A lone group member with one partition may be a partition consumer whose library always joins a group; its log lines decide. */
function kindOf(members: readonly GroupMember[], form: TallyEstimate['consumer']): TallyEstimate['consumer'] {
  const owned = new Set(members.flatMap(({ partitions }) => partitions));
  if (owned.size > 1) return 'group';
  return form ?? (members.length > 0 ? 'group' : undefined);
}
