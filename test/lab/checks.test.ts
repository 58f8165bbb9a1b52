import { describe, expect, it } from 'vitest';
import type { Observations } from '../../source/lab/model/observations.ts';
import { experimentCases } from './experiment-cases.ts';
import { kafkaLab } from './kafka-lab.ts';
import { checkOf, output, partitionTally, pod, tally, verdictOf } from './observed.ts';

type Seen = Partial<Observations>;

const node = (name: string, ready = true, roles: string[] = []) => ({ name, ready, roles });
const fiveNodes = [
  node('lab-control-plane', true, ['control-plane']),
  ...['', '2', '3', '4'].map((suffix) => node(`lab-worker${suffix}`)),
];
const statefulSet = (name: string, ready: number, replicas: number) =>
  ({ kind: 'StatefulSet', name, ready, replicas }) as const;
const bothReady = [statefulSet('kafka', 3, 3), statefulSet('zookeeper', 1, 1)];
const service = (name: string, port: number, clusterIP = 'None') => ({ name, clusterIP, ports: [port] });
const services = [service('kafka-service', 9092), service('zookeeper-service', 2181)];
const kafkaPods = [0, 1, 2].map((id) => pod(`kafka-${id}`, 'kafka'));
const brokerServices = [
  ...services,
  { ...service('kafka-1-svc', 9092, '10.96.0.7'), selector: { app: 'kafka', 'pod-name': 'kafka-1' } },
];
const servicePods = [...kafkaPods, pod('zookeeper-0', 'zookeeper')];
const producer = pod('p-1', 'ece573-prj05-producer');
const consumer = pod('c-1', 'ece573-prj05-consumer');
const broker = (id: number) => ({ id, host: `kafka-${id}`, port: 9092 });
const podRow = (name: string, ready = '1/1', status = 'Running') =>
  `${name}   ${ready}   ${status}   0   18m`;
const podTable = (rows: string[]) => output(['NAME READY STATUS RESTARTS AGE', ...rows].join('\n'));
const allRows = ['kafka-0', 'kafka-1', 'kafka-2', 'zookeeper-0'].map((name) => podRow(name));
const shell = (line: string) =>
  output(`Connecting to localhost:2181\n\nWATCHER::\n\nWatchedEvent\n${line}\n`);
const detail = (id: number, host = `kafka-${id}.kafka-service.default.svc.cluster.local`) =>
  shell(JSON.stringify({ features: {}, host, port: 9092, version: 5 }));
const seenPartition = (partition: number, leader = partition % 3, isr = [0, 1, 2]) => ({
  partition,
  leader,
  replicas: [0, 1, 2],
  isr,
});
const testTopic = (partitions = [0, 1, 2, 3].map((each) => seenPartition(each))) => ({
  topics: [{ name: 'test', partitions }],
});
const described = (replicas: string[]) =>
  output(
    `Topic: test\tTopicId: abc\tPartitionCount: 4\tReplicationFactor: 3\tConfigs: \n${replicas
      .map((ids, p) => `\tTopic: test\tPartition: ${p}\tLeader: ${p % 3}\tReplicas: ${ids}\tIsr: ${ids}`)
      .join('\n')}\n`,
  );
const zero = partitionTally(0, 5_000, 5_000);
const unread = [1, 2, 3].map((partition) => partitionTally(partition, 5_000, 0));
const whole = [0, 1, 2, 3].map((partition) => partitionTally(partition, 5_000, 5_000));
const owned = whole.map((each) => ({ ...each, owner: 'member-1' }));
const logLine = '2024/11/25 05:30:13 test: 3000 messages published\n';
const noTally = tally('none', []);
const groupLines = (partitions: number[]) =>
  partitions
    .map(
      (p) => `2024/11/25 14:30:12 test: received 234000 messages, partition ${p}, offset 58647, value: 0.6`,
    )
    .join('\n');

/** For each check: an observation with which it passes, and others with which it must fail, each for a single reason. */
const cases: Record<string, { passes: Seen; fails: Record<string, Seen> }> = {
  'reset-succeeded': {
    passes: { outputs: [output('done')] },
    fails: { 'an exit code': { outputs: [output('', 1)] }, 'no command': { outputs: [] } },
  },
  'cluster-answers': {
    passes: { nodes: fiveNodes },
    fails: { 'no nodes': { nodes: [] }, 'none ready': { nodes: [node('a', false)] } },
  },
  'cluster-empty': {
    passes: { workloads: [{ kind: 'Deployment', name: 'other', replicas: 1, ready: 1 }] },
    fails: { 'kafka is left': { workloads: bothReady } },
  },
  'nodes-ready': {
    passes: { nodes: fiveNodes },
    fails: {
      four: { nodes: fiveNodes.slice(1) },
      'one not ready': { nodes: [...fiveNodes.slice(1), node('x', false)] },
    },
  },
  'nodes-control-plane': {
    passes: { nodes: fiveNodes },
    fails: { none: { nodes: fiveNodes.slice(1) }, two: { nodes: [...fiveNodes, fiveNodes[0]!] } },
  },
  'nodes-listed': {
    passes: { nodes: fiveNodes, output: output(fiveNodes.map((each) => each.name).join('\n')) },
    fails: {
      'one missing': { nodes: fiveNodes, output: output('lab-worker\nlab-control-plane') },
      'no nodes': { nodes: [], output: output('') },
      'an exit code': { nodes: fiveNodes, output: output(fiveNodes.map((each) => each.name).join('\n'), 1) },
    },
  },
  'kafka-applied': {
    passes: { outputs: [output('created')] },
    fails: { 'an exit code': { outputs: [output('', 1)] } },
  },
  'headless-services': {
    passes: { services },
    fails: {
      'no kafka': { services: services.slice(1) },
      'not headless': { services: [service('kafka-service', 9092, '10.0.0.1'), services[1]!] },
    },
  },
  'statefulsets-exist': {
    passes: { workloads: bothReady },
    fails: {
      'two brokers': { workloads: [statefulSet('kafka', 2, 2), bothReady[1]!] },
      none: { workloads: [] },
    },
  },
  'status-listed': {
    passes: { outputs: [output('x')] },
    fails: { 'an exit code': { outputs: [output('x'), output('', 1)] } },
  },
  'services-named': { passes: { services }, fails: { 'no zookeeper': { services: services.slice(0, 1) } } },
  'statefulsets-ready': {
    passes: { workloads: bothReady },
    fails: {
      'one broker short': { workloads: [statefulSet('kafka', 2, 3), bothReady[1]!] },
      'no zookeeper': { workloads: bothReady.slice(0, 1) },
      none: { workloads: [] },
    },
  },
  'pods-ready': {
    passes: { pods: servicePods },
    fails: {
      'one waits': { pods: [...kafkaPods, pod('zookeeper-0', 'zookeeper', false)] },
      'too few': { pods: kafkaPods },
      none: { pods: [] },
    },
  },
  'pods-running': {
    passes: { output: podTable(allRows) },
    fails: {
      'one not ready': { output: podTable([...allRows.slice(1), podRow('kafka-0', '0/1')]) },
      'one crashing': {
        output: podTable([...allRows.slice(1), podRow('kafka-0', '1/1', 'CrashLoopBackOff')]),
      },
      'one missing': { output: podTable(allRows.slice(1)) },
      'an exit code': { output: output('', 1) },
    },
  },
  'brokers-registered': {
    passes: { brokers: [2, 0, 1].map(broker) },
    fails: {
      'a ready pod that has not registered': { brokers: [0, 1].map(broker) },
      'a stranger': { brokers: [0, 1, 7].map(broker) },
    },
  },
  'logs-read': {
    passes: { outputs: [1, 2, 3, 4].map(() => output('[x] INFO started')) },
    fails: {
      'one empty': { outputs: [output('x'), output('x'), output('x'), output('\n')] },
      'an exit code': { outputs: [output('x'), output('x'), output('x'), output('x', 1)] },
      'too few': { outputs: [output('x')] },
    },
  },
  'logs-clean': {
    passes: { outputs: [output('[x] INFO ErrorHandling registered, errors=0 (kafka.server.KafkaServer)')] },
    fails: {
      ERROR: { outputs: [output('[x] INFO fine\n[x] ERROR disk failed')] },
      FATAL: { outputs: [output('[x] FATAL out')] },
      'an exception': { outputs: [output('java.net.ConnectException: Connection refused')] },
      'nothing to scan': { outputs: [output('')] },
    },
  },
  'broker-ids': {
    passes: { output: shell('[0, 1, 2]') },
    fails: {
      'one missing': { output: shell('[0, 2]') },
      none: { output: shell('[]') },
      'no list': { output: shell('Node does not exist') },
      'an exit code': { output: output('[0, 1, 2]', 1) },
    },
  },
  'broker-ids-alive': {
    passes: { brokers: [0, 1, 2].map(broker) },
    fails: { 'one more': { brokers: [0, 1, 2, 3].map(broker) }, 'one less': { brokers: [0, 1].map(broker) } },
  },
  'broker-details': {
    passes: { outputs: [0, 1, 2].map((id) => detail(id)), pods: kafkaPods, services: brokerServices },
    fails: {
      "another's host": {
        outputs: [detail(0), detail(1), detail(2, 'kafka-1.kafka-service')],
        pods: kafkaPods,
        services: brokerServices,
      },
      'a similar host': {
        outputs: [detail(0), detail(1), detail(2, 'kafka-22.kafka-service')],
        pods: kafkaPods,
        services: brokerServices,
      },
      "another's address": {
        outputs: [detail(0), detail(1), detail(2, '10.244.1.9')],
        pods: kafkaPods.map((each, id) => ({ ...each, ip: `10.244.1.${id}` })),
        services: brokerServices,
      },
      "another's Service": {
        outputs: [detail(0), detail(1), detail(2, 'kafka-1-svc.default.svc.cluster.local')],
        pods: kafkaPods,
        services: brokerServices,
      },
      'no detail': {
        outputs: [detail(0), detail(1), shell('{broken')],
        pods: kafkaPods,
        services: brokerServices,
      },
      'one not read': { outputs: [detail(0), detail(1)], pods: kafkaPods, services: brokerServices },
      'an exit code': {
        outputs: [detail(0), detail(1), output('', 1)],
        pods: kafkaPods,
        services: brokerServices,
      },
    },
  },
  'no-topics': {
    passes: { output: output('__consumer_offsets\n') },
    fails: { 'a topic': { output: output('test\n') }, 'an exit code': { output: output('', 1) } },
  },
  'build-succeeded': {
    passes: { outputs: [output('ok')] },
    fails: { 'an exit code': { outputs: [output('', 2)] } },
  },
  'image-tagged': {
    passes: { outputs: [output('Successfully tagged ece573-prj05-clients:v1')] },
    fails: {
      'another tag': { outputs: [output('Successfully tagged ece573-prj05-clients:v2')] },
      nothing: { outputs: [] },
    },
  },
  'clients-applied': {
    passes: { outputs: [output('created')] },
    fails: { 'an exit code': { outputs: [output('', 1)] } },
  },
  'clients-running': {
    passes: { pods: [...servicePods, producer, consumer] },
    fails: {
      'no consumer': { pods: [...servicePods, producer] },
      'not ready': { pods: [producer, pod('c-1', 'ece573-prj05-consumer', false)] },
    },
  },
  'topic-appeared': {
    passes: testTopic(),
    fails: {
      none: { topics: [] },
      'three partitions': testTopic([0, 1, 2].map((each) => seenPartition(each))),
    },
  },
  'producer-publishes': {
    passes: { output: output(logLine), ...noTally },
    fails: {
      'start alone': { output: output('test: start publishing messages to kafka-0:9092\n'), ...noTally },
      'nothing published': { output: output('test: 0 messages published\n'), ...noTally },
      'an exit code': { output: output(logLine, 1), ...noTally },
    },
  },
  'consumer-receives': {
    passes: {
      output: output('2024/11/25 05:40:22 test: received 1000 messages, last (0.629672)\n'),
      ...noTally,
    },
    fails: {
      'start alone': { output: output('test: start receiving messages from kafka-1:9092\n'), ...noTally },
      'an exit code': { output: output('test: received 1000 messages', 1), ...noTally },
    },
  },
  'quarter-window': {
    passes: tally('partition', [zero, ...unread]),
    fails: {
      'no consumer': tally('none', [zero, ...unread]),
      'the group': tally('group', [zero, ...unread]),
      'an empty partition': tally('partition', [zero, ...unread.slice(1), partitionTally(1, 0, 0)]),
      'in flight': tally('partition', [zero, ...unread], false),
    },
  },
  'quarter-partition-0': {
    passes: tally('partition', [zero, ...unread]),
    fails: {
      'one missing': tally('partition', [partitionTally(0, 5_000, 4_999), ...unread]),
      'one twice': tally('partition', [
        partitionTally(0, 5_000, 5_001, { distinct: 5_000, duplicates: 1 }),
        ...unread,
      ]),
      'one missing and one twice': tally('partition', [
        partitionTally(0, 5_000, 5_000, { distinct: 4_999, duplicates: 1 }),
        ...unread,
      ]),
      empty: tally('partition', [partitionTally(0, 0, 0), ...unread]),
      'in flight': tally('partition', [zero, ...unread], false),
    },
  },
  'quarter-others': {
    passes: tally('partition', [zero, ...unread]),
    fails: {
      'one message of another': tally('partition', [zero, ...unread.slice(1), partitionTally(1, 5_000, 1)]),
      'nothing to miss': tally('partition', [zero, partitionTally(1, 0, 0)]),
    },
  },
  'share-quarter': {
    passes: tally('partition', [zero, ...unread]),
    fails: {
      'half of it': tally('partition', [zero, partitionTally(1, 5_000, 5_000), ...unread.slice(1)]),
      'a fifth of it': tally('partition', [partitionTally(0, 5_000, 4_000), ...unread]),
      empty: tally('partition', []),
      'in flight': tally('partition', [zero, ...unread], false),
    },
  },
  'clients-delete-accepted': {
    passes: { outputs: [output('deleted')] },
    fails: { 'an exit code': { outputs: [output('', 1)] } },
  },
  'clients-gone': {
    passes: { pods: servicePods, workloads: bothReady },
    fails: {
      'a pod is left': { pods: [...servicePods, consumer], workloads: bothReady },
      'a Deployment is left': {
        pods: servicePods,
        workloads: [{ kind: 'Deployment', name: 'ece573-prj05-producer', replicas: 0, ready: 0 }],
      },
    },
  },
  'topic-listed': {
    passes: { output: output('__consumer_offsets\ntest\n') },
    fails: {
      'another topic': { output: output('tests\n') },
      'an exit code': { output: output('test\n', 1) },
    },
  },
  'four-partitions': {
    passes: { output: described(['0,1,2', '1,2,0', '2,0,1', '0,2,1']) },
    fails: {
      three: { output: described(['0,1,2', '1,2,0', '2,0,1']) },
      'an exit code': { output: output("Error: Topic 'test' does not exist as expected", 1) },
    },
  },
  'three-replicas': {
    passes: { output: described(['0,1,2', '1,2,0', '2,0,1', '0,2,1']) },
    fails: {
      'two replicas': { output: described(['0,1,2', '1,2', '2,0,1', '0,2,1']) },
      'the same broker twice': { output: described(['0,1,2', '1,1,0', '2,0,1', '0,2,1']) },
      nothing: { output: output('') },
    },
  },
  'all-in-sync': {
    passes: testTopic([seenPartition(0, 0, [2, 1, 0])]),
    fails: {
      'one behind': testTopic([seenPartition(0), seenPartition(1, 1, [1, 2])]),
      'no topic': { topics: [] },
    },
  },
  'leaders-spread': {
    passes: testTopic(),
    fails: {
      'one leader for all': testTopic([0, 1, 2, 3].map((each) => seenPartition(each, 1))),
      'no leader': testTopic([
        seenPartition(0, -1),
        ...[1, 2, 3].map((each) => seenPartition(each, each - 1)),
      ]),
      'no topic': { topics: [] },
    },
  },
  'group-deployed': {
    passes: { outputs: [output('created'), output('env updated')] },
    fails: { 'an exit code': { outputs: [output('created'), output('', 1)] } },
  },
  'group-pods-ready': {
    passes: { pods: [...servicePods, producer, consumer] },
    fails: {
      'the old consumer still runs': { pods: [producer, consumer, pod('c-2', 'ece573-prj05-consumer')] },
      'no producer': { pods: [consumer] },
      'not ready': { pods: [producer, pod('c-1', 'ece573-prj05-consumer', false)] },
    },
  },
  'group-owns-partitions': {
    passes: tally('group', owned, false),
    fails: {
      'a partition without owner': tally('group', [...owned.slice(1), whole[0]!], false),
      'the other consumer': tally('partition', owned, false),
    },
  },
  'follow-producer': {
    passes: { outputs: [output(logLine), output('')], ...noTally },
    fails: { 'no line': { outputs: [output(''), output('')], ...noTally } },
  },
  'follow-consumer': {
    passes: { outputs: [output(logLine), output(groupLines([3, 3, 0]))], ...noTally },
    fails: {
      'one partition alone': { outputs: [output(logLine), output(groupLines([3, 3, 3]))], ...noTally },
      'the old form': { outputs: [output('test: received 1000 messages, last (0.1)')], ...noTally },
    },
  },
  'group-window': {
    passes: tally('group', whole),
    fails: {
      'the other consumer': tally('partition', whole),
      'an empty partition': tally('group', [...whole.slice(1), partitionTally(0, 0, 0)]),
      'in flight': tally('group', whole, false),
    },
  },
  'group-all-partitions': {
    passes: tally('group', whole),
    fails: { 'a skipped partition': tally('group', [...whole.slice(0, 3), partitionTally(3, 5_000, 0)]) },
  },
  'group-none-missing': {
    passes: tally('group', whole),
    fails: {
      'one dropped': tally('group', [...whole.slice(0, 3), partitionTally(3, 5_000, 4_999)]),
      'one dropped and one twice': tally('group', [
        ...whole.slice(0, 3),
        partitionTally(3, 5_000, 5_000, { distinct: 4_999, duplicates: 1 }),
      ]),
      'a skipped partition': tally('group', [...whole.slice(0, 3), partitionTally(3, 5_000, 0)]),
      'a partition not counted': tally('group', whole.slice(0, 3)),
      empty: tally(
        'group',
        [0, 1, 2, 3].map((each) => partitionTally(each, 0, 0)),
      ),
      'in flight': tally('group', whole, false),
    },
  },
  'group-none-twice': {
    passes: tally('group', whole),
    fails: {
      'one twice': tally('group', [
        ...whole.slice(0, 3),
        partitionTally(3, 5_000, 5_001, { distinct: 5_000, duplicates: 1 }),
      ]),
      'received and distinct differ': tally('group', [
        ...whole.slice(0, 3),
        partitionTally(3, 5_000, 5_001, { distinct: 5_000 }),
      ]),
      'nothing received': tally('group', [partitionTally(0, 5_000, 0)]),
      'in flight': tally('group', whole, false),
    },
  },
  'group-share': {
    passes: tally('group', whole),
    fails: {
      'one short': tally('group', [...whole.slice(0, 3), partitionTally(3, 5_000, 4_999)]),
      'one too many': tally('group', [...whole.slice(0, 3), partitionTally(3, 5_000, 5_001)]),
      'the other consumer': tally('partition', whole),
      empty: tally('group', []),
      'in flight': tally('group', whole, false),
    },
  },
  ...experimentCases,
};

it('has a case for every check of the lab', () => {
  const ids = kafkaLab.steps.flatMap((step) => step.checks.map((check) => check.id));
  expect(Object.keys(cases).sort()).toEqual(ids.sort());
});

describe.each(Object.entries(cases))('%s', (id, { passes, fails }) => {
  it('passes when it should, with evidence', () => {
    const verdict = verdictOf(id, passes);
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.evidence).not.toBe('');
  });

  it.each(Object.entries(fails))('can fail: %s', (_why, seen) => {
    const verdict = verdictOf(id, seen);
    expect(verdict.ok).toBe(false);
    expect(verdict.evidence).not.toBe('');
  });

  it('uses only the observations that it declares', () => {
    expect(Object.keys(passes).sort()).toEqual([...checkOf(id).look].sort());
  });
});
