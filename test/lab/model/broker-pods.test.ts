import { describe, expect, it } from 'vitest';
import {
  brokerHosts,
  brokerInWords,
  brokerSelector,
  brokerTargets,
  brokerWorkloads,
  isPodOfBroker,
  podsOfWorkload,
  targetOfBroker,
} from '../../../source/lab/model/broker-pods.ts';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import type { LabFacts } from '../../../source/lab/model/step.ts';

const deployments: LabFacts = {
  ...kafkaFacts,
  brokers: 2,
  brokerIds: { from: 'manifest', ids: [1, 2] },
  brokerPod: 'deploy/kafka-1',
  brokerDeployments: [
    { name: 'kafka-1', selector: 'app=kafka,id=1', replicas: 1 },
    { name: 'kafka-2', selector: 'app=kafka,id=2', replicas: 1 },
  ],
  services: [
    { of: 'ZooKeeper', names: ['zoo'], headless: false },
    { of: 'Kafka', names: ['kafka-1'], headless: false },
    { of: 'Kafka', names: ['kafka-2', 'kafka'], headless: false },
  ],
};

describe('brokers in a StatefulSet', () => {
  it('are identified by their names', () => {
    expect(brokerWorkloads(kafkaFacts)).toEqual([{ kind: 'StatefulSet', name: 'kafka', replicas: 3 }]);
    expect(brokerTargets(kafkaFacts)).toEqual(['kafka-0', 'kafka-1', 'kafka-2']);
    expect(brokerInWords(1, kafkaFacts)).toBe('kafka-1');
    expect(brokerSelector(1, kafkaFacts)).toBeUndefined();
    expect(isPodOfBroker({ name: 'kafka-1', labels: {} }, 1, kafkaFacts)).toBe(true);
    expect(isPodOfBroker({ name: 'kafka-1', labels: {} }, 0, kafkaFacts)).toBe(false);
    expect(targetOfBroker(kafkaFacts, 2)).toBe('kafka-2');
    expect(brokerHosts(kafkaFacts)[0]).toBe('kafka-0.kafka-service.default.svc.cluster.local');
  });
});

describe('brokers in Deployments', () => {
  it('are identified by their labels', () => {
    expect(brokerWorkloads(deployments).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'Deployment kafka-1',
      'Deployment kafka-2',
    ]);
    expect(brokerTargets(deployments)).toEqual(['deploy/kafka-1', 'deploy/kafka-2']);
    expect(brokerInWords(1, deployments)).toBe('the pod of kafka-2');
    expect(brokerSelector(1, deployments)).toBe('app=kafka,id=2');
    const pod = { name: 'kafka-2-5d9c8b7f6d-x7k2p', labels: { app: 'kafka', id: '2', tier: 'data' } };
    expect([0, 1].map((index) => isPodOfBroker(pod, index, deployments))).toEqual([false, true]);
    expect(targetOfBroker(deployments, 2)).toBe('deploy/kafka-2');
    expect(targetOfBroker(deployments, 0)).toBeUndefined();
    expect(brokerHosts(deployments)).toEqual([
      'kafka-1.default.svc.cluster.local',
      'kafka-2.default.svc.cluster.local',
    ]);
  });

  it('may be replicas of a single one', () => {
    const one = {
      ...deployments,
      brokerDeployments: [{ name: 'kafka', selector: 'app=kafka', replicas: 2 }],
    };
    expect(brokerTargets(one)).toEqual(['deploy/kafka', 'deploy/kafka']);
  });
});

it('the pods of a workload are distinguished from those of others by name', () => {
  const names = ['kafka-0', 'kafka-10', 'kafka-5d9c8b7f6d-x7k2p', 'kafka-ui-5d9c8b7f6d-x7k2p', 'kafka'];
  expect(podsOfWorkload(names, { kind: 'StatefulSet', name: 'kafka' })).toEqual(['kafka-0', 'kafka-10']);
  expect(podsOfWorkload(names, { kind: 'Deployment', name: 'kafka' })).toEqual(['kafka-5d9c8b7f6d-x7k2p']);
});

describe('brokers in several StatefulSets', () => {
  const sets: LabFacts = {
    ...kafkaFacts,
    brokers: 3,
    brokerIds: { from: 'manifest', ids: [1, 2, 3] },
    brokerPod: 'kafka-a-0',
    brokerDeployments: [
      { name: 'kafka-a', selector: 'app=kafka,set=a', replicas: 2, firstPod: 'kafka-a-0' },
      { name: 'kafka-b', selector: 'app=kafka,set=b', replicas: 1, firstPod: 'kafka-b-1' },
    ],
    services: [
      { of: 'Kafka', names: ['kafka'], headless: true },
      { of: 'Kafka', names: ['kafka'], headless: true },
    ],
  };

  it('are identified by their names', () => {
    expect(brokerWorkloads(sets)).toEqual([
      { kind: 'StatefulSet', name: 'kafka-a', replicas: 2 },
      { kind: 'StatefulSet', name: 'kafka-b', replicas: 1 },
    ]);
    expect(brokerTargets(sets)).toEqual(['kafka-a-0', 'kafka-a-1', 'kafka-b-1']);
    expect(brokerInWords(2, sets)).toBe('kafka-b-1');
    expect(brokerSelector(2, sets)).toBeUndefined();
    expect(isPodOfBroker({ name: 'kafka-b-1', labels: {} }, 2, sets)).toBe(true);
    expect(targetOfBroker(sets, 3)).toBe('kafka-b-1');
    expect(brokerHosts(sets).at(-1)).toBe('kafka-b-1.kafka.default.svc.cluster.local');
  });
});
