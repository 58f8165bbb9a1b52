import { setTimeout as delay } from 'node:timers/promises';
import { KafkaClientError } from '../../../kafka/client/client-error.ts';
import type { ClusterClient } from '../../../kafka/client/cluster-client.ts';
import type { KafkaConnection } from '../../../kafka/client/kafka-connection.ts';
import {
  checkErrorCode,
  errorCodes,
  errorName,
  isRetriable,
  KafkaError,
} from '../../../kafka/messages/errors.ts';
import { heartbeat } from '../../../kafka/messages/heartbeat.ts';
import { joinGroup } from '../../../kafka/messages/join-group.ts';
import { leaveGroup } from '../../../kafka/messages/leave-group.ts';
import { offsetCommit } from '../../../kafka/messages/offset-commit.ts';
import { offsetFetch } from '../../../kafka/messages/offset-fetch.ts';
import { syncGroup } from '../../../kafka/messages/sync-group.ts';
import type { Assignor, GroupSubscriber, Shares } from './assignment/assignor.ts';
import {
  type Assignment,
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from './assignment/consumer-protocol.ts';
import type { OffsetAndEpoch } from './end-offsets.ts';

/** The settings of a member, by the names that the Java consumer gives them. */
export interface MemberSettings {
  readonly groupId: string;
  readonly groupInstanceId: string | null;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly maxPollIntervalMs: number;
  /** In the order in which it prefers them; the group uses one that all members have. */
  readonly assignors: readonly Assignor[];
}

/** Error codes after which a member rejoins. */
const rejoins = new Set<number>([
  errorCodes.REBALANCE_IN_PROGRESS,
  errorCodes.ILLEGAL_GENERATION,
  errorCodes.UNKNOWN_MEMBER_ID,
  // Another member has its instance id: the broker says so again when it joins, and that ends it.
  errorCodes.FENCED_INSTANCE_ID,
]);

/** Error codes after which its partitions may be somebody else's already. */
const loses = new Set<number>([errorCodes.ILLEGAL_GENERATION, errorCodes.UNKNOWN_MEMBER_ID]);

/** One member of a consumer group: it joins, heartbeats, commits and leaves. */
export class GroupMember {
  readonly #cluster: ClusterClient;
  readonly #settings: MemberSettings;
  readonly #group: string;
  /** The topics it subscribes to, asked for at each rebalance. */
  readonly #subscription: () => Promise<readonly string[]>;
  readonly #signal: AbortSignal;
  #memberId = '';
  #generation = -1;
  #connection: KafkaConnection | undefined;
  #beat: NodeJS.Timeout | undefined;
  /** Set when the group rebalances. */
  rebalanceNeeded = true;
  /** Set when it was put out of the group: it owns nothing any longer. */
  lost = false;

  constructor(
    cluster: ClusterClient,
    settings: MemberSettings,
    subscription: () => Promise<readonly string[]>,
    signal: AbortSignal,
  ) {
    this.#cluster = cluster;
    this.#settings = settings;
    this.#group = settings.groupId;
    this.#subscription = subscription;
    this.#signal = signal;
  }

  /** Whether it keeps what it has while it joins (KIP-429): so if all its assignors allow it. */
  get cooperative(): boolean {
    return this.#settings.assignors.every(({ cooperative }) => cooperative);
  }

  /** Joins a rebalance with the partitions that it keeps meanwhile; returns this member's assignment. */
  async join(owned: Assignment): Promise<Assignment> {
    clearInterval(this.#beat);
    const topics = await this.#subscription();
    const { groupInstanceId, sessionTimeoutMs, maxPollIntervalMs, heartbeatIntervalMs } = this.#settings;
    for (;;) {
      this.#signal.throwIfAborted();
      const connection = await this.#coordinator();
      const answer = await connection.call(
        joinGroup,
        {
          groupId: this.#group,
          sessionTimeoutMs,
          rebalanceTimeoutMs: maxPollIntervalMs,
          groupInstanceId,
          memberId: this.#memberId,
          protocolType: 'consumer',
          protocols: this.#settings.assignors.map((assignor) => ({
            name: assignor.name,
            metadata: encodeSubscription({ topics, userData: assignor.userData(), owned }),
          })),
        },
        { timeoutMs: maxPollIntervalMs + 5000 },
      );
      if (answer.errorCode === errorCodes.MEMBER_ID_REQUIRED) {
        this.#memberId = answer.memberId;
        continue;
      }
      if (await this.#again(answer.errorCode)) continue;
      this.#memberId = answer.memberId;
      this.#generation = answer.generationId;
      const assignor = this.#settings.assignors.find(({ name }) => name === answer.protocolName);
      if (assignor === undefined) throw new KafkaError('INCONSISTENT_GROUP_PROTOCOL');
      const members = answer.members.map(
        ({ memberId, groupInstanceId: instanceId, metadata }): GroupSubscriber => ({
          memberId,
          instanceId,
          ...decodeSubscription(metadata),
        }),
      );
      const isLeader = answer.leader === this.#memberId;
      const shares = isLeader ? await this.#assign(assignor, members) : new Map<string, Assignment>();
      const synced = await connection.call(syncGroup, {
        groupId: this.#group,
        generationId: this.#generation,
        memberId: this.#memberId,
        groupInstanceId,
        protocolType: 'consumer',
        protocolName: answer.protocolName,
        assignments: [...shares].map(([memberId, share]) => ({
          memberId,
          assignment: encodeAssignment(share),
        })),
      });
      if (await this.#again(synced.errorCode)) continue;
      this.rebalanceNeeded = false;
      this.lost = false;
      this.#beat = setInterval(() => void this.#heartbeat(), heartbeatIntervalMs);
      const assignment = decodeAssignment(synced.assignment);
      assignor.assigned(assignment, this.#generation);
      return assignment;
    }
  }

  /** The committed offsets by `topic/partition`, for partitions that have one. */
  async committed(partitions: Assignment): Promise<Map<string, OffsetAndEpoch>> {
    const connection = await this.#coordinator();
    const topics = [...partitions].map(([name, partitionIndexes]) => ({ name, partitionIndexes }));
    const answer = await connection.call(offsetFetch, {
      groupId: this.#group,
      topics,
      groups: [{ groupId: this.#group, topics }],
    });
    const { errorCode, topics: found } = answer.groups[0] ?? answer;
    checkErrorCode(errorCode);
    return new Map(
      found.flatMap(({ name, partitions: list }) =>
        list
          .filter((each) => each.committedOffset >= 0)
          .map((each): [string, OffsetAndEpoch] => [
            `${name}/${each.partitionIndex}`,
            { offset: each.committedOffset, leaderEpoch: each.committedLeaderEpoch },
          ]),
      ),
    );
  }

  async commit(positions: ReadonlyMap<string, OffsetAndEpoch>): Promise<void> {
    if (positions.size === 0) return;
    const topics = new Map<
      string,
      { partitionIndex: number; committedOffset: number; committedLeaderEpoch: number }[]
    >();
    for (const [key, { offset: committedOffset, leaderEpoch: committedLeaderEpoch }] of positions) {
      const at = key.lastIndexOf('/');
      const list = topics.get(key.slice(0, at)) ?? [];
      topics.set(key.slice(0, at), list);
      list.push({ partitionIndex: Number(key.slice(at + 1)), committedOffset, committedLeaderEpoch });
    }
    const connection = await this.#coordinator();
    await connection.call(offsetCommit, {
      groupId: this.#group,
      generationId: this.#generation,
      memberId: this.#memberId,
      groupInstanceId: this.#settings.groupInstanceId,
      topics: [...topics].map(([name, partitions]) => ({ name, partitions })),
    });
  }

  async leave(): Promise<void> {
    clearInterval(this.#beat);
    // A static member stays in the group until its session ends (KIP-345).
    if (this.#settings.groupInstanceId !== null) return;
    if (this.#memberId === '' || this.#connection === undefined || this.#connection.closed) return;
    const memberId = this.#memberId;
    await this.#connection.call(
      leaveGroup,
      { groupId: this.#group, memberId, members: [{ memberId }] },
      { timeoutMs: 2000 },
    );
  }

  stop(): void {
    clearInterval(this.#beat);
  }

  async #assign(assignor: Assignor, members: readonly GroupSubscriber[]): Promise<Shares> {
    const topics = [...new Set(members.flatMap((member) => member.topics))];
    const { topics: found } = await this.#cluster.metadata(topics);
    const present = found.filter(({ partitions }) => partitions.length > 0);
    return assignor.assign(
      members,
      new Map(present.map(({ name, partitions }) => [name ?? '', partitions.length])),
    );
  }

  async #heartbeat(): Promise<void> {
    try {
      const connection = await this.#coordinator();
      const answer = await connection.call(heartbeat, {
        groupId: this.#group,
        generationId: this.#generation,
        memberId: this.#memberId,
        groupInstanceId: this.#settings.groupInstanceId,
      });
      if (answer.errorCode === errorCodes.UNKNOWN_MEMBER_ID) this.#memberId = '';
      if (loses.has(answer.errorCode)) this.lost = true;
      if (rejoins.has(answer.errorCode)) this.rebalanceNeeded = true;
      if (answer.errorCode === errorCodes.NOT_COORDINATOR) this.#connection = undefined;
    } catch (error) {
      // The connection broke: the next heartbeat or join looks up the coordinator again.
      this.#connection = undefined;
      const isExpected = error instanceof KafkaClientError || error instanceof KafkaError;
      if (!isExpected && !this.#signal.aborted) throw error;
    }
  }

  /** Whether to rejoin after this code; throws a KafkaError for a fatal one. */
  async #again(code: number): Promise<boolean> {
    if (code === 0) return false;
    if (code === errorCodes.UNKNOWN_MEMBER_ID) this.#memberId = '';
    const isFatal = code === errorCodes.FENCED_INSTANCE_ID;
    if (isFatal || (!rejoins.has(code) && !isRetriable(errorName(code))))
      throw new KafkaError(errorName(code));
    if (code === errorCodes.NOT_COORDINATOR) this.#connection = undefined;
    await delay(100, undefined, { signal: this.#signal });
    return true;
  }

  async #coordinator(): Promise<KafkaConnection> {
    if (this.#connection !== undefined && !this.#connection.closed) return this.#connection;
    for (;;) {
      try {
        this.#connection = await this.#cluster.coordinator(this.#group);
        return this.#connection;
      } catch (error) {
        if (!(error instanceof KafkaError && error.retriable)) throw error;
        await delay(100, undefined, { signal: this.#signal });
      }
    }
  }
}
