import type { CommittedOffset } from './committed-offset.ts';

/** The log of a `__consumer_offsets` partition, as far as its replicas have it. */
export interface ReplicatedLog {
  readonly endOffset: number;
  /** All in-sync replicas have the records before it. */
  readonly highWatermark: number;
}

interface Unconfirmed {
  /** The end of the log after the newest commit. */
  readonly end: number;
  /** What was committed last that all in-sync replicas have; undefined: nothing. */
  readonly before: CommittedOffset | undefined;
}

/**
 * The commits that an in-sync replica still lacks. Until it has them, or leaves the ISR, another leader may not know them, so that nobody is
 * told of them: Kafka's pending offset commits.
 */
export class UnconfirmedOffsets {
  readonly #log: () => ReplicatedLog | undefined;
  /** groupId → topic → partition */
  readonly #groups = new Map<string, Map<string, Map<number, Unconfirmed>>>();

  constructor(log: () => ReplicatedLog | undefined) {
    this.#log = log;
  }

  /** Commits of a group were appended; `before` is what each replaced. */
  add(
    groupId: string,
    commits: readonly { readonly topic: string; readonly partition: number }[],
    before: readonly (CommittedOffset | undefined)[],
  ): void {
    const log = this.#log();
    if (log === undefined || log.highWatermark >= log.endOffset) return;
    for (const [index, { topic, partition }] of commits.entries())
      this.#add(log, groupId, topic, partition, before[index]);
  }

  #add(
    log: ReplicatedLog,
    groupId: string,
    topic: string,
    partition: number,
    before: CommittedOffset | undefined,
  ): void {
    const topics = this.#groups.get(groupId) ?? new Map<string, Map<number, Unconfirmed>>();
    this.#groups.set(groupId, topics);
    const partitions = topics.get(topic) ?? new Map<number, Unconfirmed>();
    topics.set(topic, partitions);
    const earlier = partitions.get(partition);
    const isPending = earlier !== undefined && earlier.end > log.highWatermark;
    partitions.set(partition, { end: log.endOffset, before: isPending ? earlier.before : before });
  }

  /** The group’s offsets as all in-sync replicas have them. */
  confirmed(
    groupId: string,
    offsets: ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>>,
  ): ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>> {
    const topics = this.#groups.get(groupId);
    if (topics === undefined) return offsets;
    const { highWatermark } = this.#log() ?? { highWatermark: Number.POSITIVE_INFINITY };
    const result = new Map<string, ReadonlyMap<number, CommittedOffset>>(offsets);
    for (const [topic, partitions] of topics) {
      const known = new Map(offsets.get(topic));
      for (const [partition, { end, before }] of partitions) {
        if (end <= highWatermark) partitions.delete(partition);
        else if (before === undefined) known.delete(partition);
        // An offset that was removed meanwhile stays removed.
        else if (known.has(partition)) known.set(partition, before);
      }
      if (partitions.size === 0) topics.delete(topic);
      else result.set(topic, known);
    }
    if (topics.size === 0) this.#groups.delete(groupId);
    return result;
  }
}
