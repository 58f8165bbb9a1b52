import { setTimeout as delay } from 'node:timers/promises';
import { KafkaClientError } from '../../kafka/client/client-error.ts';
import type { ClusterClient } from '../../kafka/client/cluster-client.ts';
import type { KafkaConnection } from '../../kafka/client/kafka-connection.ts';
import {
  checkErrorCode,
  errorCodes,
  errorName,
  isRetriable,
  KafkaError,
} from '../../kafka/messages/errors.ts';
import { heartbeat } from '../../kafka/messages/heartbeat.ts';
import { joinGroup } from '../../kafka/messages/join-group.ts';
import { leaveGroup } from '../../kafka/messages/leave-group.ts';
import { offsetCommit } from '../../kafka/messages/offset-commit.ts';
import { offsetFetch } from '../../kafka/messages/offset-fetch.ts';
import { syncGroup } from '../../kafka/messages/sync-group.ts';
import {
  type Assignment,
  assignRanges,
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from './consumer-protocol.ts';

const sessionTimeoutMs = 45_000;
const rebalanceTimeoutMs = 300_000;
const heartbeatIntervalMs = 3000;

/** Error codes after which a member rejoins. */
const rejoins = new Set<number>([
  errorCodes.REBALANCE_IN_PROGRESS,
  errorCodes.ILLEGAL_GENERATION,
  errorCodes.UNKNOWN_MEMBER_ID,
]);

/** One member of a consumer group with the range assignor: it joins, heartbeats, commits and leaves. */
export class GroupMember {
  readonly #cluster: ClusterClient;
  readonly #group: string;
  readonly #topics: readonly string[];
  readonly #signal: AbortSignal;
  #memberId = '';
  #generation = -1;
  #connection: KafkaConnection | undefined;
  #beat: NodeJS.Timeout | undefined;
  /** Set when the group rebalances. */
  rebalanceNeeded = true;

  constructor(cluster: ClusterClient, group: string, topics: readonly string[], signal: AbortSignal) {
    this.#cluster = cluster;
    this.#group = group;
    this.#topics = topics;
    this.#signal = signal;
  }

  /** Joins a rebalance; returns this member's assignment. */
  async join(): Promise<Assignment> {
    clearInterval(this.#beat);
    for (;;) {
      this.#signal.throwIfAborted();
      const connection = await this.#coordinator();
      const answer = await connection.call(
        joinGroup,
        {
          groupId: this.#group,
          sessionTimeoutMs,
          rebalanceTimeoutMs,
          memberId: this.#memberId,
          protocolType: 'consumer',
          protocols: [{ name: 'range', metadata: encodeSubscription(this.#topics) }],
        },
        { timeoutMs: rebalanceTimeoutMs + 5000 },
      );
      if (answer.errorCode === errorCodes.MEMBER_ID_REQUIRED) {
        this.#memberId = answer.memberId;
        continue;
      }
      if (await this.#again(answer.errorCode)) continue;
      this.#memberId = answer.memberId;
      this.#generation = answer.generationId;
      const members = new Map(
        answer.members.map(({ memberId, metadata }) => [memberId, decodeSubscription(metadata)]),
      );
      const shares =
        answer.leader === this.#memberId ? await this.#assign(members) : new Map<string, Assignment>();
      const synced = await connection.call(syncGroup, {
        groupId: this.#group,
        generationId: this.#generation,
        memberId: this.#memberId,
        protocolType: 'consumer',
        protocolName: answer.protocolName,
        assignments: [...shares].map(([memberId, share]) => ({
          memberId,
          assignment: encodeAssignment(share),
        })),
      });
      if (await this.#again(synced.errorCode)) continue;
      this.rebalanceNeeded = false;
      this.#beat = setInterval(() => void this.#heartbeat(), heartbeatIntervalMs);
      return decodeAssignment(synced.assignment);
    }
  }

  /** The committed offsets by `topic/partition`, for partitions that have one. */
  async committed(partitions: Assignment): Promise<Map<string, number>> {
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
          .map((each): [string, number] => [`${name}/${each.partitionIndex}`, each.committedOffset]),
      ),
    );
  }

  async commit(positions: ReadonlyMap<string, number>): Promise<void> {
    if (positions.size === 0) return;
    const topics = new Map<string, { partitionIndex: number; committedOffset: number }[]>();
    for (const [key, committedOffset] of positions) {
      const at = key.lastIndexOf('/');
      const list = topics.get(key.slice(0, at)) ?? [];
      topics.set(key.slice(0, at), list);
      list.push({ partitionIndex: Number(key.slice(at + 1)), committedOffset });
    }
    const connection = await this.#coordinator();
    await connection.call(offsetCommit, {
      groupId: this.#group,
      generationId: this.#generation,
      memberId: this.#memberId,
      topics: [...topics].map(([name, partitions]) => ({ name, partitions })),
    });
  }

  async leave(): Promise<void> {
    clearInterval(this.#beat);
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

  async #assign(
    members: ReadonlyMap<string, readonly string[]>,
  ): Promise<Map<string, Map<string, number[]>>> {
    const topics = [...new Set([...members.values()].flat())];
    const { topics: found } = await this.#cluster.metadata(topics);
    return assignRanges(
      members,
      new Map(found.map(({ name, partitions }) => [name ?? '', partitions.length])),
    );
  }

  async #heartbeat(): Promise<void> {
    try {
      const connection = await this.#coordinator();
      const answer = await connection.call(heartbeat, {
        groupId: this.#group,
        generationId: this.#generation,
        memberId: this.#memberId,
      });
      if (answer.errorCode === errorCodes.UNKNOWN_MEMBER_ID) this.#memberId = '';
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
    if (!rejoins.has(code) && !isRetriable(errorName(code))) throw new KafkaError(errorName(code));
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
