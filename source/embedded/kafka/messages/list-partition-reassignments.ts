import { defineApi } from './api.ts';
import { array, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

export interface ListPartitionReassignmentsRequest {
  readonly timeoutMs: number;
  /** Null: all topics. */
  readonly topics: readonly ListPartitionReassignmentsTopic[] | null;
}

export interface ListPartitionReassignmentsTopic {
  readonly name: string;
  readonly partitionIndexes: readonly number[];
}

export interface ListPartitionReassignmentsResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly topics: readonly OngoingTopicReassignment[];
}

export interface OngoingTopicReassignment {
  readonly name: string;
  readonly partitions: readonly OngoingPartitionReassignment[];
}

export interface OngoingPartitionReassignment {
  readonly partitionIndex: number;
  readonly replicas: readonly number[];
  readonly addingReplicas: readonly number[];
  readonly removingReplicas: readonly number[];
}

/** ListPartitionReassignmentsRequest and -Response, key 46. */
export const listPartitionReassignments = defineApi<
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse
>({
  key: 46,
  name: 'ListPartitionReassignments',
  versions: [0, 0],
  flexibleFrom: 0,
  request: struct<ListPartitionReassignmentsRequest>({
    timeoutMs: field(int32, '0+', 60_000),
    topics: field(
      nullable(
        array(
          struct<ListPartitionReassignmentsTopic>({
            name: field(string, '0+'),
            partitionIndexes: field(array(int32), '0+'),
          }),
        ),
      ),
      '0+',
    ),
  }),
  response: struct<ListPartitionReassignmentsResponse>({
    throttleTimeMs: field(int32, '0+'),
    errorCode: field(int16, '0+'),
    errorMessage: field(nullable(string), '0+', ''),
    topics: field(
      array(
        struct<OngoingTopicReassignment>({
          name: field(string, '0+'),
          partitions: field(
            array(
              struct<OngoingPartitionReassignment>({
                partitionIndex: field(int32, '0+'),
                replicas: field(array(int32), '0+'),
                addingReplicas: field(array(int32), '0+'),
                removingReplicas: field(array(int32), '0+'),
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
