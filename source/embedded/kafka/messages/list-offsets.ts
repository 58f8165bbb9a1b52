import { defineApi } from './api.ts';
import { array, int8, int16, int32, int64, string } from './primitives.ts';
import { field, struct } from './schema.ts';
import { consumerReplica, noLeaderEpoch, noOffset, noTimestamp } from './sentinels.ts';

/** `timestamp` in place of a time: which offset is wanted. The offset of the greatest timestamp is KIP-734, version 7. */
export const latestTimestamp = -1;
export const earliestTimestamp = -2;
export const maxTimestamp = -3;

export interface ListOffsetsRequest {
  /** The broker id of a follower; −1, or omitted, for a consumer. */
  readonly replicaId: number;
  readonly isolationLevel: number;
  readonly topics: readonly ListOffsetsTopic[];
}

export interface ListOffsetsTopic {
  readonly name: string;
  readonly partitions: readonly ListOffsetsPartition[];
}

export interface ListOffsetsPartition {
  readonly partitionIndex: number;
  readonly currentLeaderEpoch: number;
  /** ms, or −1 the end (latest), −2 the start (earliest), −3 the record with the greatest timestamp (v7). */
  readonly timestamp: number;
  /** Version 0 only. */
  readonly maxNumOffsets: number;
}

export interface ListOffsetsResponse {
  readonly throttleTimeMs: number;
  readonly topics: readonly ListOffsetsTopicResponse[];
}

export interface ListOffsetsTopicResponse {
  readonly name: string;
  readonly partitions: readonly ListOffsetsPartitionResponse[];
}

export interface ListOffsetsPartitionResponse {
  readonly partitionIndex: number;
  readonly errorCode: number;
  /** Version 0 only: descending. */
  readonly oldStyleOffsets: readonly number[];
  readonly timestamp: number;
  readonly offset: number;
  readonly leaderEpoch: number;
}

/** ListOffsetsRequest and -Response, key 2. v1: one offset for a timestamp; v2: isolation; v4: leader epoch; v6: flexible. */
export const listOffsets = defineApi<ListOffsetsRequest, ListOffsetsResponse>({
  key: 2,
  name: 'ListOffsets',
  versions: [0, 7],
  flexibleFrom: 6,
  request: struct<ListOffsetsRequest>({
    replicaId: field(int32, '0+', consumerReplica),
    isolationLevel: field(int8, '2+'),
    topics: field(
      array(
        struct<ListOffsetsTopic>({
          name: field(string, '0+'),
          partitions: field(
            array(
              struct<ListOffsetsPartition>({
                partitionIndex: field(int32, '0+'),
                currentLeaderEpoch: field(int32, '4+', noLeaderEpoch),
                timestamp: field(int64, '0+'),
                maxNumOffsets: field(int32, '0', 1),
              }),
            ),
            '0+',
          ),
        }),
      ),
      '0+',
    ),
  }),
  response: struct<ListOffsetsResponse>({
    throttleTimeMs: field(int32, '2+'),
    topics: field(
      array(
        struct<ListOffsetsTopicResponse>({
          name: field(string, '0+'),
          partitions: field(
            array(
              struct<ListOffsetsPartitionResponse>({
                partitionIndex: field(int32, '0+'),
                errorCode: field(int16, '0+'),
                oldStyleOffsets: field(array(int64), '0'),
                timestamp: field(int64, '1+', noTimestamp),
                offset: field(int64, '1+', noOffset),
                leaderEpoch: field(int32, '4+', noLeaderEpoch),
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
