import { defineApi } from './api.ts';
import { configSources } from './describe-configs.ts';
import { array, boolean, int8, int16, int32, nullable, string, uuid } from './primitives.ts';
import { field, struct, tagged } from './schema.ts';

/** `numPartitions` or `replicationFactor` in a request: the broker's default, or what the assignments say (KIP-464). */
export const brokerDefault = -1;

/** The same fields in a response: unknown. */
export const notKnown = -1;

export interface CreateTopicsRequest {
  readonly topics: readonly CreatableTopic[];
  readonly timeoutMs: number;
  readonly validateOnly: boolean;
}

export interface CreatableTopic {
  readonly name: string;
  /** Or {@link brokerDefault}. */
  readonly numPartitions: number;
  /** Or {@link brokerDefault}. */
  readonly replicationFactor: number;
  readonly assignments: readonly CreatableReplicaAssignment[];
  readonly configs: readonly CreatableTopicConfig[];
}

export interface CreatableReplicaAssignment {
  readonly partitionIndex: number;
  readonly brokerIds: readonly number[];
}

export interface CreatableTopicConfig {
  readonly name: string;
  readonly value: string | null;
}

export interface CreateTopicsResponse {
  readonly throttleTimeMs: number;
  readonly topics: readonly CreatableTopicResult[];
}

export interface CreatableTopicResult {
  readonly name: string;
  readonly topicId: string;
  readonly errorCode: number;
  readonly errorMessage: string | null;
  readonly topicConfigErrorCode: number;
  readonly numPartitions: number;
  readonly replicationFactor: number;
  readonly configs: readonly CreatableTopicConfigs[] | null;
}

export interface CreatableTopicConfigs {
  readonly name: string;
  readonly value: string | null;
  readonly readOnly: boolean;
  /** One of {@link configSources}. */
  readonly configSource: number;
  readonly isSensitive: boolean;
}

/** CreateTopicsRequest and -Response, key 19. v1: validate only; v4: −1 for the broker's defaults; v5: flexible, the topic's configuration in the answer; v7: topic id. */
export const createTopics = defineApi<CreateTopicsRequest, CreateTopicsResponse>({
  key: 19,
  name: 'CreateTopics',
  versions: [0, 7],
  flexibleFrom: 5,
  request: struct<CreateTopicsRequest>({
    topics: field(
      array(
        struct<CreatableTopic>({
          name: field(string, '0+'),
          numPartitions: field(int32, '0+'),
          replicationFactor: field(int16, '0+'),
          assignments: field(
            array(
              struct<CreatableReplicaAssignment>({
                partitionIndex: field(int32, '0+'),
                brokerIds: field(array(int32), '0+'),
              }),
            ),
            '0+',
          ),
          configs: field(
            array(
              struct<CreatableTopicConfig>({
                name: field(string, '0+'),
                value: field(nullable(string), '0+', ''),
              }),
            ),
            '0+',
          ),
        }),
      ),
      '0+',
    ),
    timeoutMs: field(int32, '0+', 60_000),
    validateOnly: field(boolean, '1+'),
  }),
  response: struct<CreateTopicsResponse>({
    throttleTimeMs: field(int32, '2+'),
    topics: field(
      array(
        struct<CreatableTopicResult>({
          name: field(string, '0+'),
          topicId: field(uuid, '7+'),
          errorCode: field(int16, '0+'),
          errorMessage: field(nullable(string, '1+'), '1+', ''),
          topicConfigErrorCode: tagged(0, int16, '5+'),
          numPartitions: field(int32, '5+', notKnown),
          replicationFactor: field(int16, '5+', notKnown),
          configs: field(
            nullable(
              array(
                struct<CreatableTopicConfigs>({
                  name: field(string, '5+'),
                  value: field(nullable(string, '5+'), '5+', ''),
                  readOnly: field(boolean, '5+'),
                  configSource: field(int8, '5+', configSources.unknown),
                  isSensitive: field(boolean, '5+'),
                }),
              ),
              '5+',
            ),
            '5+',
            [],
          ),
        }),
      ),
      '0+',
    ),
  }),
});
