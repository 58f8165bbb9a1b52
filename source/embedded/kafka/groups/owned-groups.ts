import { KafkaError } from '../messages/errors.ts';
import { Group } from './group.ts';
import type { GroupError } from './group-errors.ts';
import type { GroupMemory } from './group-memory.ts';
import type { GroupStore } from './group-store.ts';
import { offsetsPartitionOf } from './offsets-partition.ts';

/** Groups of one broker that have or had members. */
export const mostGroups = 2000;

export interface OwnedGroupsOptions {
  /** Partitions of `__consumer_offsets`. */
  readonly offsetsPartitions: number;
  /** What `__consumer_offsets` holds, by its partition. */
  readonly storeFor: (offsetsPartition: number) => GroupStore;
  readonly memory: GroupMemory;
  readonly log: (line: string) => void;
}

/** The partitions of `__consumer_offsets` that a broker leads, and the groups that are in them. */
export class OwnedGroups {
  readonly #options: OwnedGroupsOptions;
  readonly #groups = new Map<string, Group>();
  readonly #stores = new Map<number, GroupStore>();

  constructor(options: OwnedGroupsOptions) {
    this.#options = options;
  }

  /** Returns the groups that the partition holds; none if it was loaded already. */
  load(offsetsPartition: number): Group[] {
    if (this.#stores.has(offsetsPartition)) return [];
    const store = this.#options.storeFor(offsetsPartition);
    this.#stores.set(offsetsPartition, store);
    const groups = [...store.groups.values()].map((snapshot) =>
      Group.restore(snapshot, this.#options.memory.members.share()),
    );
    for (const group of groups) this.#groups.set(group.groupId, group);
    return groups;
  }

  /** Returns the groups that are another broker's now. */
  unload(offsetsPartition: number): Group[] {
    if (!this.#stores.delete(offsetsPartition)) return [];
    const gone = this.all().filter(({ groupId }) => this.#partitionOf(groupId) === offsetsPartition);
    for (const { groupId } of gone) this.forget(groupId);
    return gone;
  }

  get partitions(): number[] {
    return [...this.#stores.keys()];
  }

  get stores(): Iterable<GroupStore> {
    return this.#stores.values();
  }

  /** Undefined: another broker is the group's coordinator. */
  storeOf(groupId: string): GroupStore | undefined {
    return this.#stores.get(this.#partitionOf(groupId));
  }

  /** NONE when this broker may answer for the group. Offsets may be kept under an empty group id, membership may not. */
  check(groupId: string, mayBeEmpty = false): GroupError {
    if (groupId === '' && !mayBeEmpty) return 'INVALID_GROUP_ID';
    return this.storeOf(groupId) ? 'NONE' : 'NOT_COORDINATOR';
  }

  all(): Group[] {
    return [...this.#groups.values()];
  }

  get isFull(): boolean {
    return this.#groups.size >= mostGroups;
  }

  find(groupId: string): Group | undefined {
    return this.#groups.get(groupId);
  }

  create(groupId: string): Group {
    const group = new Group(groupId, this.#options.memory.members.share());
    this.#groups.set(groupId, group);
    return group;
  }

  /** Whether groups and members may take this much more memory. */
  hasMemory(growth: number): boolean {
    return this.#options.memory.members.admits(growth, this.#options.log);
  }

  /** The same for committed offsets. */
  hasOffsetMemory(growth: number): boolean {
    return this.#options.memory.offsets.admits(growth, this.#options.log);
  }

  forget(groupId: string): void {
    this.#groups.get(groupId)?.forgotten();
    this.#groups.delete(groupId);
  }

  /** Writes to `__consumer_offsets`. What its disk refuses is for another coordinator to try. */
  write(change: () => void): GroupError {
    try {
      change();
      return 'NONE';
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      this.#options.log(`Appending to __consumer_offsets failed: ${error.message}`);
      return error.code === 'COORDINATOR_NOT_AVAILABLE' ? error.code : 'NOT_COORDINATOR';
    }
  }

  save(group: Group): void {
    this.write(() => this.storeOf(group.groupId)?.saveGroup(group.snapshot()));
  }

  #partitionOf(groupId: string): number {
    return offsetsPartitionOf(groupId, this.#options.offsetsPartitions);
  }
}
