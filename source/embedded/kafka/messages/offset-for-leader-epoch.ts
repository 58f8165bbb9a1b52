import { defineApi } from './api.ts';
import { array, int16, int32, int64, string } from './primitives.ts';
import { field, struct } from './schema.ts';
import { noLeaderEpoch, noOffset } from './sentinels.ts';

/** `replicaId` of a debugging tool; before version 3 all clients count as one. */
export const debuggingReplica = -2;

export interface OffsetForLeaderEpochRequest {
  /** {@link consumerReplica} or {@link debuggingReplica}. */
  readonly replicaId: number;
  readonly topics: readonly OffsetForLeaderTopic[];
}

export interface OffsetForLeaderTopic {
  readonly topic: string;
  readonly partitions: readonly OffsetForLeaderPartition[];
}

export interface OffsetForLeaderPartition {
  readonly partition: number;
  readonly currentLeaderEpoch: number;
  readonly leaderEpoch: number;
}

export interface OffsetForLeaderEpochResponse {
  readonly throttleTimeMs: number;
  readonly topics: readonly OffsetForLeaderTopicResult[];
}

export interface OffsetForLeaderTopicResult {
  readonly topic: string;
  readonly partitions: readonly LeaderEpochEndOffset[];
}

export interface LeaderEpochEndOffset {
  readonly errorCode: number;
  readonly partition: number;
  readonly leaderEpoch: number;
  readonly endOffset: number;
}

/** OffsetForLeaderEpochRequest and -Response, key 23. v1: leader epoch in the answer; v2: current leader epoch; v3: replica id; v4: flexible. */
export const offsetForLeaderEpoch = defineApi<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>({
  key: 23,
  name: 'OffsetForLeaderEpoch',
  versions: [0, 4],
  flexibleFrom: 4,
  request: struct<OffsetForLeaderEpochRequest>({
    replicaId: field(int32, '3+', debuggingReplica),
    topics: field(
      array(
        struct<OffsetForLeaderTopic>({
          topic: field(string, '0+'),
          partitions: field(
            array(
              struct<OffsetForLeaderPartition>({
                partition: field(int32, '0+'),
                currentLeaderEpoch: field(int32, '2+', noLeaderEpoch),
                leaderEpoch: field(int32, '0+'),
              }),
            ),
            '0+',
          ),
        }),
      ),
      '0+',
    ),
  }),
  response: struct<OffsetForLeaderEpochResponse>({
    throttleTimeMs: field(int32, '2+'),
    topics: field(
      array(
        struct<OffsetForLeaderTopicResult>({
          topic: field(string, '0+'),
          partitions: field(
            array(
              struct<LeaderEpochEndOffset>({
                errorCode: field(int16, '0+'),
                partition: field(int32, '0+'),
                leaderEpoch: field(int32, '1+', noLeaderEpoch),
                endOffset: field(int64, '0+', noOffset),
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
