import { defineApi } from './api.ts';
import { array, int8, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

/** `electionType`: the first replica, or any live one where no replica in sync is live. */
export const electionTypes = { preferred: 0, unclean: 1 } as const;

export interface ElectLeadersRequest {
  /** One of {@link electionTypes}. */
  readonly electionType: number;
  /** Null: all partitions. */
  readonly topicPartitions: readonly ElectLeadersTopic[] | null;
  readonly timeoutMs: number;
}

export interface ElectLeadersTopic {
  readonly topic: string;
  readonly partitions: readonly number[];
}

export interface ElectLeadersResponse {
  readonly throttleTimeMs: number;
  readonly errorCode: number;
  readonly replicaElectionResults: readonly ReplicaElectionResult[];
}

export interface ReplicaElectionResult {
  readonly topic: string;
  readonly partitionResult: readonly PartitionElectionResult[];
}

export interface PartitionElectionResult {
  readonly partitionId: number;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** ElectLeadersRequest and -Response, key 43. v1: the type of the election; v2: flexible. */
export const electLeaders = defineApi<ElectLeadersRequest, ElectLeadersResponse>({
  key: 43,
  name: 'ElectLeaders',
  versions: [0, 2],
  flexibleFrom: 2,
  request: struct<ElectLeadersRequest>({
    electionType: field(int8, '1+'),
    topicPartitions: field(
      nullable(
        array(
          struct<ElectLeadersTopic>({
            topic: field(string, '0+'),
            partitions: field(array(int32), '0+'),
          }),
        ),
      ),
      '0+',
    ),
    timeoutMs: field(int32, '0+', 60_000),
  }),
  response: struct<ElectLeadersResponse>({
    throttleTimeMs: field(int32, '0+'),
    errorCode: field(int16, '1+'),
    replicaElectionResults: field(
      array(
        struct<ReplicaElectionResult>({
          topic: field(string, '0+'),
          partitionResult: field(
            array(
              struct<PartitionElectionResult>({
                partitionId: field(int32, '0+'),
                errorCode: field(int16, '0+'),
                errorMessage: field(nullable(string), '0+'),
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
