import { describe, expect, it } from 'vitest';
import { diagnose, type Symptoms } from '../../source/lab/diagnosis.ts';
import { kafkaFacts as facts } from '../../source/lab/model/facts.ts';
import type { PodSeen } from '../../source/lab/model/observations.ts';
import { output, pod } from './observed.ts';

const troubled = (name: string, app: string, status: string, trouble?: string): PodSeen => ({
  ...pod(name, app, false),
  phase: 'Pending',
  status,
  ...(trouble === undefined ? {} : { trouble }),
});
const zookeeper = pod('zookeeper-0', 'zookeeper');
const kafka = [0, 1, 2].map((id) => pod(`kafka-${id}`, 'kafka'));
const brokers = [0, 1, 2].map((id) => ({ id, host: `kafka-${id}`, port: 9092 }));
const topic = (leader: number, isr: number[]) => [
  { name: 'test', partitions: [{ partition: 2, leader, replicas: [0, 1, 2], isr }] },
];
const well: Symptoms = { pods: [zookeeper, ...kafka], brokers, topics: topic(1, [0, 1, 2]), outputs: [] };

const cases: [string, Partial<Symptoms>, RegExp, string][] = [
  [
    'the clients image is not there',
    { pods: [troubled('c-1', facts.consumerApp, 'ErrImagePull', 'ErrImagePull: not found')] },
    /Step 2\.1 builds ece573-prj05-clients:v1/,
    'c-1 ErrImagePull: not found',
  ],
  [
    "a broker's image is not there",
    { pods: [troubled('kafka-0', 'kafka', 'ImagePullBackOff')] },
    /compare `image` in kafka\.yml/,
    'kafka-0 ImagePullBackOff',
  ],
  [
    'a broker crashes',
    {
      pods: [
        zookeeper,
        troubled('kafka-1', 'kafka', 'CrashLoopBackOff', 'KAFKA_ZOOKEEPER_CONNECT is required'),
      ],
    },
    /`kubectl logs kafka-1 --previous`.*kafka\.yml/,
    'kafka-1 CrashLoopBackOff: KAFKA_ZOOKEEPER_CONNECT is required',
  ],
  [
    'a client crashes',
    { pods: [troubled('p-1', facts.producerApp, 'Error')] },
    /ROLE, TOPIC and KAFKA_BROKER/,
    'p-1 Error',
  ],
  [
    'a pod fits nowhere',
    { pods: [troubled('kafka-2', 'kafka', 'Pending', 'Unschedulable: 0/5 nodes are available')] },
    /`resources\.requests`/,
    'kafka-2 Pending: Unschedulable: 0/5 nodes are available',
  ],
  ['ZooKeeper is not there', { pods: kafka }, /Without ZooKeeper/, 'zookeeper-0 is not there'],
  [
    'a ZooKeeper node does not exist',
    { outputs: [output('', 1, 'kubectl', 'Node does not exist: /brokers/ids/1')] },
    /Broker 1 is not registered/,
    'Node does not exist: /brokers/ids/1',
  ],
  [
    'a ready pod has not registered',
    { brokers: brokers.slice(0, 2) },
    /KAFKA_ZOOKEEPER_CONNECT/,
    'kafka-2 ready; broker ids in ZooKeeper: 0, 1',
  ],
  [
    'a partition has no leader',
    { topics: topic(-1, []) },
    /without a leader/,
    'p2 leader none, replicas 0, 1, 2, in sync none',
  ],
  [
    'a replica is behind',
    { topics: topic(0, [0, 2]) },
    /is kafka-1 running/,
    'p2 replicas 0, 1, 2, in sync 0, 2',
  ],
];

describe('a hint fitted to what was observed', () => {
  it.each(cases)('%s', (_what, seen, hint, evidence) => {
    const fitted = diagnose({ ...well, ...seen }, facts);
    expect(fitted?.hint).toMatch(hint);
    expect(fitted?.evidence).toBe(evidence);
  });

  it('is not made up where all is well, or nothing could be looked at', () => {
    expect(diagnose(well, facts)).toBeUndefined();
    expect(diagnose({}, facts)).toBeUndefined();
    expect(diagnose({ pods: [], topics: [], brokers: [], outputs: [] }, facts)).toBeUndefined();
  });

  it('names the cause before its consequences', () => {
    const crash = troubled('kafka-1', 'kafka', 'CrashLoopBackOff');
    const seen = { ...well, pods: [zookeeper, crash], topics: topic(-1, []), brokers: [] };
    expect(diagnose(seen, facts)?.evidence).toBe('kafka-1 CrashLoopBackOff');
  });
});
