import type { GroupSnapshot } from './group.ts';

/** A committed offset, in the names of the OffsetCommit message. */
export interface CommittedOffset {
  readonly offset: number;
  readonly leaderEpoch: number;
  readonly metadata: string;
  readonly commitTimestamp: number;
}

/** What the records of one partition of `__consumer_offsets` add up to. It outlives every coordinator that reads it. */
export class GroupStore {
  readonly groups = new Map<string, GroupSnapshot>();
  /** groupId → topic → partition → offset */
  private readonly offsets = new Map<string, Map<string, Map<number, CommittedOffset>>>();

  saveGroup(snapshot: GroupSnapshot): void {
    this.groups.set(snapshot.groupId, snapshot);
  }

  removeGroup(groupId: string): void {
    this.groups.delete(groupId);
    this.offsets.delete(groupId);
  }

  commit(groupId: string, topic: string, partition: number, offset: CommittedOffset): void {
    const topics = this.offsets.get(groupId) ?? new Map<string, Map<number, CommittedOffset>>();
    this.offsets.set(groupId, topics);
    const partitions = topics.get(topic) ?? new Map<number, CommittedOffset>();
    topics.set(topic, partitions);
    partitions.set(partition, offset);
  }

  committed(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.offsets.get(groupId)?.get(topic)?.get(partition);
  }

  allCommitted(groupId: string): ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>> {
    return this.offsets.get(groupId) ?? new Map();
  }

  hasOffsets(groupId: string): boolean {
    return this.offsets.has(groupId);
  }

  removeOffset(groupId: string, topic: string, partition: number): void {
    const topics = this.offsets.get(groupId);
    const partitions = topics?.get(topic);
    if (!partitions?.delete(partition)) return;
    if (partitions.size === 0) topics!.delete(topic);
    if (topics!.size === 0) this.offsets.delete(groupId);
  }

  /** A deleted topic's offsets go with it. */
  forgetTopic(topic: string): void {
    for (const [groupId, topics] of this.offsets)
      if (topics.delete(topic) && topics.size === 0) this.offsets.delete(groupId);
  }

  /** Every group that has a snapshot or offsets. */
  groupIds(): Set<string> {
    return new Set([...this.groups.keys(), ...this.offsets.keys()]);
  }
}
