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
  /** What the group had committed at the last sample before these pods ran, and at the first with one of their lines. */
  #committedBefore: readonly number[] = [];
  #committedAfter: readonly number[] | undefined;
  #committed: readonly number[] = [];

  /** `now` in ms of a clock that only goes forward. */
  observe(counts: MessageCounts, now: number, logged: LoggedCounts): TallyEstimate | undefined {
    const { endOffsets, consumers, consumerPods = [], members = [], committed = [] } = counts;
    const before = this.#latest;
    const committedBefore = this.#committed;
    this.#latest = endOffsets;
    this.#committed = committed;
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
      this.#committedBefore = committedBefore;
      this.#committedAfter = undefined;
    }
    if (consumerPods.some((pod) => logged.hasLine(pod))) {
      this.#after ??= endOffsets;
      this.#committedAfter ??= committed;
    }
    if (now - this.#since < certainAfterMs) return undefined;
    this.#after ??= endOffsets;
    this.#committedAfter ??= committed;
    const received = logged.received(consumerPods);
    const consumer = kindOf(members, logged.form(consumerPods));
    const places = logged.places(consumerPods);
    const readsOld = this.#readsOld(places);
    return {
      ...(consumer === undefined ? {} : { consumer }),
      ...(received === undefined ? {} : { received }),
      published: endOffsets.map((end, partition) => ({
        atLeast: Math.max(0, end - (this.#after?.[partition] ?? 0)),
        // A topic that got shorter was recreated.
        atMost: end - Math.min(end, this.#before[partition] ?? 0),
      })),
      unread: endOffsets.map((end, partition) => {
        const earliest = Math.max(0, this.#committedBefore[partition] ?? -1);
        // Where it had committed nothing, what it committed since does not tell where it began.
        const latest = earliest === 0 ? 0 : Math.max(earliest, this.#committedAfter?.[partition] ?? -1);
        return { atLeast: Math.max(0, end - latest), atMost: Math.max(0, end - earliest) };
      }),
      named: [...places.keys()].sort((a, b) => a - b),
      ...(readsOld === undefined ? {} : { readsOld }),
    };
  }

  #readsOld(places: ReadonlyMap<number, number | undefined>): boolean | undefined {
    const offsets = [...places].filter((place): place is [number, number] => place[1] !== undefined);
    if (offsets.length === 0) return undefined;
    return offsets.some(([partition, offset]) => offset < (this.#before[partition] ?? 0));
  }

  reset(): void {
    this.#pods = '';
    this.#latest = [];
    this.#before = [];
    this.#after = undefined;
    this.#committed = [];
    this.#committedBefore = [];
    this.#committedAfter = undefined;
  }
}

/** A lone group member with one partition may be a partition consumer whose library always joins a group; its log lines decide. */
function kindOf(members: readonly GroupMember[], form: TallyEstimate['consumer']): TallyEstimate['consumer'] {
  const owned = new Set(members.flatMap(({ partitions }) => partitions));
  if (owned.size > 1) return 'group';
  return form ?? (members.length > 0 ? 'group' : undefined);
}
