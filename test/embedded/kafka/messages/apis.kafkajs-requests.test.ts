import { describe, expect, it } from 'vitest';
import { WireReader } from '../../../../source/embedded/kafka/bytes/reader.ts';
import { WireWriter } from '../../../../source/embedded/kafka/bytes/writer.ts';
import { apis } from '../../../../source/embedded/kafka/messages/apis.ts';
import { kafkaJsRequest } from './kafkajs-protocol.ts';

interface Sample {
  readonly folder: string;
  readonly key: number;
  /** The versions that kafkajs has. */
  readonly versions: readonly [number, number];
  readonly theirs: unknown;
  /** What our decoder should read from the newest of them. */
  readonly ours: Record<string, unknown>;
}

const metadata = Buffer.from('0001', 'hex');

const samples: readonly Sample[] = [
  {
    folder: 'produce',
    key: 0,
    versions: [0, 7],
    theirs: {
      acks: -1,
      timeout: 1500,
      topicData: [
        {
          topic: 'test',
          partitions: [
            {
              partition: 2,
              firstSequence: 0,
              messages: [{ key: 'k', value: 'v', timestamp: 1700000000000 }],
            },
          ],
        },
      ],
    },
    ours: {
      acks: -1,
      timeoutMs: 1500,
      transactionalId: null,
      topicData: [{ name: 'test', partitionData: [{ index: 2, records: expect.any(Buffer) }] }],
    },
  },
  {
    folder: 'fetch',
    key: 1,
    versions: [0, 11],
    theirs: {
      replicaId: -1,
      maxWaitTime: 5000,
      minBytes: 1,
      maxBytes: 10485760,
      isolationLevel: 1,
      sessionId: 7,
      sessionEpoch: 3,
      rackId: 'r',
      topics: [{ topic: 'test', partitions: [{ partition: 3, fetchOffset: 2 ** 40, maxBytes: 1048576 }] }],
    },
    ours: {
      replicaId: -1,
      maxWaitMs: 5000,
      minBytes: 1,
      maxBytes: 10485760,
      isolationLevel: 1,
      sessionId: 7,
      sessionEpoch: 3,
      rackId: 'r',
      topics: [
        {
          topic: 'test',
          partitions: [
            {
              partition: 3,
              currentLeaderEpoch: -1,
              fetchOffset: 2 ** 40,
              logStartOffset: -1,
              partitionMaxBytes: 1048576,
            },
          ],
        },
      ],
      forgottenTopicsData: [],
    },
  },
  {
    folder: 'listOffsets',
    key: 2,
    versions: [0, 3],
    theirs: {
      replicaId: -1,
      isolationLevel: 1,
      topics: [{ topic: 'test', partitions: [{ partition: 1, timestamp: -2 }] }],
    },
    ours: {
      replicaId: -1,
      isolationLevel: 1,
      topics: [{ name: 'test', partitions: [{ partitionIndex: 1, timestamp: -2 }] }],
    },
  },
  {
    folder: 'metadata',
    key: 3,
    versions: [0, 6],
    theirs: { topics: ['a', 'b'], allowAutoTopicCreation: false },
    ours: { topics: [{ name: 'a' }, { name: 'b' }], allowAutoTopicCreation: false },
  },
  {
    folder: 'offsetCommit',
    key: 8,
    versions: [0, 5],
    theirs: {
      groupId: 'g',
      groupGenerationId: 4,
      memberId: 'm',
      retentionTime: -1,
      topics: [{ topic: 'test', partitions: [{ partition: 1, offset: 99, timestamp: 5, metadata: 'note' }] }],
    },
    ours: {
      groupId: 'g',
      generationId: 4,
      memberId: 'm',
      topics: [
        { name: 'test', partitions: [{ partitionIndex: 1, committedOffset: 99, committedMetadata: 'note' }] },
      ],
    },
  },
  {
    folder: 'offsetFetch',
    key: 9,
    versions: [1, 4],
    theirs: { groupId: 'g', topics: [{ topic: 'test', partitions: [{ partition: 1 }, { partition: 0 }] }] },
    ours: { groupId: 'g', topics: [{ name: 'test', partitionIndexes: [1, 0] }] },
  },
  {
    folder: 'findCoordinator',
    key: 10,
    versions: [0, 2],
    theirs: { groupId: 'g', coordinatorKey: 'g', coordinatorType: 0 },
    ours: { key: 'g', keyType: 0 },
  },
  {
    folder: 'joinGroup',
    key: 11,
    versions: [0, 5],
    theirs: {
      groupId: 'g',
      sessionTimeout: 30000,
      rebalanceTimeout: 60000,
      memberId: 'm',
      groupInstanceId: 'i',
      protocolType: 'consumer',
      groupProtocols: [{ name: 'RoundRobinAssigner', metadata }],
    },
    ours: {
      groupId: 'g',
      sessionTimeoutMs: 30000,
      rebalanceTimeoutMs: 60000,
      memberId: 'm',
      groupInstanceId: 'i',
      protocolType: 'consumer',
      protocols: [{ name: 'RoundRobinAssigner', metadata }],
    },
  },
  {
    folder: 'heartbeat',
    key: 12,
    versions: [0, 3],
    theirs: { groupId: 'g', groupGenerationId: 4, memberId: 'm', groupInstanceId: null },
    ours: { groupId: 'g', generationId: 4, memberId: 'm', groupInstanceId: null },
  },
  {
    folder: 'leaveGroup',
    key: 13,
    versions: [0, 3],
    theirs: { groupId: 'g', memberId: 'm', members: [{ memberId: 'm', groupInstanceId: 'i' }] },
    ours: { groupId: 'g', members: [{ memberId: 'm', groupInstanceId: 'i' }] },
  },
  {
    folder: 'syncGroup',
    key: 14,
    versions: [0, 3],
    theirs: {
      groupId: 'g',
      generationId: 4,
      memberId: 'm',
      groupAssignment: [{ memberId: 'm', memberAssignment: metadata }],
    },
    ours: {
      groupId: 'g',
      generationId: 4,
      memberId: 'm',
      assignments: [{ memberId: 'm', assignment: metadata }],
    },
  },
  {
    folder: 'describeGroups',
    key: 15,
    versions: [0, 2],
    theirs: { groupIds: ['g', 'h'] },
    ours: { groups: ['g', 'h'] },
  },
  { folder: 'listGroups', key: 16, versions: [0, 2], theirs: {}, ours: { statesFilter: [] } },
  { folder: 'apiVersions', key: 18, versions: [0, 2], theirs: {}, ours: {} },
  {
    folder: 'createTopics',
    key: 19,
    versions: [0, 3],
    theirs: {
      topics: [
        {
          topic: 'test',
          numPartitions: 4,
          replicationFactor: 3,
          replicaAssignment: [],
          configEntries: [{ name: 'retention.ms', value: '1' }],
        },
      ],
      validateOnly: true,
      timeout: 5000,
    },
    ours: {
      topics: [
        {
          name: 'test',
          numPartitions: 4,
          replicationFactor: 3,
          assignments: [],
          configs: [{ name: 'retention.ms', value: '1' }],
        },
      ],
      validateOnly: true,
      timeoutMs: 5000,
    },
  },
  {
    folder: 'deleteTopics',
    key: 20,
    versions: [0, 1],
    theirs: { topics: ['a', 'b'], timeout: 5000 },
    ours: { topicNames: ['a', 'b'], timeoutMs: 5000 },
  },
  {
    folder: 'deleteRecords',
    key: 21,
    versions: [0, 1],
    theirs: { topics: [{ topic: 'test', partitions: [{ partition: 1, offset: '12' }] }], timeout: 5000 },
    ours: { topics: [{ name: 'test', partitions: [{ partitionIndex: 1, offset: 12 }] }], timeoutMs: 5000 },
  },
  {
    folder: 'initProducerId',
    key: 22,
    versions: [0, 1],
    theirs: { transactionalId: null, transactionTimeout: 60000 },
    ours: { transactionalId: null, transactionTimeoutMs: 60000 },
  },
  {
    folder: 'describeConfigs',
    key: 32,
    versions: [0, 2],
    theirs: { resources: [{ type: 2, name: 'test', configNames: ['retention.ms'] }], includeSynonyms: true },
    ours: {
      resources: [{ resourceType: 2, resourceName: 'test', configurationKeys: ['retention.ms'] }],
      includeSynonyms: true,
    },
  },
  {
    folder: 'alterConfigs',
    key: 33,
    versions: [0, 1],
    theirs: {
      resources: [{ type: 2, name: 'test', configEntries: [{ name: 'retention.ms', value: '1' }] }],
      validateOnly: false,
    },
    ours: {
      resources: [{ resourceType: 2, resourceName: 'test', configs: [{ name: 'retention.ms', value: '1' }] }],
      validateOnly: false,
    },
  },
  {
    folder: 'createPartitions',
    key: 37,
    versions: [0, 1],
    theirs: {
      topicPartitions: [
        {
          topic: 'test',
          count: 6,
          assignments: [
            [0, 1],
            [1, 2],
          ],
        },
      ],
      validateOnly: false,
      timeout: 5000,
    },
    ours: {
      topics: [{ name: 'test', count: 6, assignments: [{ brokerIds: [0, 1] }, { brokerIds: [1, 2] }] }],
      validateOnly: false,
      timeoutMs: 5000,
    },
  },
  {
    folder: 'deleteGroups',
    key: 42,
    versions: [0, 1],
    theirs: ['g', 'h'],
    ours: { groupsNames: ['g', 'h'] },
  },
];

const cases = samples.flatMap((sample) =>
  Array.from({ length: sample.versions[1] - sample.versions[0] + 1 }, (_, index) => ({
    ...sample,
    version: sample.versions[0] + index,
  })),
);

describe.each(cases)('kafkajs $folder v$version', ({ folder, key, version, versions, theirs, ours }) => {
  it('is decoded to its last byte, and encoded again byte for byte', async () => {
    const api = apis.get(key)!;
    const bytes = await kafkaJsRequest(folder, version, theirs);
    const reader = new WireReader(bytes);
    const request = api.decodeRequest(reader, version);
    expect(reader.remaining).toBe(0);
    if (version === versions[1]) expect(request).toMatchObject(ours);
    const writer = new WireWriter();
    api.encodeRequest(writer, request as never, version);
    expect(writer.finish().toString('hex')).toBe(bytes.toString('hex'));
  });
});

it('kafkajs listPartitionReassignments v0, which is flexible', async () => {
  const api = apis.get(46)!;
  const theirs = { topics: [{ topic: 'test', partitions: [0, 3] }], timeout: 5000 };
  // kafkajs writes the header's tagged fields as the first byte of the body.
  const bytes = (await kafkaJsRequest('listPartitionReassignments', 0, theirs)).subarray(1);
  const reader = new WireReader(bytes);
  const request = api.decodeRequest(reader, 0);
  expect(request).toEqual({ timeoutMs: 5000, topics: [{ name: 'test', partitionIndexes: [0, 3] }] });
  expect(reader.remaining).toBe(0);
});
