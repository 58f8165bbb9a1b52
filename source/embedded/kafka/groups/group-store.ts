import type { CommittedOffset } from './committed-offset.ts';
import type { GroupSnapshot } from './group.ts';
import type { OffsetsChange } from './offsets-records.ts';

/** Writes changes before they take effect. Throws a `KafkaError` if that fails. */
export type WriteChanges = (changes: readonly OffsetsChange[]) => void;

/** The state that the records of a `__consumer_offsets` partition add up to. It outlives the coordinators that read it. */
export class GroupStore {
  readonly groups = new Map<string, GroupSnapshot>();
  /** groupId → topic → partition → offset */
  readonly #offsets = new Map<string, Map<string, Map<number, CommittedOffset>>>();
  readonly #write: WriteChanges;

  /** Without `write`, nothing is persisted. */
  constructor(write: WriteChanges = () => {}) {
    this.#write = write;
  }

  /** Persists changes, then applies them. */
  change(changes: readonly OffsetsChange[]): void {
    if (changes.length === 0) return;
    this.#write(changes);
    for (const change of changes) this.apply(change);
  }

  /** Applies a change that was loaded from the log. */
  apply(change: OffsetsChange): void {
    const { groupId } = change;
    if (change.kind === 'group') {
      if (change.snapshot) this.groups.set(groupId, change.snapshot);
      else this.groups.delete(groupId);
    } else if (change.committed) {
      const topics = this.#offsets.get(groupId) ?? new Map<string, Map<number, CommittedOffset>>();
      this.#offsets.set(groupId, topics);
      const partitions = topics.get(change.topic) ?? new Map<number, CommittedOffset>();
      topics.set(change.topic, partitions);
      partitions.set(change.partition, change.committed);
    } else {
      const topics = this.#offsets.get(groupId);
      const partitions = topics?.get(change.topic);
      if (!partitions?.delete(change.partition)) return;
      if (partitions.size === 0) topics!.delete(change.topic);
      if (topics!.size === 0) this.#offsets.delete(groupId);
    }
  }

  saveGroup(snapshot: GroupSnapshot): void {
    this.change([{ kind: 'group', groupId: snapshot.groupId, snapshot }]);
  }

  removeGroup(groupId: string): void {
    const removed: OffsetsChange[] = [...this.#offsetsOf(groupId)].map((one) => ({
      ...one,
      committed: undefined,
    }));
    if (this.groups.has(groupId)) removed.push({ kind: 'group', groupId, snapshot: undefined });
    this.change(removed);
  }

  commit(
    groupId: string,
    offsets: readonly { topic: string; partition: number; committed: CommittedOffset }[],
  ): void {
    this.change(offsets.map((one) => ({ kind: 'offset', groupId, ...one })));
  }

  committed(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#offsets.get(groupId)?.get(topic)?.get(partition);
  }

  allCommitted(groupId: string): ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>> {
    return this.#offsets.get(groupId) ?? new Map();
  }

  hasOffsets(groupId: string): boolean {
    return this.#offsets.has(groupId);
  }

  removeOffset(groupId: string, topic: string, partition: number): void {
    if (this.committed(groupId, topic, partition))
      this.change([{ kind: 'offset', groupId, topic, partition, committed: undefined }]);
  }

  /** Also drops the offsets of deleted topics. */
  forgetTopic(topic: string): void {
    const removed: OffsetsChange[] = [];
    for (const groupId of this.#offsets.keys())
      for (const one of this.#offsetsOf(groupId))
        if (one.topic === topic) removed.push({ ...one, committed: undefined });
    this.change(removed);
  }

  /** Every group that has a snapshot or offsets. */
  groupIds(): Set<string> {
    return new Set([...this.groups.keys(), ...this.#offsets.keys()]);
  }

  /** The whole state, as the changes that produce it. */
  *contents(): Iterable<OffsetsChange> {
    for (const [groupId, snapshot] of this.groups) yield { kind: 'group', groupId, snapshot };
    for (const groupId of this.#offsets.keys()) yield* this.#offsetsOf(groupId);
  }

  *#offsetsOf(groupId: string): Iterable<Extract<OffsetsChange, { kind: 'offset' }>> {
    for (const [topic, partitions] of this.#offsets.get(groupId) ?? [])
      for (const [partition, committed] of partitions)
        yield { kind: 'offset', groupId, topic, partition, committed };
  }
}
