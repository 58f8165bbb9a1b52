import type { JsonObject } from '../json/json-value.ts';

const namespace = '/api/v1/namespaces/default';
const domain = 'default.svc.cluster.local';

/** A request that creates an object: the collection, and the object. */
export interface Creation {
  readonly path: string;
  readonly body: JsonObject;
}

export const podPath = (name: string): string => `${namespace}/pods/${name}`;
export const brokerPod = (id: number): string => `kafka-${id}`;

/** Everything but the brokers' pods: the Services that name the pods, ZooKeeper, and a claim for each broker. */
export function foundation(brokers: number): Creation[] {
  return [
    service('zookeeper', 2181),
    service('kafka', 9092),
    pod('zookeeper-0', 'zookeeper', {
      image: 'confluentinc/cp-zookeeper:7.3.5',
      // The shortest session that it grants is two ticks.
      env: variables({ ZOOKEEPER_CLIENT_PORT: '2181', ZOOKEEPER_TICK_TIME: '1000' }),
      ports: [{ containerPort: 2181 }],
    }),
    ...Array.from({ length: brokers }, (_, id) => claim(id)),
  ];
}

/** The pod of a broker. `config` has settings by their Kafka names, which override those of this function. */
export function brokerObject(
  id: number,
  brokers: number,
  config: Readonly<Record<string, string>>,
): Creation {
  const name = brokerPod(id);
  const replicas = String(Math.min(3, brokers));
  const settings = {
    'broker.id': String(id),
    'zookeeper.connect': `zookeeper-0.zookeeper.${domain}:2181`,
    'advertised.listeners': `PLAINTEXT://${name}.kafka.${domain}:9092`,
    'default.replication.factor': replicas,
    'offsets.topic.replication.factor': replicas,
    // A test has one group or two, and each partition is an entry in every response about this topic.
    'offsets.topic.num.partitions': '4',
    // A killed broker is missed after two seconds, not eighteen.
    'zookeeper.session.timeout.ms': '2000',
    // A group of one member is not kept waiting for others.
    'group.initial.rebalance.delay.ms': '0',
    ...config,
  };
  const env = Object.entries(settings).map(([key, value]) => [
    `KAFKA_${key.toUpperCase().replaceAll('.', '_')}`,
    value,
  ]);
  return pod(name, 'kafka', {
    image: 'confluentinc/cp-kafka:7.3.5',
    env: variables(Object.fromEntries(env)),
    ports: [{ containerPort: 9092 }],
    volumeMounts: [{ name: 'data', mountPath: '/var/lib/kafka/data' }],
  });
}

function pod(name: string, app: string, container: JsonObject): Creation {
  const volumes = container.volumeMounts === undefined ? [] : [volume(name)];
  return {
    path: `${namespace}/pods`,
    body: {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels: { app } },
      spec: {
        hostname: name,
        subdomain: app,
        // Whoever killed a broker starts it.
        restartPolicy: 'Never',
        volumes,
        containers: [{ name: app, ...container }],
      },
    },
  };
}

const volume = (pod: string) => ({ name: 'data', persistentVolumeClaim: { claimName: `data-${pod}` } });

function claim(id: number): Creation {
  return {
    path: `${namespace}/persistentvolumeclaims`,
    body: {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: `data-${brokerPod(id)}` },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
  };
}

/** Headless, and with names for pods that are not ready yet: a broker resolves its own name while it starts. */
function service(app: string, port: number): Creation {
  return {
    path: `${namespace}/services`,
    body: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: app },
      spec: { clusterIP: 'None', publishNotReadyAddresses: true, selector: { app }, ports: [{ port }] },
    },
  };
}

const variables = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([name, value]) => ({ name, value }));
