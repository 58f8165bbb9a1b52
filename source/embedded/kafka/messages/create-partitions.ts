import { defineApi } from './api.ts';
import { array, boolean, int16, int32, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';

export interface CreatePartitionsRequest {
  readonly topics: readonly CreatePartitionsTopic[];
  readonly timeoutMs: number;
  readonly validateOnly: boolean;
}

export interface CreatePartitionsTopic {
  readonly name: string;
  /** The new total. */
  readonly count: number;
  readonly assignments: readonly CreatePartitionsAssignment[] | null;
}

export interface CreatePartitionsAssignment {
  readonly brokerIds: readonly number[];
}

export interface CreatePartitionsResponse {
  readonly throttleTimeMs: number;
  readonly results: readonly CreatePartitionsTopicResult[];
}

export interface CreatePartitionsTopicResult {
  readonly name: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** CreatePartitionsRequest and -Response, key 37. v2: flexible. */
export const createPartitions = defineApi<CreatePartitionsRequest, CreatePartitionsResponse>({
  key: 37,
  name: 'CreatePartitions',
  versions: [0, 3],
  flexibleFrom: 2,
  request: struct<CreatePartitionsRequest>({
    topics: field(
      array(
        struct<CreatePartitionsTopic>({
          name: field(string, '0+'),
          count: field(int32, '0+'),
          assignments: field(
            nullable(
              array(
                struct<CreatePartitionsAssignment>({
                  brokerIds: field(array(int32), '0+'),
                }),
              ),
            ),
            '0+',
            [],
          ),
        }),
      ),
      '0+',
    ),
    timeoutMs: field(int32, '0+'),
    validateOnly: field(boolean, '0+'),
  }),
  response: struct<CreatePartitionsResponse>({
    throttleTimeMs: field(int32, '0+'),
    results: field(
      array(
        struct<CreatePartitionsTopicResult>({
          name: field(string, '0+'),
          errorCode: field(int16, '0+'),
          errorMessage: field(nullable(string), '0+'),
        }),
      ),
      '0+',
    ),
  }),
});
