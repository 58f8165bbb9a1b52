import type { Timers } from '../timers.ts';
import type { CommittedOffset } from './committed-offset.ts';
import type { GroupConfig } from './group-config.ts';
import type { GroupError } from './group-errors.ts';
import type { CommitPartition, MemberIdentity } from './group-requests.ts';
import { validateIdentity } from './membership.ts';
import type { OwnedGroups } from './owned-groups.ts';
import type { Rebalance } from './rebalance.ts';

export interface GroupOffsetsOptions {
  readonly config: GroupConfig;
  readonly timers: Timers;
  readonly groups: OwnedGroups;
  readonly rebalance: Rebalance;
}

/** What groups have committed: OffsetCommit, OffsetFetch and OffsetDelete. */
export class GroupOffsets {
  readonly #options: GroupOffsetsOptions;

  constructor(options: GroupOffsetsOptions) {
    this.#options = options;
  }

  /** One error for each partition, in the order asked for. */
  commit(identity: MemberIdentity, partitions: readonly CommitPartition[]): GroupError[] {
    const { config, timers, groups } = this.#options;
    const error = this.#checkCommit(identity);
    if (error !== 'NONE') return partitions.map(() => error);
    const store = groups.storeOf(identity.groupId)!;
    const commitTimestamp = timers.now();
    const fits = ({ metadata }: CommitPartition) =>
      Buffer.byteLength(metadata) <= config.maxOffsetMetadataBytes;
    const offsets = partitions.filter(fits).map(({ topic, partition, offset, leaderEpoch, metadata }) => ({
      topic,
      partition,
      committed: { offset, leaderEpoch, metadata, commitTimestamp },
    }));
    const result = groups.hasOffsetMemory(store.growthBy(identity.groupId, offsets))
      ? groups.write(() => store.commit(identity.groupId, offsets))
      : 'INVALID_COMMIT_OFFSET_SIZE';
    return partitions.map((one) => (fits(one) ? result : 'OFFSET_METADATA_TOO_LARGE'));
  }

  #checkCommit(identity: MemberIdentity): GroupError {
    const { groups, rebalance } = this.#options;
    const { groupId, generationId, memberId, groupInstanceId } = identity;
    const error = groups.check(groupId, true);
    if (error !== 'NONE') return error;
    const group = groups.find(groupId);
    // A group without members needs no more than its offsets.
    if (!group) return generationId >= 0 ? 'ILLEGAL_GENERATION' : 'NONE';
    if (generationId < 0 && group.state === 'Empty') return 'NONE';
    if (generationId < 0 && memberId === '' && groupInstanceId === null) return 'UNKNOWN_MEMBER_ID';
    const invalid = validateIdentity(group, identity);
    if (invalid !== 'NONE') return invalid;
    const member = group.members.get(memberId);
    if (member) rebalance.heard(group, member);
    return group.state === 'CompletingRebalance' ? 'REBALANCE_IN_PROGRESS' : 'NONE';
  }

  committed(groupId: string, topic: string, partition: number): CommittedOffset | undefined {
    return this.#options.groups.storeOf(groupId)?.committed(groupId, topic, partition);
  }

  /** Everything that the group has committed; an error when this broker may not say. */
  fetch(groupId: string): {
    error: GroupError;
    offsets: ReadonlyMap<string, ReadonlyMap<number, CommittedOffset>>;
  } {
    const { groups } = this.#options;
    const error = groups.check(groupId, true);
    const offsets = error === 'NONE' ? groups.storeOf(groupId)!.allConfirmed(groupId) : new Map();
    return { error, offsets };
  }

  delete(groupId: string, topic: string, partition: number): GroupError {
    const { groups } = this.#options;
    return groups.write(() => groups.storeOf(groupId)?.removeOffset(groupId, topic, partition));
  }
}
