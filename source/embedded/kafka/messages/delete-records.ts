import { defineApi } from './api.ts';
import { array, int16, int32, int64, string } from './primitives.ts';
import { field, struct } from './schema.ts';

/** `offset`: delete up to the high watermark. */
export const upToHighWatermark = -1;

export interface DeleteRecordsRequest {
  readonly topics: readonly DeleteRecordsTopic[];
  readonly timeoutMs: number;
}

export interface DeleteRecordsTopic {
  readonly name: string;
  readonly partitions: readonly DeleteRecordsPartition[];
}

export interface DeleteRecordsPartition {
  readonly partitionIndex: number;
  /** The new start offset, or {@link upToHighWatermark}. */
  readonly offset: number;
}

export interface DeleteRecordsResponse {
  readonly throttleTimeMs: number;
  readonly topics: readonly DeleteRecordsTopicResult[];
}

export interface DeleteRecordsTopicResult {
  readonly name: string;
  readonly partitions: readonly DeleteRecordsPartitionResult[];
}

export interface DeleteRecordsPartitionResult {
  readonly partitionIndex: number;
  readonly lowWatermark: number;
  readonly errorCode: number;
}

/** DeleteRecordsRequest and -Response, key 21. v2: flexible. */
export const deleteRecords = defineApi<DeleteRecordsRequest, DeleteRecordsResponse>({
  key: 21,
  name: 'DeleteRecords',
  versions: [0, 2],
  flexibleFrom: 2,
  request: struct<DeleteRecordsRequest>({
    topics: field(
      array(
        struct<DeleteRecordsTopic>({
          name: field(string, '0+'),
          partitions: field(
            array(
              struct<DeleteRecordsPartition>({
                partitionIndex: field(int32, '0+'),
                offset: field(int64, '0+'),
              }),
            ),
            '0+',
          ),
        }),
      ),
      '0+',
    ),
    timeoutMs: field(int32, '0+'),
  }),
  response: struct<DeleteRecordsResponse>({
    throttleTimeMs: field(int32, '0+'),
    topics: field(
      array(
        struct<DeleteRecordsTopicResult>({
          name: field(string, '0+'),
          partitions: field(
            array(
              struct<DeleteRecordsPartitionResult>({
                partitionIndex: field(int32, '0+'),
                lowWatermark: field(int64, '0+'),
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
