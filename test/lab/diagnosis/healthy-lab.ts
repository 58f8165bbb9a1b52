import type { Symptoms } from '../../../source/lab/diagnosis/rule.ts';
import { kafkaFacts as facts } from '../../../source/lab/model/facts.ts';
import type { BrokerSeen, TopicSeen } from '../../../source/lab/model/observations.ts';
import type {
  ContainerSeen,
  ContainerWanted,
  PodDetail,
  ServiceDetail,
  SituationSeen,
  WorkloadDetail,
} from '../../../source/lab/model/situation.ts';

/** The observations of the lab's own manifests when all is well on an embedded cluster, and ways to change them. */

export const now = Date.parse('2026-11-29T07:00:00Z');
const domain = 'default.svc.cluster.local';

const zookeeperContainer: ContainerWanted = {
  name: 'zookeeper',
  image: 'confluentinc/cp-zookeeper:7.3.5',
  env: { ZOOKEEPER_CLIENT_PORT: '2181' },
  hasOtherEnv: false,
  command: '',
};
const kafkaContainer: ContainerWanted = {
  name: 'kafka',
  image: 'confluentinc/cp-kafka:7.3.5',
  env: {
    KAFKA_HEAP_OPTS: '-Xms512m -Xmx512m',
    KAFKA_ZOOKEEPER_CONNECT: `zookeeper-service.${domain}:2181`,
    KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://$(POD_NAME).kafka-service.${domain}:9092`,
    KAFKA_NUM_PARTITIONS: '4',
    KAFKA_DEFAULT_REPLICATION_FACTOR: '3',
  },
  hasOtherEnv: true,
  command:
    "sh -c export KAFKA_BROKER_ID=`hostname | awk -F '-' '{print $2}'` && exec /etc/confluent/docker/run",
};
const client = (name: string, role: string, broker: string): ContainerWanted => ({
  name,
  image: facts.clientImage,
  env: { ROLE: role, TOPIC: facts.topic, KAFKA_BROKER: `${broker}.kafka-service.${domain}:9092` },
  hasOtherEnv: false,
  command: '',
});

function workload(
  kind: WorkloadDetail['kind'],
  name: string,
  replicas: number,
  container: ContainerWanted,
  serviceName?: string,
): WorkloadDetail {
  return {
    kind,
    name,
    replicas,
    ready: replicas,
    podLabels: { app: name },
    containers: [container],
    ...(serviceName === undefined ? {} : { serviceName }),
  };
}

function pod(name: string, app: string, container: ContainerWanted, log: readonly string[]): PodDetail {
  return {
    name,
    labels: { app },
    phase: 'Running',
    status: 'Running',
    ready: true,
    restarts: 0,
    isEnding: false,
    containers: [{ ...container, state: 'running' }],
    log,
    previousLog: [],
  };
}

const producerContainer = client('producer', 'producer', 'kafka-0');
const consumerContainer = client('consumer', 'consumer', 'kafka-1');
const brokerIds = [0, 1, 2];
const kafkaPods = brokerIds.map((id) => `kafka-${id}`);

export const situation: SituationSeen = {
  at: now,
  pods: [
    // In the order of the API server: by name.
    pod('ece573-prj05-consumer-6d5c-9tq', facts.consumerApp, consumerContainer, [
      '2026/11/29 06:59:58 test: received 1000 messages, last (0.629672)',
    ]),
    pod('ece573-prj05-producer-7b9f-2mx', facts.producerApp, producerContainer, [
      '2026/11/29 06:59:59 test: 4000 messages published',
    ]),
    ...kafkaPods.map((name) =>
      pod(name, 'kafka', kafkaContainer, ['[2026-11-29 06:59:00,000] INFO [KafkaServer id=0] started']),
    ),
    pod('zookeeper-0', 'zookeeper', zookeeperContainer, ['[2026-11-29 06:58:59,000] INFO Started']),
  ],
  services: [
    service('kafka-service', 'kafka', 9092, kafkaPods),
    { name: 'kubernetes', clusterIP: '10.96.0.1', ports: [443], selector: {}, endpoints: [] },
    service('zookeeper-service', 'zookeeper', 2181, ['zookeeper-0']),
  ],
  workloads: [
    workload('StatefulSet', 'kafka', 3, kafkaContainer, 'kafka-service'),
    workload('StatefulSet', 'zookeeper', 1, zookeeperContainer, 'zookeeper-service'),
    workload('Deployment', facts.consumerApp, 1, consumerContainer),
    workload('Deployment', facts.producerApp, 1, producerContainer),
  ],
  claims: kafkaPods.map((name) => ({ name: `kafka-data-${name}`, phase: 'Bound', storageClass: 'standard' })),
  warnings: [],
};

function service(name: string, app: string, port: number, endpoints: readonly string[]): ServiceDetail {
  return { name, clusterIP: 'None', ports: [port], selector: { app }, endpoints };
}

export const brokers: readonly BrokerSeen[] = brokerIds.map((id) => ({
  id,
  host: `kafka-${id}.kafka-service.${domain}`,
  port: 9092,
}));

export function topic(
  partitions = 4,
  replicas: readonly number[] = brokerIds,
  name = facts.topic,
): TopicSeen {
  return {
    name,
    partitions: Array.from({ length: partitions }, (_, partition) => ({
      partition,
      leader: replicas[partition % replicas.length]!,
      replicas,
      isr: replicas,
    })),
  };
}

export const offsetsTopic = topic(50, brokerIds, '__consumer_offsets');

export const healthy: Symptoms = {
  situation,
  brokers,
  topics: [offsetsTopic, topic()],
  outputs: [],
  needs: 'clients',
};

/** The same observations with a different situation. */
export function withSituation(changed: Partial<SituationSeen>): Symptoms {
  return { ...healthy, situation: { ...situation, ...changed } };
}

/** Changes the pods whose name begins with `prefix`. */
export function withPods(
  prefix: string,
  change: Partial<PodDetail> | ((pod: PodDetail) => Partial<PodDetail>),
): Pick<SituationSeen, 'pods'> {
  return {
    pods: situation.pods.map((each) =>
      each.name.startsWith(prefix)
        ? { ...each, ...(typeof change === 'function' ? change(each) : change) }
        : each,
    ),
  };
}

/** Changes the containers of the pods with this prefix. */
export function inState(prefix: string, state: Partial<ContainerSeen>, more: Partial<PodDetail> = {}) {
  return withPods(prefix, (each) => ({
    ready: state.state === 'running',
    containers: each.containers.map((container) => ({ ...container, ...state })),
    ...more,
  }));
}

export function withWorkload(
  name: string,
  change: Partial<WorkloadDetail>,
): Pick<SituationSeen, 'workloads'> {
  return {
    workloads: situation.workloads.map((each) => (each.name === name ? { ...each, ...change } : each)),
  };
}

/** Sets variables of a workload; undefined removes one. */
export function withEnv(
  name: string,
  env: Readonly<Record<string, string | undefined>>,
): Pick<SituationSeen, 'workloads'> {
  const containers = situation.workloads.find((each) => each.name === name)?.containers ?? [];
  return withWorkload(name, {
    containers: containers.map((container) => {
      const changed = Object.entries({ ...container.env, ...env }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      return { ...container, env: Object.fromEntries(changed) };
    }),
  });
}

export function withService(name: string, change: Partial<ServiceDetail>): Pick<SituationSeen, 'services'> {
  return {
    services: situation.services.map((each) => (each.name === name ? { ...each, ...change } : each)),
  };
}

export function without(name: string): Pick<SituationSeen, 'services' | 'workloads'> {
  return {
    services: situation.services.filter((each) => each.name !== name),
    workloads: situation.workloads.filter((each) => each.name !== name),
  };
}
