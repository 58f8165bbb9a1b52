import { describe, expect, it } from 'vitest';
import {
  parseGroups,
  parseOffsets,
  parseTopicId,
  parseTopics,
} from '../../../source/cluster/kubernetes/kafka-tool-output.ts';
import { createKafkaTools } from '../../../source/cluster/kubernetes/kafka-tools.ts';

const described = `
GROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID   HOST            CLIENT-ID
test-group      test            1          40              45              5               a-1           /10.244.1.5     a
test-group      test            0          -               45              -               a-1           /10.244.1.5     a
test-group      other           0          7               7               0               a-1           /10.244.1.5     a
test-group      -               -          -               -               -               b-2           /10.244.2.5     b

Consumer group 'old' has no active members.

GROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID   HOST            CLIENT-ID
old             test            0          3               45              42              -             -               -
`;
const signal = AbortSignal.timeout(15_000);

describe('the output of Kafka’s tools', () => {
  it('is parsed into topics, offsets and groups', () => {
    const topics =
      'Topic: test\tTopicId: nB2Ha9qpRMqUN3Cb3uZbwA\tPartitionCount: 2\tReplicationFactor: 2\tConfigs: \n\tTopic: test\tPartition: 1\tLeader: none\tReplicas: 1,2\tIsr: \n\tTopic: test\tPartition: 0\tLeader: 0\tReplicas: 0,1\tIsr: 1,0\n';
    expect(parseTopics(topics)).toEqual([
      {
        name: 'test',
        partitions: [
          { partition: 0, leader: 0, replicas: [0, 1], isr: [1, 0] },
          { partition: 1, leader: -1, replicas: [1, 2], isr: [] },
        ],
      },
    ]);
    expect(parseTopicId(topics, 'test')).toBe('nB2Ha9qpRMqUN3Cb3uZbwA');
    expect(parseTopicId(topics, 'other')).toBeUndefined();
    expect(parseOffsets('test:1:20\ntest2:0:5\ntest:0:10\nnoise\n', 'test')).toEqual([10, 20]);
    expect(parseGroups(described, 'test')).toEqual([
      {
        group: 'test-group',
        members: [
          { id: 'a-1', host: '10.244.1.5', partitions: [0, 1] },
          { id: 'b-2', host: '10.244.2.5', partitions: [] },
        ],
        committed: [-1, 40],
      },
      { group: 'old', members: [], committed: [3] },
    ]);
  });

  it('is empty if there is nothing', () => {
    for (const text of ['', '\n', 'Error: a\nb c\n'])
      expect([parseTopics(text), parseOffsets(text, 'test'), parseGroups(text, 'test')]).toEqual([
        [],
        [],
        [],
      ]);
  });
});

describe('Kafka queried through the tools in its pods', () => {
  const world = (outcome: { exitCode?: number; stdout?: string; stderr?: string }) => {
    const ran: string[] = [];
    let time = 1_000;
    const tools = createKafkaTools(
      async (command) => {
        ran.push(command.join(' '));
        return { exitCode: 0, stdout: '', stderr: '', ...outcome };
      },
      9092,
      () => time,
    );
    return { tools, ran, pass: (ms: number) => (time += ms) };
  };

  it('is queried every ten seconds, and the result says when', async () => {
    const { tools, ran, pass } = world({ stdout: 'test:0:10\n' });
    expect(await Promise.all([1, 2].map(() => tools.endOffsets('test', signal)))).toEqual([[10], [10]]);
    pass(9_999);
    await tools.endOffsets('test', signal);
    expect([ran, tools.asOf]).toEqual([
      [
        'kafka-topics --bootstrap-server localhost:9092 --describe',
        'kafka-get-offsets --bootstrap-server localhost:9092 --topic test',
      ],
      1_000,
    ]);
    pass(1);
    await tools.endOffsets('test', signal);
    expect([ran.length, tools.asOf]).toEqual([4, 11_000]);
  });

  it('took a partition without a leader for an empty one', async () => {
    const stdout =
      '\tTopic: test\tPartition: 0\tLeader: none\tReplicas: 1\tIsr: 1\n\tTopic: test\tPartition: 1\tLeader: 0\tReplicas: 0\tIsr: 0\ntest:1:20\n';
    await expect(world({ stdout }).tools.endOffsets('test', signal)).rejects.toThrow(
      'partition 0 of `test` has no leader',
    );
  });

  it('finds the group that reads the topic, its members and their committed offsets', async () => {
    const { tools, ran } = world({ stdout: described });
    expect(await tools.groupReading('test', 'mine', signal)).toBe('test-group');
    expect(await tools.groupReading('test', 'old', signal)).toBe('old');
    expect(await tools.members('test-group', 'test', signal)).toHaveLength(2);
    expect(await tools.committed('test-group', 'test', signal)).toEqual([-1, 40]);
    expect(ran).toHaveLength(2);
  });

  it('treats a missing topic as an answer, and any other failure as an error', async () => {
    const absent = {
      exitCode: 1,
      stdout: 'Error occurred: Could not match any topic-partitions with the specified filters\n',
    };
    expect(await world(absent).tools.endOffsets('test', signal)).toEqual([]);
    const broken = world({ exitCode: 1, stderr: 'Exception: no broker\n' });
    for (const _ of [1, 2])
      await expect(broken.tools.topics(signal)).rejects.toThrow('ended with 1 (Exception: no broker)');
    expect(broken.ran).toHaveLength(2);
  });
});
