import { defineApi } from './api.ts';
import { array, boolean, int16, int32, nullable, string, uuid } from './primitives.ts';
import { field, struct } from './schema.ts';
import { noAuthorizedOperations, noLeaderEpoch, noNode } from './sentinels.ts';

export interface MetadataRequest {
  /** Null: all topics. In version 0 an empty array means all, later none. */
  readonly topics: readonly MetadataRequestTopic[] | null;
  readonly allowAutoTopicCreation: boolean;
  readonly includeClusterAuthorizedOperations: boolean;
  readonly includeTopicAuthorizedOperations: boolean;
}

export interface MetadataRequestTopic {
  readonly topicId: string;
  /** Null from version 10, where the id names the topic. */
  readonly name: string | null;
}

export interface MetadataResponse {
  readonly throttleTimeMs: number;
  readonly brokers: readonly MetadataResponseBroker[];
  readonly clusterId: string | null;
  readonly controllerId: number;
  readonly topics: readonly MetadataResponseTopic[];
  /** A bit field, or {@link noAuthorizedOperations}. */
  readonly clusterAuthorizedOperations: number;
}

export interface MetadataResponseBroker {
  readonly nodeId: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
}

export interface MetadataResponseTopic {
  readonly errorCode: number;
  readonly name: string | null;
  readonly topicId: string;
  readonly isInternal: boolean;
  readonly partitions: readonly MetadataResponsePartition[];
  readonly topicAuthorizedOperations: number;
}

export interface MetadataResponsePartition {
  readonly errorCode: number;
  readonly partitionIndex: number;
  /** −1: no leader. */
  readonly leaderId: number;
  readonly leaderEpoch: number;
  readonly replicaNodes: readonly number[];
  readonly isrNodes: readonly number[];
  readonly offlineReplicas: readonly number[];
}

const notAsked = noAuthorizedOperations;

/**
 * MetadataRequest and MetadataResponse, key 3. v1: null for all topics, controller; v4: auto-creation; v5: offline replicas;
 * v7: leader epoch; v8: authorized operations; v9: flexible; v10: topic ids; v12: a topic by its id alone.
 */
export const metadata = defineApi<MetadataRequest, MetadataResponse>({
  key: 3,
  name: 'Metadata',
  versions: [0, 12],
  flexibleFrom: 9,
  request: struct<MetadataRequest>({
    topics: field(
      nullable(
        array(
          struct<MetadataRequestTopic>({
            topicId: field(uuid, '10+'),
            name: field(nullable(string, '10+'), '0+', ''),
          }),
        ),
        '1+',
      ),
      '0+',
      [],
    ),
    allowAutoTopicCreation: field(boolean, '4+', true),
    includeClusterAuthorizedOperations: field(boolean, '8-10'),
    includeTopicAuthorizedOperations: field(boolean, '8+'),
  }),
  response: struct<MetadataResponse>({
    throttleTimeMs: field(int32, '3+'),
    brokers: field(
      array(
        struct<MetadataResponseBroker>({
          nodeId: field(int32, '0+'),
          host: field(string, '0+'),
          port: field(int32, '0+'),
          rack: field(nullable(string, '1+'), '1+'),
        }),
      ),
      '0+',
    ),
    clusterId: field(nullable(string, '2+'), '2+'),
    controllerId: field(int32, '1+', noNode),
    topics: field(
      array(
        struct<MetadataResponseTopic>({
          errorCode: field(int16, '0+'),
          name: field(nullable(string, '12+'), '0+', ''),
          topicId: field(uuid, '10+'),
          isInternal: field(boolean, '1+'),
          partitions: field(
            array(
              struct<MetadataResponsePartition>({
                errorCode: field(int16, '0+'),
                partitionIndex: field(int32, '0+'),
                leaderId: field(int32, '0+'),
                leaderEpoch: field(int32, '7+', noLeaderEpoch),
                replicaNodes: field(array(int32), '0+'),
                isrNodes: field(array(int32), '0+'),
                offlineReplicas: field(array(int32), '5+'),
              }),
            ),
            '0+',
          ),
          topicAuthorizedOperations: field(int32, '8+', notAsked),
        }),
      ),
      '0+',
    ),
    clusterAuthorizedOperations: field(int32, '8-10', notAsked),
  }),
});
