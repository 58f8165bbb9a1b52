import { defineApi } from './api.ts';
import { array, int16, int32, int64, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';
import { noGeneration, noLeaderEpoch, noTimestamp } from './sentinels.ts';

/** `retentionTimeMs`: the broker's retention applies. */
export const brokerRetention = -1;

export interface OffsetCommitRequest {
  readonly groupId: string;
  /** −1 with an empty member id: a commit from outside the group. */
  readonly generationId: number;
  readonly memberId: string;
  readonly groupInstanceId: string | null;
  /** −1: the broker's setting. */
  readonly retentionTimeMs: number;
  readonly topics: readonly OffsetCommitTopic[];
}

export interface OffsetCommitTopic {
  readonly name: string;
  readonly partitions: readonly OffsetCommitPartition[];
}

export interface OffsetCommitPartition {
  readonly partitionIndex: number;
  readonly committedOffset: number;
  readonly committedLeaderEpoch: number;
  readonly commitTimestamp: number;
  readonly committedMetadata: string | null;
}

export interface OffsetCommitResponse {
  readonly throttleTimeMs: number;
  readonly topics: readonly OffsetCommitTopicResponse[];
}

export interface OffsetCommitTopicResponse {
  readonly name: string;
  readonly partitions: readonly OffsetCommitPartitionResponse[];
}

export interface OffsetCommitPartitionResponse {
  readonly partitionIndex: number;
  readonly errorCode: number;
}

/** OffsetCommitRequest and -Response, key 8. v1: generation and member; v2 to v4: retention; v6: leader epoch; v7: static members; v8: flexible. */
export const offsetCommit = defineApi<OffsetCommitRequest, OffsetCommitResponse>({
  key: 8,
  name: 'OffsetCommit',
  versions: [0, 8],
  flexibleFrom: 8,
  request: struct<OffsetCommitRequest>({
    groupId: field(string, '0+'),
    generationId: field(int32, '1+', noGeneration),
    memberId: field(string, '1+'),
    groupInstanceId: field(nullable(string, '7+'), '7+'),
    retentionTimeMs: field(int64, '2-4', brokerRetention),
    topics: field(
      array(
        struct<OffsetCommitTopic>({
          name: field(string, '0+'),
          partitions: field(
            array(
              struct<OffsetCommitPartition>({
                partitionIndex: field(int32, '0+'),
                committedOffset: field(int64, '0+'),
                committedLeaderEpoch: field(int32, '6+', noLeaderEpoch),
                commitTimestamp: field(int64, '1', noTimestamp),
                committedMetadata: field(nullable(string), '0+', ''),
              }),
            ),
            '0+',
          ),
        }),
      ),
      '0+',
    ),
  }),
  response: struct<OffsetCommitResponse>({
    throttleTimeMs: field(int32, '3+'),
    topics: field(
      array(
        struct<OffsetCommitTopicResponse>({
          name: field(string, '0+'),
          partitions: field(
            array(
              struct<OffsetCommitPartitionResponse>({
                partitionIndex: field(int32, '0+'),
                errorCode: field(int16, '0+'),
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
