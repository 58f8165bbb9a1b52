import type { LabFacts } from './step.ts';

/** The names and numbers in `cluster.yml`, `kafka.yml` and `clients.yml`. */
export const kafkaFacts: LabFacts = {
  nodes: 5,
  brokers: 3,
  partitions: 4,
  replicationFactor: 3,
  topic: 'test',
  namespace: 'default',
  zookeeperPod: 'zookeeper-0',
  brokerPod: 'kafka-0',
  producerApp: 'ece573-prj05-producer',
  consumerApp: 'ece573-prj05-consumer',
  clientImage: 'ece573-prj05-clients:v1',
  group: 'test-group',
};

/** `[0, 1, …]` up to the number of brokers. */
export function brokerIds(facts: LabFacts): number[] {
  return Array.from({ length: facts.brokers }, (_, id) => id);
}

/** `kafka-0` → `kafka-2`: StatefulSet pods differ only in their ordinal. */
export function brokerPodName(facts: LabFacts, id: number): string {
  return facts.brokerPod.replace(/\d+$/, String(id));
}
