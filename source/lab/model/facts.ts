import type { LabFacts } from './step.ts';

/** The names and numbers in `cluster.yml`, `kafka.yml` and `clients.yml`. */
export const kafkaFacts: LabFacts = {
  nodes: 5,
  brokers: 3,
  brokerIds: { from: 'manifest', ids: [0, 1, 2] },
  brokerPort: 9092,
  partitions: 4,
  replicationFactor: 3,
  topic: 'test',
  namespace: 'default',
  zookeepers: 1,
  zookeeperPod: 'zookeeper-0',
  zookeeperPort: 2181,
  brokerPod: 'kafka-0',
  startsInOrder: true,
  claimLabels: 'app=kafka',
  services: [
    { of: 'ZooKeeper', names: ['zookeeper-service'], headless: true },
    { of: 'Kafka', names: ['kafka-service'], headless: true },
  ],
  producerApp: 'ece573-prj05-producer',
  consumerApp: 'ece573-prj05-consumer',
  producerSelector: 'app=ece573-prj05-producer',
  consumerSelector: 'app=ece573-prj05-consumer',
  clientImage: 'ece573-prj05-clients:v1',
  group: 'test-group',
};

/** `zookeeper-0, 3` → its name and those of the two after it. */
export function podsFrom(first: string, count: number): string[] {
  const ordinal = Number(/\d+$/.exec(first)?.[0] ?? 0);
  return Array.from({ length: count }, (_, index) => first.replace(/\d+$/, String(ordinal + index)));
}

/** The id of each broker pod in turn; undefined if the manifest does not say. */
export function knownBrokerIds({ brokerIds }: LabFacts): readonly number[] | undefined {
  return brokerIds.from === 'manifest' ? brokerIds.ids : undefined;
}

/** Whether these are the ids of all brokers, in any order, and no others. */
export function areBrokerIds(ids: readonly number[], facts: LabFacts): boolean {
  const distinct = new Set(ids);
  if (distinct.size !== ids.length || ids.length !== facts.brokers) return false;
  const { brokerIds } = facts;
  if (brokerIds.from === 'manifest') return brokerIds.ids.every((id) => distinct.has(id));
  return brokerIds.from === 'script' || ids.every((id) => id >= brokerIds.first);
}

/** `kafka-0` → `kafka`, the name of its StatefulSet */
export function ownerOf(pod: string): string {
  return pod.replace(/-\d+$/, '');
}
