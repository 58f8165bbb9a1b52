import { defineApi } from './api.ts';
import { array, bytes, int8, int16, int32, int64, nullable, string, uuid } from './primitives.ts';
import { field, struct, tagged } from './schema.ts';
import { consumerReplica, noLeaderEpoch, noNode, noOffset } from './sentinels.ts';

/** `sessionId` where there is no session (KIP-227). */
export const noSession = 0;

/** `sessionEpoch` of a full request without a session (KIP-227). */
export const finalSessionEpoch = -1;

/** `sessionEpoch` of a full request that begins a session (KIP-227). */
export const initialSessionEpoch = 0;

/** `isolationLevel` of a consumer that skips aborted transactions. */
export const readCommitted = 1;

/** `preferredReadReplica`: read from the leader (KIP-392). */
export const noPreferredReplica = -1;

export interface FetchRequest {
  /** The cluster id, only between controllers of a quorum. */
  readonly clusterId: string | null;
  /** The broker id of a follower; −1, or omitted, for a consumer. */
  readonly replicaId: number;
  readonly maxWaitMs: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  /** 0: read uncommitted, 1: read committed. */
  readonly isolationLevel: number;
  /** 0: no session (KIP-227). */
  readonly sessionId: number;
  /** −1: no session wanted; 0: a new one; then 1, 2, … */
  readonly sessionEpoch: number;
  readonly topics: readonly FetchTopic[];
  readonly forgottenTopicsData: readonly ForgottenTopic[];
  readonly rackId: string;
}

export interface FetchTopic {
  /** Empty from version 13, which carries the id. */
  readonly topic: string;
  readonly topicId: string;
  readonly partitions: readonly FetchPartition[];
}

export interface FetchPartition {
  readonly partition: number;
  readonly currentLeaderEpoch: number;
  readonly fetchOffset: number;
  readonly lastFetchedEpoch: number;
  /** A follower's log start offset; −1 from a consumer. */
  readonly logStartOffset: number;
  readonly partitionMaxBytes: number;
}

export interface ForgottenTopic {
  readonly topic: string;
  readonly topicId: string;
  readonly partitions: readonly number[];
}

export interface FetchResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly sessionId: number;
  readonly responses: readonly FetchableTopicResponse[];
}

export interface FetchableTopicResponse {
  readonly topic: string;
  readonly topicId: string;
  readonly partitions: readonly FetchPartitionData[];
}

export interface FetchPartitionData {
  readonly partitionIndex: number;
  readonly errorCode: number;
  readonly highWatermark: number;
  readonly lastStableOffset: number;
  readonly logStartOffset: number;
  readonly divergingEpoch: EpochEndOffset;
  readonly currentLeader: LeaderIdAndEpoch;
  readonly snapshotId: SnapshotId;
  readonly abortedTransactions: readonly AbortedTransaction[] | null;
  readonly preferredReadReplica: number;
  /** Whole record batches; the first may begin before the fetch offset. */
  readonly records: Uint8Array | null;
}

export interface EpochEndOffset {
  readonly epoch: number;
  readonly endOffset: number;
}

export interface LeaderIdAndEpoch {
  readonly leaderId: number;
  readonly leaderEpoch: number;
}

export interface SnapshotId {
  readonly endOffset: number;
  readonly epoch: number;
}

export interface AbortedTransaction {
  readonly producerId: number;
  readonly firstOffset: number;
}

/**
 * FetchRequest and FetchResponse, key 1. v4: isolation, last stable offset; v5: log start offset; v7: sessions; v9: leader epoch;
 * v11: rack; v12: flexible, epochs of a diverged log; v13: topic ids in place of names.
 */
export const fetch = defineApi<FetchRequest, FetchResponse>({
  key: 1,
  name: 'Fetch',
  versions: [0, 13],
  flexibleFrom: 12,
  request: struct<FetchRequest>({
    clusterId: tagged(0, nullable(string, '12+'), '12+'),
    replicaId: field(int32, '0+', consumerReplica),
    maxWaitMs: field(int32, '0+'),
    minBytes: field(int32, '0+'),
    maxBytes: field(int32, '3+', 0x7fffffff),
    isolationLevel: field(int8, '4+'),
    sessionId: field(int32, '7+'),
    sessionEpoch: field(int32, '7+', finalSessionEpoch),
    topics: field(
      array(
        struct<FetchTopic>({
          topic: field(string, '0-12'),
          topicId: field(uuid, '13+'),
          partitions: field(
            array(
              struct<FetchPartition>({
                partition: field(int32, '0+'),
                currentLeaderEpoch: field(int32, '9+', noLeaderEpoch),
                fetchOffset: field(int64, '0+'),
                lastFetchedEpoch: field(int32, '12+', noLeaderEpoch),
                logStartOffset: field(int64, '5+', noOffset),
                partitionMaxBytes: field(int32, '0+'),
              }),
            ),
            '0+',
          ),
        }),
      ),
      '0+',
    ),
    forgottenTopicsData: field(
      array(
        struct<ForgottenTopic>({
          topic: field(string, '7-12'),
          topicId: field(uuid, '13+'),
          partitions: field(array(int32), '7+'),
        }),
      ),
      '7+',
    ),
    rackId: field(string, '11+'),
  }),
  response: struct<FetchResponse>({
    throttleTimeMs: field(int32, '1+'),
    errorCode: field(int16, '7+'),
    sessionId: field(int32, '7+'),
    responses: field(
      array(
        struct<FetchableTopicResponse>({
          topic: field(string, '0-12'),
          topicId: field(uuid, '13+'),
          partitions: field(
            array(
              struct<FetchPartitionData>({
                partitionIndex: field(int32, '0+'),
                errorCode: field(int16, '0+'),
                highWatermark: field(int64, '0+'),
                lastStableOffset: field(int64, '4+', noOffset),
                logStartOffset: field(int64, '5+', noOffset),
                divergingEpoch: tagged(
                  0,
                  struct<EpochEndOffset>({
                    epoch: field(int32, '12+', noLeaderEpoch),
                    endOffset: field(int64, '12+', noOffset),
                  }),
                  '12+',
                ),
                currentLeader: tagged(
                  1,
                  struct<LeaderIdAndEpoch>({
                    leaderId: field(int32, '12+', noNode),
                    leaderEpoch: field(int32, '12+', noLeaderEpoch),
                  }),
                  '12+',
                ),
                snapshotId: tagged(
                  2,
                  struct<SnapshotId>({
                    endOffset: field(int64, '0+', noOffset),
                    epoch: field(int32, '0+', noLeaderEpoch),
                  }),
                  '12+',
                ),
                abortedTransactions: field(
                  nullable(
                    array(
                      struct<AbortedTransaction>({
                        producerId: field(int64, '4+'),
                        firstOffset: field(int64, '4+'),
                      }),
                    ),
                    '4+',
                  ),
                  '4+',
                  [],
                ),
                preferredReadReplica: field(int32, '11+', noPreferredReplica),
                records: field(nullable(bytes), '0+'),
              }),
            ),
            '0+',
          ),
        }),
      ),
      '0+',
    ),
  }),
});
