import { describe, expect, it } from 'vitest';
import { describeTopic } from '../../../../source/embedded/containers/tools/admin/topic-table.ts';
import {
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from '../../../../source/embedded/containers/tools/client/assignment/consumer-protocol.ts';
import {
  murmur2,
  partitionForKey,
} from '../../../../source/embedded/containers/tools/client/partition-for-key.ts';
import {
  memberTable,
  offsetTable,
  stateTable,
} from '../../../../source/embedded/containers/tools/groups/group-tables.ts';
import { toolPrograms } from '../../../../source/embedded/containers/tools/tool-programs.ts';
import { InProcessNetwork } from '../../../../source/embedded/network/in-process-network.ts';
import { runProgram } from '../shell/run-shell.ts';

const run = (...argv: string[]) => runProgram(argv, { programs: toolPrograms });

describe('command lines', () => {
  it.each([
    [
      ['kafka-topics', '--list'],
      'Exception in thread "main" java.lang.IllegalArgumentException: --bootstrap-server must be specified\n',
    ],
    [
      ['kafka-topics', '--frob'],
      'Exception in thread "main" joptsimple.UnrecognizedOptionException: frob is not a recognized option\n',
    ],
    [
      ['kafka-topics', '--topic'],
      'Exception in thread "main" joptsimple.OptionMissingRequiredArgumentException: Option topic requires an argument\n',
    ],
    [
      ['kafka-topics', '--bootstrap-server', 'localhost', '--list'],
      'Exception in thread "main" org.apache.kafka.common.config.ConfigException: Invalid url in bootstrap.servers: localhost\n',
    ],
    [
      ['kafka-topics', '--bootstrap-server', 'no-such-host:9092', '--list'],
      'Exception in thread "main" org.apache.kafka.common.config.ConfigException: No resolvable bootstrap urls given in bootstrap.servers\n',
    ],
  ])('%j', async (argv, stderr) => {
    expect(await run(...argv)).toEqual({ code: 1, stdout: '', stderr });
  });

  it.each([
    [['kafka-topics'], 'Create, delete, describe, or change a topic.'],
    [
      ['kafka-topics', '--list', '--create'],
      'Command must include exactly one action: --list, --describe, --create, --alter or --delete',
    ],
    [['kafka-topics', '--create', '--bootstrap-server', 'a:1'], 'Missing required argument "[topic]"'],
    [
      ['kafka-consumer-groups', '--describe', '--bootstrap-server', 'a:1'],
      'Option [describe] takes one of these options: [group], [all-groups]',
    ],
    [['kafka-console-producer', '--topic', 't'], 'Missing required option(s) [bootstrap-server]'],
    [
      ['kafka-console-consumer', '--bootstrap-server', 'a:1'],
      'Exactly one of --include/--topic is required. ()',
    ],
    [
      ['kafka-console-consumer', '--bootstrap-server', 'a:1', '--topic', 't', '--offset', '3'],
      'The partition is required when offset is specified.',
    ],
  ])('%j shows its options', async (argv, message) => {
    const { code, stderr } = await run(...argv);
    expect(code).toBe(1);
    const [first, head] = stderr.split('\n');
    expect(first).toBe(message);
    expect(head).toMatch(/^Option +Description *$/);
  });

  it('warns while no broker responds, and stops on request', async () => {
    const network = new InProcessNetwork();
    network.attach({ ip: '10.244.1.9', name: 'kafka-0', namespace: 'default', hostname: 'kafka-0' });
    const control = new AbortController();
    const argv = ['kafka-topics', '--bootstrap-server', 'localhost:9092', '--list'];
    const running = runProgram(argv, { programs: toolPrograms, network, killed: control.signal });
    setImmediate(() => setImmediate(() => control.abort()));
    const { code, stderr } = await running;
    expect(code).toBe(130);
    expect(stderr).toMatch(
      /WARN \[AdminClient clientId=adminclient-1\] Connection to node -1 \(localhost\/10\.244\.1\.9:9092\) could not be established/,
    );
  });
});

describe('tables', () => {
  const partition = (partitionIndex: number, leaderId: number, isrNodes: number[]) => ({
    errorCode: 0,
    partitionIndex,
    leaderId,
    leaderEpoch: 0,
    replicaNodes: [1, 2, 0],
    isrNodes,
    offlineReplicas: [],
  });
  const topic = {
    errorCode: 0,
    name: 'test',
    topicId: 'Lb1r2oYHQx6xmVd2TeCu8A',
    isInternal: false,
    partitions: [partition(1, -1, [0]), partition(0, 1, [1, 2, 0])],
    topicAuthorizedOperations: 0,
  };

  it('describe a topic with tabs, a space after Configs, and no leader as none', () => {
    expect(describeTopic(topic, [], new Set([0, 1, 2]))).toEqual([
      'Topic: test\tTopicId: Lb1r2oYHQx6xmVd2TeCu8A\tPartitionCount: 2\tReplicationFactor: 3\tConfigs: ',
      '\tTopic: test\tPartition: 0\tLeader: 1\tReplicas: 1,2,0\tIsr: 1,2,0',
      '\tTopic: test\tPartition: 1\tLeader: none\tReplicas: 1,2,0\tIsr: 0',
    ]);
    expect(describeTopic(topic, ['a=1', 'b=2'], new Set([0]))[0]).toMatch(/Configs: a=1,b=2$/);
    expect(describeTopic(topic, [], new Set([1]), { underReplicated: true })).toHaveLength(1);
    expect(describeTopic(topic, [], new Set([1]), { unavailable: true })).toEqual([
      expect.stringContaining('Partition: 1'),
    ]);
    expect(describeTopic(topic, [], new Set([1]), { overrides: true })).toEqual([]);
    const moving = new Map([[0, { adding: [0], removing: [1] }]]);
    const described = describeTopic(topic, [], new Set([0, 1, 2]), {}, moving);
    expect(described[0]).toContain('\tReplicationFactor: 2\t');
    expect(described[1]).toMatch(/\tIsr: 1,2,0\tAdding Replicas: 0\tRemoving Replicas: 1$/);
    expect(described[2]).toMatch(/\tIsr: 0$/);
  });

  it('show lag, with - for missing values, and columns of at least 15 characters', () => {
    const row = {
      topic: 'test',
      currentOffset: 7,
      logEndOffset: 10,
      consumerId: 'a-very-long-consumer-id',
      host: '/10.244.1.2',
      clientId: 'c',
    };
    const lines = offsetTable('g', [
      { ...row, partition: 0 },
      {
        topic: 'test',
        partition: 1,
        currentOffset: undefined,
        logEndOffset: 4,
        consumerId: undefined,
        host: undefined,
        clientId: undefined,
      },
    ]);
    expect(lines).toEqual([
      '',
      'GROUP           TOPIC           PARTITION  CURRENT-OFFSET  LOG-END-OFFSET  LAG             CONSUMER-ID             HOST            CLIENT-ID',
      'g               test            0          7               10              3               a-very-long-consumer-id /10.244.1.2     c',
      'g               test            1          -               4               -               -                       -               -',
    ]);
  });

  it('show members and state', () => {
    const member = {
      consumerId: 'm-1',
      host: '/10.0.0.1',
      clientId: 'c',
      instanceId: undefined,
      assignment: new Map([['test', [3, 1]]]),
    };
    expect(memberTable('g', [member], true)).toEqual([
      '',
      'GROUP           CONSUMER-ID     HOST            CLIENT-ID       #PARTITIONS     ASSIGNMENT',
      'g               m-1             /10.0.0.1       c               2               test(1,3)',
    ]);
    expect(memberTable('g', [member], false)[2]).toMatch(/c +2 +$/);
    expect(
      stateTable({
        group: 'g',
        coordinator: 'kafka-0:9092 (0)',
        strategy: 'range',
        state: 'Stable',
        members: 1,
      }),
    ).toEqual([
      '',
      'GROUP                     COORDINATOR (ID)          ASSIGNMENT-STRATEGY  STATE           #MEMBERS',
      'g                         kafka-0:9092 (0)          range                Stable          1',
    ]);
  });
});

describe('a group member', () => {
  it('encodes subscriptions and assignments in the format of the consumer protocol', () => {
    const owned = new Map([['ab', [7]]]);
    const subscription = { topics: ['ab'], userData: Buffer.from([1]), owned };
    expect(encodeSubscription(subscription).toString('hex')).toBe(
      '00010000000100026162' + '0000000101' + '0000000100026162' + '0000000100000007',
    );
    expect(decodeSubscription(encodeSubscription(subscription))).toEqual(subscription);
    // Version 0, as older members send it.
    expect(decodeSubscription(Buffer.from('00000000000100026162ffffffff', 'hex'))).toEqual({
      topics: ['ab'],
      userData: null,
      owned: new Map(),
    });
    const assignment = new Map([['t', [0, 3]]]);
    expect(encodeAssignment(assignment).toString('hex')).toBe(
      '00010000000100017400000002' + '0000000000000003' + 'ffffffff',
    );
    expect(decodeAssignment(encodeAssignment(assignment))).toEqual(assignment);
    expect(decodeAssignment(Buffer.alloc(0))).toEqual(new Map());
    expect(() => decodeAssignment(Buffer.from('00007fffffff', 'hex'))).toThrow();
  });

  it("hashes keys with Java's murmur2", () => {
    // Known values of Java's Utils.murmur2.
    const known: [string, number][] = [
      ['21', -973932308],
      ['foobar', -790332482],
      ['a-little-bit-long-string', -985981536],
      ['a-little-bit-longer-string', -1486304829],
      ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ];
    for (const [key, hash] of known) expect(murmur2(Buffer.from(key)), key).toBe(hash);
    expect(partitionForKey(Buffer.from('foobar'), 4)).toBe((-790332482 & 0x7fffffff) % 4);
  });
});
