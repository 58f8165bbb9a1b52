import { defineApi } from './api.ts';
import { array, int16, int32, nullable, string, uuid } from './primitives.ts';
import { field, struct } from './schema.ts';

export interface DeleteTopicsRequest {
  readonly topics: readonly DeleteTopicState[];
  readonly topicNames: readonly string[];
  readonly timeoutMs: number;
}

export interface DeleteTopicState {
  readonly name: string | null;
  readonly topicId: string;
}

export interface DeleteTopicsResponse {
  readonly throttleTimeMs: number;
  readonly responses: readonly DeletableTopicResult[];
}

export interface DeletableTopicResult {
  readonly name: string | null;
  readonly topicId: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
}

/** DeleteTopicsRequest and -Response, key 20. v4: flexible; v5: error message; v6: `topics` by name or id in place of `topicNames`. */
export const deleteTopics = defineApi<DeleteTopicsRequest, DeleteTopicsResponse>({
  key: 20,
  name: 'DeleteTopics',
  versions: [0, 6],
  flexibleFrom: 4,
  request: struct<DeleteTopicsRequest>({
    topics: field(
      array(
        struct<DeleteTopicState>({
          name: field(nullable(string, '6+'), '6+'),
          topicId: field(uuid, '6+'),
        }),
      ),
      '6+',
    ),
    topicNames: field(array(string), '0-5'),
    timeoutMs: field(int32, '0+'),
  }),
  response: struct<DeleteTopicsResponse>({
    throttleTimeMs: field(int32, '1+'),
    responses: field(
      array(
        struct<DeletableTopicResult>({
          name: field(nullable(string, '6+'), '0+', ''),
          topicId: field(uuid, '6+'),
          errorCode: field(int16, '0+'),
          errorMessage: field(nullable(string, '5+'), '5+'),
        }),
      ),
      '0+',
    ),
  }),
});
