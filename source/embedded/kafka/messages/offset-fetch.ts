import { defineApi } from './api.ts';
import { array, boolean, int16, int32, int64, nullable, string } from './primitives.ts';
import { field, struct } from './schema.ts';
import { noLeaderEpoch } from './sentinels.ts';

export interface OffsetFetchRequest {
  readonly groupId: string;
  /** Null: all topics that the group has offsets for. */
  readonly topics: readonly OffsetFetchTopic[] | null;
  readonly groups: readonly OffsetFetchGroup[];
  readonly requireStable: boolean;
}

export interface OffsetFetchTopic {
  readonly name: string;
  readonly partitionIndexes: readonly number[];
}

export interface OffsetFetchGroup {
  readonly groupId: string;
  readonly topics: readonly OffsetFetchTopic[] | null;
}

export interface OffsetFetchResponse {
  readonly throttleTimeMs: number;
  readonly topics: readonly OffsetFetchTopicResponse[];
  readonly errorCode: number;
  readonly groups: readonly OffsetFetchGroupResponse[];
}

export interface OffsetFetchTopicResponse {
  readonly name: string;
  readonly partitions: readonly OffsetFetchPartitionResponse[];
}

export interface OffsetFetchPartitionResponse {
  readonly partitionIndex: number;
  /** {@link noOffset}: none committed. */
  readonly committedOffset: number;
  readonly committedLeaderEpoch: number;
  readonly metadata: string | null;
  readonly errorCode: number;
}

export interface OffsetFetchGroupResponse {
  readonly groupId: string;
  readonly topics: readonly OffsetFetchTopicResponse[];
  readonly errorCode: number;
}

/** One topic of the response: of the only group before version 8, of each group from then on. */
const topicResponse = struct<OffsetFetchTopicResponse>({
  name: field(string, '0+'),
  partitions: field(
    array(
      struct<OffsetFetchPartitionResponse>({
        partitionIndex: field(int32, '0+'),
        committedOffset: field(int64, '0+'),
        committedLeaderEpoch: field(int32, '5+', noLeaderEpoch),
        metadata: field(nullable(string), '0+', ''),
        errorCode: field(int16, '0+'),
      }),
    ),
    '0+',
  ),
});

/** OffsetFetchRequest and -Response, key 9. v2: null for all topics; v5: leader epoch; v6: flexible; v7: stable offsets only; v8: many groups, in `groups` in place of `topics`. */
export const offsetFetch = defineApi<OffsetFetchRequest, OffsetFetchResponse>({
  key: 9,
  name: 'OffsetFetch',
  versions: [0, 8],
  flexibleFrom: 6,
  request: struct<OffsetFetchRequest>({
    groupId: field(string, '0-7'),
    topics: field(
      nullable(
        array(
          struct<OffsetFetchTopic>({
            name: field(string, '0+'),
            partitionIndexes: field(array(int32), '0+'),
          }),
        ),
        '2-7',
      ),
      '0-7',
      [],
    ),
    groups: field(
      array(
        struct<OffsetFetchGroup>({
          groupId: field(string, '8+'),
          topics: field(
            nullable(
              array(
                struct<OffsetFetchTopic>({
                  name: field(string, '0+'),
                  partitionIndexes: field(array(int32), '0+'),
                }),
              ),
              '8+',
            ),
            '8+',
            [],
          ),
        }),
      ),
      '8+',
    ),
    requireStable: field(boolean, '7+'),
  }),
  response: struct<OffsetFetchResponse>({
    throttleTimeMs: field(int32, '3+'),
    topics: field(array(topicResponse), '0-7'),
    errorCode: field(int16, '2-7'),
    groups: field(
      array(
        struct<OffsetFetchGroupResponse>({
          groupId: field(string, '8+'),
          topics: field(array(topicResponse), '8+'),
          errorCode: field(int16, '8+'),
        }),
      ),
      '8+',
    ),
  }),
});
