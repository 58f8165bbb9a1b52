import { defineApi } from './api.ts';
import { array, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

export interface AlterPartitionReassignmentsRequest {
  readonly timeoutMs: number;
  readonly topics: readonly ReassignableTopic[];
}

export interface ReassignableTopic {
  readonly name: string;
  readonly partitions: readonly ReassignablePartition[];
}

export interface ReassignablePartition {
  readonly partitionIndex: number;
  /** Null: cancel the reassignment that is in progress. */
  readonly replicas: readonly number[] | null;
}

export interface AlterPartitionReassignmentsResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly responses: readonly ReassignableTopicResponse[];
}

export interface ReassignableTopicResponse {
  readonly name: string;
  readonly partitions: readonly ReassignablePartitionResponse[];
}

export interface ReassignablePartitionResponse {
  readonly partitionIndex: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** AlterPartitionReassignmentsRequest and -Response, key 45. */
export const alterPartitionReassignments = defineApi<
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse
>({
  key: 45,
  name: 'AlterPartitionReassignments',
  versions: [0, 0],
  flexibleFrom: 0,
  request: struct<AlterPartitionReassignmentsRequest>({
    timeoutMs: field(int32, '0+', 60_000),
    topics: field(
      array(
        struct<ReassignableTopic>({
          name: field(string, '0+'),
          partitions: field(
            array(
              struct<ReassignablePartition>({
                partitionIndex: field(int32, '0+'),
                replicas: field(nullable(array(int32)), '0+', null),
              }),
            ),
            '0+',
          ),
        }),
      ),
      '0+',
    ),
  }),
  response: struct<AlterPartitionReassignmentsResponse>({
    throttleTimeMs: field(int32, '0+'),
    errorCode: field(int16, '0+'),
    errorMessage: field(nullable(string), '0+', null),
    responses: field(
      array(
        struct<ReassignableTopicResponse>({
          name: field(string, '0+'),
          partitions: field(
            array(
              struct<ReassignablePartitionResponse>({
                partitionIndex: field(int32, '0+'),
                errorCode: field(int16, '0+'),
                errorMessage: field(nullable(string), '0+', null),
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
