import { type CommittedOffset, nameMemory, offsetMemory } from './committed-offset.ts';
import { type GroupSnapshot, snapshotMemory } from './group.ts';
import { GroupMemory, type MemoryShare } from './group-memory.ts';
import type { OffsetsChange } from './offsets-records.ts';
import { type ReplicatedLog, UnconfirmedOffsets } from './unconfirmed-offsets.ts';

/** Writes changes before they take effect. Throws a `KafkaError` if that fails. */
export type WriteChanges = (changes: readonly OffsetsChange[]) => void;

interface NewOffset {
  readonly topic: string;
  readonly partition: number;
  readonly committed: CommittedOffset;
}

/** The state that the records of a `__consumer_offsets` partition add up to. It outlives the coordinators that read it. */
export class GroupStore {
  readonly #groups = new Map<string, GroupSnapshot>();
  /** groupId → topic → partition → offset */
  readonly #offsets = new Map<string, Map<string, Map<number, CommittedOffset>>>();
  readonly #write: WriteChanges;
  readonly #groupShare: MemoryShare;
  readonly #offsetShare: MemoryShare;

  readonly #unconfirmed: UnconfirmedOffsets;
  readonly #log: () => ReplicatedLog | undefined;

  /** Without `write`, nothing is persisted. What the store holds counts in `memory`. `log`: what `write` appends to. */
  constructor(
    write: WriteChanges = () => {},
    memory: GroupMemory = new GroupMemory(),
    log: () => ReplicatedLog | undefined = () => undefined,
  ) {
    this.#write = write;
    this.#log = log;
    this.#unconfirmed = new UnconfirmedOffsets(log);
    this.#groupShare = memory.members.share();
    this.#offsetShare = memory.offsets.share();
  }

  get groups(): ReadonlyMap<string, GroupSnapshot> {
    return this.#groups;
  }

  /** Nobody reads the store any longer: its memory counts no more. */
  close(): void {
    this.#groupShare.end();
    this.#offsetShare.end();
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
    if (change.kind === 'group') this.#applyGroup(groupId, change.snapshot);
    else if (change.committed) this.#set(groupId, change.topic, change.partition, change.committed);
    else this.#unset(groupId, change.topic, change.partition);
  }

  #applyGroup(groupId: string, snapshot: GroupSnapshot | undefined): void {
    const former = this.#groups.get(groupId);
    if (former) this.#groupShare.add(-snapshotMemory(former));
    if (snapshot) {
      this.#groups.set(groupId, snapshot);
      this.#groupShare.add(snapshotMemory(snapshot));
    } else this.#groups.delete(groupId);
  }

  #set(groupId: string, topic: string, partition: number, committed: CommittedOffset): void {
    this.#offsetShare.add(this.growthBy(groupId, [{ topic, partition, committed }]));
    const topics = this.#offsets.get(groupId) ?? new Map<string, Map<number, CommittedOffset>>();
    this.#offsets.set(groupId, topics);
    const partitions = topics.get(topic) ?? new Map<number, CommittedOffset>();
    topics.set(topic, partitions);
    partitions.set(partition, committed);
  }

  #unset(groupId: string, topic: string, partition: number): void {
    const topics = this.#offsets.get(groupId);
    const partitions = topics?.get(topic);
    const former = partitions?.get(partition);
    if (!topics || !partitions || !former) return;
    let freed = offsetMemory(former);
    partitions.delete(partition);
    if (partitions.size === 0) {
      topics.delete(topic);
      freed += nameMemory(topic);
    }
    if (topics.size === 0) {
      this.#offsets.delete(groupId);
      freed += nameMemory(groupId);
    }
    this.#offsetShare.add(-freed);
  }

  /** How much more memory these offsets take than those they replace; more than that if they repeat a partition. */
  growthBy(groupId: string, offsets: readonly NewOffset[]): number {
    const topics = this.#offsets.get(groupId);
    let growth = topics || offsets.length === 0 ? 0 : nameMemory(groupId);
    const added = new Set<string>();
    for (const { topic, partition, committed } of offsets) {
      const partitions = topics?.get(topic);
      if (!partitions && !added.has(topic)) {
        added.add(topic);
        growth += nameMemory(topic);
      }
      const former = partitions?.get(partition);
      growth += offsetMemory(committed) - (former ? offsetMemory(former) : 0);
    }
    return growth;
  }

  saveGroup(snapshot: GroupSnapshot): void {
    this.change([{ kind: 'group', groupId: snapshot.groupId, snapshot }]);
  }

  removeGroup(groupId: string): void {
    const removed: OffsetsChange[] = [...this.#offsetsOf(groupId)].map((one) => ({
      ...one,
      committed: undefined,
    }));
    if (this.#groups.has(groupId)) removed.push({ kind: 'group', groupId, snapshot: undefined });
    this.change(removed);
  }

  commit(groupId: string, offsets: readonly NewOffset[]): void {
    const before = offsets.map(({ topic, partition }) => this.committed(groupId, topic, partition));
    this.change(offsets.map((one) => ({ kind: 'offset', groupId, ...one })));
    this.#unconfirmed.add(groupId, offsets, before);
  }

  /** Where the log ends now, and whether all in-sync replicas have an end; everything is confirmed where nothing is persisted. */
  get end(): number {
    return this.#log()?.endOffset ?? 0;
  }

  hasConfirmed(end: number): boolean {
    const log = this.#log();
    return log === undefined || log.highWatermark >= end;
  }

  committed(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#offsets.get(groupId)?.get(topic)?.get(partition);
  }

  /** What all in-sync replicas know of the group’s offsets: a new leader has all of it. */
  allConfirmed(groupId: string): ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>> {
    return this.#unconfirmed.confirmed(groupId, this.#offsets.get(groupId) ?? new Map());
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
    return new Set([...this.#groups.keys(), ...this.#offsets.keys()]);
  }

  /** The whole state, as the changes that produce it. */
  *contents(): Iterable<OffsetsChange> {
    for (const [groupId, snapshot] of this.#groups) yield { kind: 'group', groupId, snapshot };
    for (const groupId of this.#offsets.keys()) yield* this.#offsetsOf(groupId);
  }

  *#offsetsOf(groupId: string): Iterable<Extract<OffsetsChange, { kind: 'offset' }>> {
    for (const [topic, partitions] of this.#offsets.get(groupId) ?? [])
      for (const [partition, committed] of partitions)
        yield { kind: 'offset', groupId, topic, partition, committed };
  }
}
