import { expect, it } from 'vitest';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import { factsFromRecord, recordOf } from '../../../source/lab/model/recorded-facts.ts';

it.each([
  kafkaFacts,
  { ...kafkaFacts, brokerIds: { from: 'kafka', first: 1001 } as const },
  { ...kafkaFacts, brokerIds: { from: 'script' } as const },
  {
    ...kafkaFacts,
    emptyDisks: true,
    brokerDeployments: [{ name: 'kafka', selector: 'app=kafka', replicas: 3 }],
  },
  {
    ...kafkaFacts,
    zookeepers: 2,
    zookeeperPod: 'deploy/zk-1',
    zookeeperDeployments: [
      { name: 'zk-1', replicas: 1 },
      { name: 'zk-2', replicas: 1, firstPod: 'zk-2-0' },
    ],
  },
])('returns what was recorded', (facts) => {
  expect(factsFromRecord(JSON.parse(JSON.stringify(recordOf(facts))))).toEqual(facts);
  expect(recordOf({ ...facts, swap: { by: 'program' } })).not.toHaveProperty('swap');
});

it.each([
  { partitions: 1e9 },
  { partitions: 0 },
  { brokers: 1e9 },
  { brokerDeployments: [{ name: 'kafka', selector: 'app=kafka', replicas: 1e9 }] },
  { brokerDeployments: [] },
  { zookeeperDeployments: [{ name: 'zk', replicas: 2 }] },
  { nodes: -1 },
  { zookeepers: 1.5 },
  { replicationFactor: Number.NaN },
])('refuses facts that no manifest can contain: %j', (wrong) => {
  expect(factsFromRecord({ ...recordOf(kafkaFacts), ...wrong })).toBeUndefined();
});
