import { describe, expect, it } from 'vitest';
import { WireWriter } from '../../../../source/embedded/kafka/bytes/writer.ts';
import { apis } from '../../../../source/embedded/kafka/messages/apis.ts';
import { encodeBatch } from '../../../../source/embedded/kafka/records/encode-batch.ts';
import { kafkaJsResponse } from './kafkajs-protocol.ts';

interface Sample {
  readonly folder: string;
  readonly key: number;
  readonly versions: readonly [number, number];
  readonly ours: Record<string, unknown>;
  readonly theirs: (version: number) => Record<string, unknown>;
}

const bytes = Buffer.from('0001', 'hex');
const batch = encodeBatch([{ key: 'k', value: '0.629672', timestamp: 1700000000000 }], { baseOffset: 41 });
const from = (since: number, version: number, fields: Record<string, unknown>): Record<string, unknown> =>
  version >= since ? fields : {};

const samples: readonly Sample[] = [
  {
    folder: 'produce',
    key: 0,
    versions: [0, 7],
    ours: {
      responses: [
        {
          name: 'test',
          partitionResponses: [
            { index: 2, errorCode: 0, baseOffset: 41, logAppendTimeMs: -1, logStartOffset: 5 },
          ],
        },
      ],
      throttleTimeMs: 0,
    },
    theirs: (version) => ({
      topics: [
        {
          topicName: 'test',
          partitions: [
            {
              partition: 2,
              errorCode: 0,
              ...from(3, version, { baseOffset: '41' }),
              ...from(5, version, { logStartOffset: '5' }),
            },
          ],
        },
      ],
    }),
  },
  {
    folder: 'fetch',
    key: 1,
    versions: [4, 11],
    ours: {
      responses: [
        {
          topic: 'test',
          partitions: [
            { partitionIndex: 2, highWatermark: 42, lastStableOffset: 42, logStartOffset: 5, records: batch },
          ],
        },
      ],
    },
    theirs: (version) => ({
      responses: [
        {
          topicName: 'test',
          partitions: [
            {
              partition: 2,
              errorCode: 0,
              highWatermark: '42',
              lastStableOffset: '42',
              ...from(5, version, { lastStartOffset: '5' }),
              ...from(11, version, { preferredReadReplica: -1 }),
              messages: [
                {
                  offset: '41',
                  key: Buffer.from('k'),
                  value: Buffer.from('0.629672'),
                  timestamp: '1700000000000',
                },
              ],
            },
          ],
        },
      ],
    }),
  },
  {
    folder: 'listOffsets',
    key: 2,
    versions: [0, 3],
    ours: {
      topics: [
        {
          name: 'test',
          partitions: [{ partitionIndex: 1, oldStyleOffsets: [42, 5], timestamp: -1, offset: 42 }],
        },
      ],
    },
    theirs: (version) => ({
      responses: [
        {
          topic: 'test',
          partitions: [
            { partition: 1, errorCode: 0, ...(version === 0 ? { offsets: ['42', '5'] } : { offset: '42' }) },
          ],
        },
      ],
    }),
  },
  {
    folder: 'metadata',
    key: 3,
    versions: [0, 6],
    ours: {
      brokers: [{ nodeId: 1, host: 'kafka-1.kafka-service', port: 9092, rack: null }],
      clusterId: 'c',
      controllerId: 1,
      topics: [
        {
          name: 'test',
          isInternal: false,
          partitions: [
            {
              partitionIndex: 3,
              leaderId: 1,
              replicaNodes: [1, 2, 0],
              isrNodes: [1, 2],
              offlineReplicas: [0],
            },
          ],
        },
      ],
    },
    theirs: (version) => ({
      brokers: [
        { nodeId: 1, host: 'kafka-1.kafka-service', port: 9092, ...from(1, version, { rack: null }) },
      ],
      ...from(1, version, { controllerId: 1 }),
      ...from(2, version, { clusterId: 'c' }),
      topicMetadata: [
        {
          topicErrorCode: 0,
          topic: 'test',
          ...from(1, version, { isInternal: false }),
          partitionMetadata: [
            {
              partitionErrorCode: 0,
              partitionId: 3,
              leader: 1,
              replicas: [1, 2, 0],
              isr: [1, 2],
              ...from(5, version, { offlineReplicas: [0] }),
            },
          ],
        },
      ],
    }),
  },
  {
    folder: 'offsetCommit',
    key: 8,
    versions: [0, 5],
    ours: { topics: [{ name: 'test', partitions: [{ partitionIndex: 1, errorCode: 0 }] }] },
    theirs: () => ({ responses: [{ topic: 'test', partitions: [{ partition: 1, errorCode: 0 }] }] }),
  },
  {
    folder: 'offsetFetch',
    key: 9,
    versions: [1, 4],
    ours: {
      topics: [{ name: 'test', partitions: [{ partitionIndex: 1, committedOffset: 99, metadata: 'note' }] }],
    },
    theirs: () => ({
      responses: [
        { topic: 'test', partitions: [{ partition: 1, offset: '99', metadata: 'note', errorCode: 0 }] },
      ],
    }),
  },
  {
    folder: 'findCoordinator',
    key: 10,
    versions: [0, 2],
    ours: { nodeId: 2, host: 'h', port: 9092, errorMessage: null },
    theirs: () => ({ errorCode: 0, coordinator: { nodeId: 2, host: 'h', port: 9092 } }),
  },
  {
    folder: 'joinGroup',
    key: 11,
    versions: [0, 5],
    ours: {
      generationId: 4,
      protocolName: 'RoundRobinAssigner',
      leader: 'm',
      memberId: 'm',
      members: [{ memberId: 'm', groupInstanceId: 'i', metadata: bytes }],
    },
    theirs: (version) => ({
      generationId: 4,
      groupProtocol: 'RoundRobinAssigner',
      leaderId: 'm',
      memberId: 'm',
      members: [{ memberId: 'm', ...from(5, version, { groupInstanceId: 'i' }), memberMetadata: bytes }],
    }),
  },
  {
    folder: 'heartbeat',
    key: 12,
    versions: [0, 3],
    ours: { errorCode: 0 },
    theirs: () => ({ errorCode: 0 }),
  },
  {
    folder: 'leaveGroup',
    key: 13,
    versions: [0, 3],
    ours: { members: [{ memberId: 'm', groupInstanceId: null, errorCode: 25 }] },
    theirs: (version) => ({
      errorCode: 0,
      ...from(3, version, { members: [{ memberId: 'm', groupInstanceId: null, errorCode: 25 }] }),
    }),
  },
  {
    folder: 'syncGroup',
    key: 14,
    versions: [0, 3],
    ours: { assignment: bytes },
    theirs: () => ({ errorCode: 0, memberAssignment: bytes }),
  },
  {
    folder: 'describeGroups',
    key: 15,
    versions: [0, 2],
    ours: {
      groups: [
        {
          groupId: 'g',
          groupState: 'Stable',
          protocolType: 'consumer',
          protocolData: 'range',
          members: [
            {
              memberId: 'm',
              clientId: 'c',
              clientHost: '/10.0.0.1',
              memberMetadata: bytes,
              memberAssignment: bytes,
            },
          ],
        },
      ],
    },
    theirs: () => ({
      groups: [
        {
          errorCode: 0,
          groupId: 'g',
          state: 'Stable',
          protocolType: 'consumer',
          protocol: 'range',
          members: [
            {
              memberId: 'm',
              clientId: 'c',
              clientHost: '/10.0.0.1',
              memberMetadata: bytes,
              memberAssignment: bytes,
            },
          ],
        },
      ],
    }),
  },
  {
    folder: 'listGroups',
    key: 16,
    versions: [0, 2],
    ours: { groups: [{ groupId: 'g', protocolType: 'consumer' }] },
    theirs: () => ({ errorCode: 0, groups: [{ groupId: 'g', protocolType: 'consumer' }] }),
  },
  {
    folder: 'apiVersions',
    key: 18,
    versions: [0, 2],
    ours: { apiKeys: [{ apiKey: 1, minVersion: 0, maxVersion: 13 }] },
    theirs: () => ({ errorCode: 0, apiVersions: [{ apiKey: 1, minVersion: 0, maxVersion: 13 }] }),
  },
  {
    folder: 'createTopics',
    key: 19,
    versions: [0, 3],
    ours: { topics: [{ name: 'test', errorCode: 36, errorMessage: "Topic 'test' already exists." }] },
    theirs: (version) => ({
      topicErrors: [
        {
          topic: 'test',
          errorCode: 36,
          ...from(1, version, { errorMessage: "Topic 'test' already exists." }),
        },
      ],
    }),
  },
  {
    folder: 'deleteTopics',
    key: 20,
    versions: [0, 1],
    ours: { responses: [{ name: 'test', errorCode: 3 }] },
    theirs: () => ({ topicErrors: [{ topic: 'test', errorCode: 3 }] }),
  },
  {
    folder: 'deleteRecords',
    key: 21,
    versions: [0, 1],
    ours: { topics: [{ name: 'test', partitions: [{ partitionIndex: 1, lowWatermark: 7, errorCode: 0 }] }] },
    theirs: () => ({
      topics: [{ topic: 'test', partitions: [{ partition: 1, lowWatermark: 7n, errorCode: 0 }] }],
    }),
  },
  {
    folder: 'initProducerId',
    key: 22,
    versions: [0, 1],
    ours: { producerId: 1000, producerEpoch: 2 },
    theirs: () => ({ errorCode: 0, producerId: '1000', producerEpoch: 2 }),
  },
  {
    folder: 'describeConfigs',
    key: 32,
    versions: [0, 2],
    ours: {
      results: [
        {
          resourceType: 2,
          resourceName: 'test',
          errorMessage: null,
          configs: [
            {
              name: 'retention.ms',
              value: '1',
              configSource: 1,
              synonyms: [{ name: 'log.retention.ms', value: '2', source: 5 }],
            },
          ],
        },
      ],
    },
    theirs: (version) => ({
      resources: [
        {
          errorCode: 0,
          errorMessage: null,
          resourceType: 2,
          resourceName: 'test',
          configEntries: [
            {
              configName: 'retention.ms',
              configValue: '1',
              readOnly: false,
              isSensitive: false,
              ...from(1, version, {
                configSource: 1,
                configSynonyms: [{ configName: 'log.retention.ms', configValue: '2', configSource: 5 }],
              }),
            },
          ],
        },
      ],
    }),
  },
  {
    folder: 'alterConfigs',
    key: 33,
    versions: [0, 1],
    ours: { responses: [{ errorCode: 0, errorMessage: null, resourceType: 2, resourceName: 'test' }] },
    theirs: () => ({
      resources: [{ errorCode: 0, errorMessage: null, resourceType: 2, resourceName: 'test' }],
    }),
  },
  {
    folder: 'createPartitions',
    key: 37,
    versions: [0, 1],
    ours: { results: [{ name: 'test', errorCode: 37, errorMessage: 'no' }] },
    theirs: () => ({ topicErrors: [{ topic: 'test', errorCode: 37, errorMessage: 'no' }] }),
  },
  {
    folder: 'deleteGroups',
    key: 42,
    versions: [0, 1],
    ours: { results: [{ groupId: 'g', errorCode: 68 }] },
    theirs: () => ({ results: [{ groupId: 'g', errorCode: 68 }] }),
  },
];

const cases = samples.flatMap((sample) =>
  Array.from({ length: sample.versions[1] - sample.versions[0] + 1 }, (_, index) => ({
    ...sample,
    version: sample.versions[0] + index,
  })),
);

describe.each(cases)('kafkajs reads $folder v$version', ({ folder, key, version, ours, theirs }) => {
  it('with the intended values', async () => {
    const writer = new WireWriter();
    apis.get(key)!.encodeResponse(writer, ours, version);
    expect(await kafkaJsResponse(folder, version, Buffer.from(writer.finish()))).toMatchObject(
      theirs(version),
    );
  });
});
