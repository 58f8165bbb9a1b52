import { defineApi } from './api.ts';
import { array, int16, int32, string } from './primitives.ts';
import { field, struct } from './schema.ts';

export interface OffsetDeleteRequest {
  readonly groupId: string;
  readonly topics: readonly OffsetDeleteTopic[];
}

export interface OffsetDeleteTopic {
  readonly name: string;
  readonly partitions: readonly OffsetDeletePartition[];
}

export interface OffsetDeletePartition {
  readonly partitionIndex: number;
}

export interface OffsetDeleteResponse {
  readonly errorCode: number;
  readonly throttleTimeMs: number;
  readonly topics: readonly OffsetDeleteTopicResponse[];
}

export interface OffsetDeleteTopicResponse {
  readonly name: string;
  readonly partitions: readonly OffsetDeletePartitionResponse[];
}

export interface OffsetDeletePartitionResponse {
  readonly partitionIndex: number;
  readonly errorCode: number;
}

/** OffsetDeleteRequest and -Response, key 47. Never flexible. */
export const offsetDelete = defineApi<OffsetDeleteRequest, OffsetDeleteResponse>({
  key: 47,
  name: 'OffsetDelete',
  versions: [0, 0],
  flexibleFrom: Number.MAX_SAFE_INTEGER,
  request: struct<OffsetDeleteRequest>({
    groupId: field(string, '0+'),
    topics: field(
      array(
        struct<OffsetDeleteTopic>({
          name: field(string, '0+'),
          partitions: field(
            array(
              struct<OffsetDeletePartition>({
                partitionIndex: field(int32, '0+'),
              }),
            ),
            '0+',
          ),
        }),
      ),
      '0+',
    ),
  }),
  response: struct<OffsetDeleteResponse>({
    errorCode: field(int16, '0+'),
    throttleTimeMs: field(int32, '0+'),
    topics: field(
      array(
        struct<OffsetDeleteTopicResponse>({
          name: field(string, '0+'),
          partitions: field(
            array(
              struct<OffsetDeletePartitionResponse>({
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
