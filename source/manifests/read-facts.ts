import { LabError } from '../errors/lab-error.ts';
import { objectsIn, valueAt } from '../json/json-value.ts';
import type { LabFacts } from '../lab/model/step.ts';
import type { ManifestSet } from './manifest-set.ts';
import { type ManifestObject, objectsOf } from './parse-manifest.ts';

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
  const sets = services.filter(({ kind }) => kind === 'StatefulSet');
  const brokers = only(
    'kafka.yml',
    'StatefulSet of Kafka brokers',
    sets,
    (env) => 'KAFKA_ZOOKEEPER_CONNECT' in env,
  );
  const zookeeper = only(
    'kafka.yml',
    'StatefulSet of ZooKeeper',
    sets,
    (env) => 'ZOOKEEPER_CLIENT_PORT' in env,
  );
  const deployments = clients.filter(({ kind }) => kind === 'Deployment');
  const producer = only(
    'clients.yml',
    'Deployment with ROLE=producer',
    deployments,
    ({ ROLE }) => ROLE === 'producer',
  );
  const consumer = only(
    'clients.yml',
    'Deployment with ROLE=consumer',
    deployments,
    ({ ROLE }) => ROLE !== undefined && ROLE !== 'producer',
  );
  for (const client of [producer, consumer]) requireAppLabel(client);
  const broker = environmentOf(brokers);
  const topic = environmentOf(producer).TOPIC ?? 'test';
  const group = environmentOf(consumer).GROUP ?? `${topic}-group`;
  return {
    lab: {
      nodes: countNodes(manifests['cluster.yml']),
      brokers: countOf(valueAt(brokers, 'spec', 'replicas'), 1),
      partitions: countOf(broker.KAFKA_NUM_PARTITIONS, 1),
      replicationFactor: countOf(broker.KAFKA_DEFAULT_REPLICATION_FACTOR, 1),
      topic,
      namespace: 'default',
      zookeeperPod: `${nameOf(zookeeper)}-0`,
      brokerPod: `${nameOf(brokers)}-0`,
      producerApp: nameOf(producer),
      consumerApp: nameOf(consumer),
      clientImage: imageOf(consumer),
      group,
    },
    group,
    namesGroup: 'GROUP' in environmentOf(consumer),
    brokerPort: portOf(brokers, 9092),
    zookeeperPort: portOf(zookeeper, 2181),
    serviceImages: [...new Set([imageOf(zookeeper), imageOf(brokers)])],
    offsetsReplicas: countOf(broker.KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR, 3),
    hasMetrics: containersOf(consumer).some(({ ports }) =>
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
    ['zookeeperPod', 'ZooKeeper pod'],
    ['brokerPod', 'first broker pod'],
    ['producerApp', 'producer'],
    ['consumerApp', 'consumer'],
    ['clientImage', 'clients image'],
  ];
  return names
    .filter(([key]) => theirs[key] !== lab[key])
    .map(([key, what]) => `${what}: ${theirs[key]} (the lab: ${lab[key]})`);
}

/** name → value of the variables that the first container sets to a plain value. */
export function environmentOf(workload: ManifestObject): Record<string, string> {
  const env = objectsIn(containersOf(workload)[0]?.env);
  return Object.fromEntries(
    env
      .filter(({ name }) => typeof name === 'string')
      .map(({ name, value }) => [String(name), value === undefined || value === null ? '' : String(value)]),
  );
}

export function containersOf(workload: ManifestObject): ManifestObject[] {
  return objectsIn(valueAt(workload, 'spec', 'template', 'spec', 'containers'));
}

function only(
  file: string,
  what: string,
  candidates: readonly ManifestObject[],
  isIt: (env: Record<string, string>) => boolean,
): ManifestObject {
  const found = candidates.filter((candidate) => isIt(environmentOf(candidate)));
  const [first] = found;
  if (found.length === 1 && first !== undefined && typeof valueAt(first, 'metadata', 'name') === 'string')
    return first;
  throw new LabError(
    'manifest',
    `\`${file}\` has ${found.length === 0 ? 'no' : `${found.length} times a`} ${what}`,
    {
      hint: 'the lab needs exactly one, with a name and its variables under `env`',
    },
  );
}

function requireAppLabel(workload: ManifestObject): void {
  const label = valueAt(workload, 'spec', 'template', 'metadata', 'labels', 'app');
  if (label === nameOf(workload)) return;
  throw new LabError(
    'manifest',
    `the pods of \`${nameOf(workload)}\` have the label \`app: ${String(label)}\``,
    {
      hint: 'give the pods in clients.yml the label `app` with the name of their Deployment: the lab finds them by it',
    },
  );
}

const nameOf = (object: ManifestObject): string => String(valueAt(object, 'metadata', 'name'));

function imageOf(workload: ManifestObject): string {
  const image = containersOf(workload)[0]?.image;
  if (typeof image === 'string' && image !== '') return image;
  throw new LabError('manifest', `\`${nameOf(workload)}\` has no image`, {
    hint: 'set `image` of its container',
  });
}

function countOf(value: unknown, otherwise: number): number {
  const count = Number(value);
  return value !== undefined && Number.isSafeInteger(count) && count >= 0 ? count : otherwise;
}

function portOf(workload: ManifestObject, otherwise: number): number {
  const [port] = objectsIn(containersOf(workload)[0]?.ports);
  return countOf(port?.containerPort, otherwise);
}

/** kind creates a single node if its configuration lists none. */
function countNodes(text: string): number {
  const nodes = objectsOf('cluster.yml', text)[0]?.nodes;
  return Array.isArray(nodes) && nodes.length > 0 ? nodes.length : 1;
}
