import { describe, expect, it } from 'vitest';
import { brokerHosts } from '../../source/lab/model/broker-pods.ts';
import { kafkaFacts } from '../../source/lab/model/facts.ts';
import { readManifestSet } from '../../source/manifests/manifest-set.ts';
import { readFacts } from '../../source/manifests/read-facts.ts';

const own = readManifestSet('manifests');
const zookeeper = own['kafka.yml']
  .split(/^---$/m)
  .filter((text) => text.includes('name: zookeeper'))
  .join('---');

interface Broker {
  readonly id?: string;
  readonly replicas?: number;
  readonly script?: string;
}

/** The Service and Deployment of a broker, as in many public examples. */
function broker(name: string, { id, replicas = 1, script }: Broker): string {
  const labels = `{app: kafka, broker: ${name}}`;
  return `---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {selector: ${labels}, ports: [{port: 9092}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  replicas: ${replicas}
  selector: {matchLabels: ${labels}}
  template:
    metadata: {labels: ${labels}}
    spec:
      containers:
        - name: kafka
          image: confluentinc/cp-kafka:7.3.5
          ports: [{containerPort: 9092}]
${script === undefined ? '' : `          command: [sh, -c, '${script}']\n`}          env:
            - {name: KAFKA_ZOOKEEPER_CONNECT, value: "zookeeper-service:2181"}
            - {name: KAFKA_NUM_PARTITIONS, value: "6"}
${id === undefined ? '' : `            - {name: KAFKA_BROKER_ID, value: "${id}"}\n`}`;
}

const factsOf = (...brokers: string[]) =>
  readFacts({ ...own, 'kafka.yml': [zookeeper, ...brokers].join('\n') }).lab;

describe('brokers in Deployments', () => {
  it('have one broker each', () => {
    const facts = factsOf(broker('kafka-1', { id: '1' }), broker('kafka-2', { id: '2' }));
    expect(facts).toMatchObject({
      brokers: 2,
      brokerIds: { from: 'manifest', ids: [1, 2] },
      brokerPod: 'deploy/kafka-1',
      brokerDeployments: [
        { name: 'kafka-1', selector: 'app=kafka,broker=kafka-1', replicas: 1 },
        { name: 'kafka-2', selector: 'app=kafka,broker=kafka-2', replicas: 1 },
      ],
      partitions: 6,
      replicationFactor: 1,
      emptyDisks: true,
      startsInOrder: false,
      services: [
        kafkaFacts.services[0],
        { of: 'Kafka', names: ['kafka-1'], headless: false },
        { of: 'Kafka', names: ['kafka-2'], headless: false },
      ],
    });
    expect(facts).not.toHaveProperty('claimLabels');
  });

  it.each([
    ['a single one', [broker('kafka', { id: '7' })], { from: 'manifest', ids: [7] }],
    ['without ids', [broker('a', {}), broker('b', {})], { from: 'kafka', first: 1001 }],
    ['with replicas', [broker('a', { replicas: 3 })], { from: 'kafka', first: 1001 }],
    ['some of them with ids', [broker('a', { id: '1' }), broker('b', {})], { from: 'script' }],
    [
      'with ids in scripts',
      [
        broker('a', { script: 'export KAFKA_BROKER_ID=4; exec /etc/confluent/docker/run' }),
        broker('b', { script: 'export KAFKA_BROKER_ID=9; exec /etc/confluent/docker/run' }),
      ],
      { from: 'manifest', ids: [4, 9] },
    ],
  ])('get their ids: %s', (_what, brokers, ids) => {
    expect(factsOf(...brokers).brokerIds).toEqual(ids);
  });

  it('are distinguished by the labels of their pods if all Services select the same', () => {
    const same = (name: string) =>
      broker(name, {}).replace(/matchLabels: \{.*?\}/, 'matchLabels: {app: kafka}');
    expect(factsOf(same('a'), same('b')).brokerDeployments).toMatchObject([
      { selector: 'app=kafka,broker=a' },
      { selector: 'app=kafka,broker=b' },
    ]);
  });

  it('may be a StatefulSet for each broker', () => {
    const set = (name: string, id: string) =>
      broker(name, { id }).replace('kind: Deployment', 'kind: StatefulSet');
    expect(factsOf(set('kafka-1', '1'), set('kafka-2', '2'))).toMatchObject({
      brokers: 2,
      brokerIds: { from: 'manifest', ids: [1, 2] },
      brokerPod: 'kafka-1-0',
      brokerDeployments: [
        { name: 'kafka-1', replicas: 1, firstPod: 'kafka-1-0' },
        { name: 'kafka-2', replicas: 1, firstPod: 'kafka-2-0' },
      ],
      startsInOrder: false,
    });
  });

  it('are ignored if there is a StatefulSet', () => {
    const facts = readFacts({ ...own, 'kafka.yml': `${own['kafka.yml']}\n${broker('extra', { id: '9' })}` });
    expect(facts.lab).toMatchObject({ brokerPod: 'kafka-0', brokers: 3 });
    expect(facts.lab).not.toHaveProperty('brokerDeployments');
  });
});

it('finds the Services of single pods if no Service has all of them', () => {
  const kafka = own['kafka.yml'].replace(/name: kafka-service\nspec:[\s\S]*?---/, (text) =>
    text
      .replace('kafka-service', 'kafka-0-svc')
      .replace('  clusterIP: None\n', '')
      .replace('app: kafka', 'statefulset.kubernetes.io/pod-name: kafka-0'),
  );
  const { lab } = readFacts({ ...own, 'kafka.yml': kafka });
  expect(lab.services[1]).toEqual({ of: 'Kafka', names: ['kafka-0-svc'], headless: false });
  expect(brokerHosts(lab)).toEqual(['kafka-0-svc.default.svc.cluster.local']);
});
