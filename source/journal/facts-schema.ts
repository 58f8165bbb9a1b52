import { exactOptional as optional } from 'valibot';
import { amount, fields, flag, listOf, oneOf, text } from './schema.ts';

const mostIds = 1_000;
const mostNames = 100;

/** What the lab's manifests say: the names and numbers that titles, texts and checks are made of. */
export const factsSchema = fields({
  nodes: amount,
  brokers: amount,
  brokerIds: optional(listOf(amount, mostIds)),
  firstBrokerId: optional(amount),
  brokerPort: amount,
  partitions: amount,
  replicationFactor: amount,
  topic: text,
  namespace: text,
  zookeepers: amount,
  zookeeperPod: text,
  zookeeperDeployments: optional(
    listOf(fields({ name: text, replicas: amount, firstPod: optional(text) }), mostNames),
  ),
  zookeeperPort: amount,
  brokerPod: text,
  brokerDeployments: optional(
    listOf(fields({ name: text, selector: text, replicas: amount, firstPod: optional(text) }), mostNames),
  ),
  emptyDisks: optional(flag),
  startsInOrder: flag,
  claimLabels: optional(text),
  services: listOf(
    fields({ of: oneOf('ZooKeeper', 'Kafka'), names: listOf(text, mostNames), headless: flag }),
    mostNames,
  ),
  producerApp: text,
  consumerApp: text,
  producerSelector: text,
  consumerSelector: text,
  clientImage: text,
  group: optional(text),
});
