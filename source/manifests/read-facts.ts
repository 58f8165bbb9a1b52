import { LabError } from '../errors/lab-error.ts';
import { objectIn, objectsIn, valueAt } from '../json/json-value.ts';
import type { LabFacts, ServiceFacts } from '../lab/model/step.ts';
import { findBrokers, readBrokers } from './broker-facts.ts';
import { containersOf, nameOf, only, type Workload, withRole, workloadOf } from './find-workloads.ts';
import type { ManifestSet } from './manifest-set.ts';
import { type ManifestObject, objectsOf } from './parse-manifest.ts';
import { sharedNamespace } from './shared-namespace.ts';
import { countOf, selectorOf } from './workload-numbers.ts';
import { findZooKeepers, readZooKeepers } from './zookeeper-facts.ts';

/** The facts that a lab's manifests contain. */
export interface ManifestFacts {
  readonly lab: LabFacts;
  /** The consumer group that the better consumer joins. */
  readonly group: string;
  /** True if clients.yml names that group; else it is the name that the lab's own client takes. */
  readonly namesGroup: boolean;
  readonly brokerPort: number;
  readonly zookeeperPort: number;
  /** Images of the brokers and of ZooKeeper. */
  readonly serviceImages: readonly string[];
  /** The replication factor of Kafka's offsets topic; 3 unless kafka.yml sets another. */
  readonly offsetsReplicas: number;
  /** True if the clients have a port named `metrics`, at which they export their counts. */
  readonly hasMetrics: boolean;
}

/**
 * Reads the names and numbers that the lab's checks use.
 * @throws LabError `manifest`: there is no broker, ZooKeeper, producer or consumer in them, or one is ambiguous.
 */
export function readFacts(manifests: ManifestSet): ManifestFacts {
  const services = objectsOf('kafka.yml', manifests['kafka.yml']);
  const clients = objectsOf('clients.yml', manifests['clients.yml']);
  const all = [...services, ...clients];
  const workloads = (kind: string, objects: readonly ManifestObject[]): Workload[] =>
    objects.filter((object) => object.kind === kind).map((object) => workloadOf(object, all));
  const sets = workloads('StatefulSet', services);
  const brokers = findBrokers(sets, workloads('Deployment', services));
  const zookeepers = findZooKeepers(sets, workloads('Deployment', services));
  const deployments = workloads('Deployment', clients);
  // A consumer in a StatefulSet keeps its name, as a static member of a group needs it.
  const consumers = [...deployments, ...workloads('StatefulSet', clients)];
  const isProducer = ({ environment }: Workload): boolean => environment.ROLE === 'producer';
  const isConsumer = ({ environment }: Workload): boolean =>
    environment.ROLE !== undefined && environment.ROLE !== 'producer';
  const producer = only(
    'clients.yml',
    'Deployment with ROLE=producer',
    withRole(deployments, isProducer, /producer/i),
  );
  const consumer = only(
    'clients.yml',
    'Deployment or StatefulSet with ROLE=consumer',
    withRole(consumers, isConsumer, /consumer/i),
  );
  const broker = brokers[0].environment;
  const { topic, group } = { topic: producer.environment.TOPIC || 'test', group: consumer.environment.GROUP };
  const own = readBrokers(brokers, [producer, consumer]);
  const zookeeper = readZooKeepers(zookeepers);
  return {
    lab: {
      nodes: countNodes(manifests['cluster.yml']),
      ...own,
      partitions: countOf(broker.KAFKA_NUM_PARTITIONS, 1),
      replicationFactor: countOf(broker.KAFKA_DEFAULT_REPLICATION_FACTOR, 1),
      topic,
      namespace: sharedNamespace(
        [...zookeepers, ...brokers].map(({ object }) => object),
        [producer.object, consumer.object],
      ),
      ...zookeeper,
      services: [
        ...servicesOfEach('ZooKeeper', zookeepers, services),
        ...servicesOfEach('Kafka', brokers, services),
      ],
      producerApp: nameOf(producer.object),
      consumerApp: nameOf(consumer.object),
      producerSelector: selectorOf(producer.object),
      consumerSelector: selectorOf(consumer.object),
      clientImage: imageOf(consumer.object),
      group: group || `${topic}-group`,
    },
    group: group || `${topic}-group`,
    namesGroup: Boolean(group),
    brokerPort: own.brokerPort,
    zookeeperPort: zookeeper.zookeeperPort,
    serviceImages: [...new Set([...zookeepers, ...brokers].map(({ object }) => imageOf(object)))],
    offsetsReplicas: countOf(broker.KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR, 3),
    hasMetrics: containersOf(consumer.object).some(({ ports }) =>
      objectsIn(ports).some(({ name }) => name === 'metrics'),
    ),
  };
}

/** Where a learner's manifests differ from the lab's, one line each. */
export function compareFacts(theirs: LabFacts, lab: LabFacts): string[] {
  const names: readonly (readonly [keyof LabFacts, string])[] = [
    ['nodes', 'nodes'],
    ['brokers', 'brokers'],
    ['partitions', 'partitions'],
    ['replicationFactor', 'replicas of each partition'],
    ['topic', 'topic'],
    ['namespace', 'namespace'],
    ['zookeeperPod', 'ZooKeeper pod'],
    ['brokerPod', 'first broker pod'],
    ['brokerPort', 'port of the brokers'],
    ['zookeeperPort', 'port of ZooKeeper'],
    ['producerApp', 'producer'],
    ['consumerApp', 'consumer'],
    ['clientImage', 'clients image'],
  ];
  const lines = names
    .filter(([key]) => theirs[key] !== lab[key])
    .map(([key, what]) => `${what}: ${String(theirs[key])} (the lab: ${String(lab[key])})`);
  const ids = describeIds(theirs);
  return ids === describeIds(lab) || theirs.brokers !== lab.brokers
    ? lines
    : [...lines, `broker ids: ${ids} (the lab: ${describeIds(lab)})`];
}

function describeIds({ brokerIds }: LabFacts): string {
  if (brokerIds.from === 'manifest') return brokerIds.ids.join(', ');
  return brokerIds.from === 'kafka'
    ? `generated by Kafka, from ${brokerIds.first} on`
    : 'set by the start script';
}

function imageOf(workload: ManifestObject): string {
  const image = containersOf(workload)[0]?.image;
  if (typeof image === 'string' && image !== '') return image;
  throw new LabError('manifest', `\`${nameOf(workload)}\` has no image`, {
    hint: 'set `image` of its container',
  });
}

/** Brokers may do without, and servers of an ensemble may share one. */
function servicesOfEach(
  of: ServiceFacts['of'],
  workloads: readonly Workload[],
  objects: readonly ManifestObject[],
): ServiceFacts[] {
  const all = workloads.map(({ object }) => servicesOf(of, object, objects));
  const named = all.filter(({ names }) => names.length > 0);
  if (of === 'Kafka') return named;
  const isFirst = ({ names }: ServiceFacts, index: number): boolean =>
    named.findIndex((other) => other.names.join() === names.join()) === index;
  return named.length === 0 ? all.slice(0, 1) : named.filter(isFirst);
}

function servicesOf(
  of: ServiceFacts['of'],
  set: ManifestObject,
  objects: readonly ManifestObject[],
): ServiceFacts {
  const labels = objectIn(valueAt(set, 'spec', 'template', 'metadata', 'labels'));
  const selecting = objects.filter((object) => {
    const selector = Object.entries(objectIn(valueAt(object, 'spec', 'selector')));
    return (
      object.kind === 'Service' &&
      selector.length > 0 &&
      selector.every(([key, value]) => labels[key] === value || isOfPod(key, value, set))
    );
  });
  const isHeadless = (service: ManifestObject): boolean => valueAt(service, 'spec', 'clusterIP') === 'None';
  const headless = selecting.filter(isHeadless);
  const named = headless.length > 0 ? headless : selecting;
  const own = valueAt(set, 'spec', 'serviceName');
  return {
    of,
    names: named.length > 0 ? named.map(nameOf) : typeof own === 'string' ? [own] : [],
    headless: headless.length > 0 || selecting.length === 0,
  };
}

/** A StatefulSet labels each of its pods with its name and its number, so that a Service may select one of them. */
function isOfPod(label: string, value: unknown, set: ManifestObject): boolean {
  if (set.kind !== 'StatefulSet') return false;
  if (label === 'apps.kubernetes.io/pod-index') return true;
  return (
    label === 'statefulset.kubernetes.io/pod-name' &&
    String(value).startsWith(`${nameOf(set)}-`) &&
    /^\d+$/.test(String(value).slice(nameOf(set).length + 1))
  );
}

/** kind creates a single node if its configuration lists none. */
function countNodes(text: string): number {
  const nodes = objectsOf('cluster.yml', text)[0]?.nodes;
  return Array.isArray(nodes) && nodes.length > 0 ? nodes.length : 1;
}
