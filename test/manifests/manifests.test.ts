import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { kafkaFacts } from '../../source/lab/model/facts.ts';
import {
  serviceNames,
  withClientImage,
  withClientProgram,
  withNamespace,
  withOwnClients,
  withRate,
} from '../../source/manifests/change-manifest.ts';
import { lineChanges } from '../../source/manifests/line-changes.ts';
import { type ManifestSet, readManifestSet } from '../../source/manifests/manifest-set.ts';
import { objectsOf } from '../../source/manifests/parse-manifest.ts';
import { compareFacts, readFacts } from '../../source/manifests/read-facts.ts';

const own = readManifestSet('manifests');
const clients = own['clients.yml'];
const objects = (text: string): never[] =>
  [...parseAllDocuments(text)].map((document) => document.toJS() as never);
const change = (file: keyof ManifestSet, from: string | RegExp, to: string): ManifestSet => ({
  ...own,
  [file]: own[file].replace(from, to),
});

describe('the facts in the manifests', () => {
  it('are the facts of the lab', () => {
    const facts = readFacts(own);
    expect(facts.lab).toEqual(kafkaFacts);
    expect(facts).toMatchObject({
      group: 'test-group',
      brokerPort: 9092,
      zookeeperPort: 2181,
      hasMetrics: true,
    });
    expect(facts.serviceImages).toEqual(['confluentinc/cp-zookeeper:7.3.5', 'confluentinc/cp-kafka:7.3.5']);
    expect(compareFacts(facts.lab, kafkaFacts)).toEqual([]);
  });

  it('are read through a ConfigMap, a script and other names', () => {
    const kafka = own['kafka.yml']
      .replaceAll(/\bkafka-service\b/g, 'brokers')
      .replace(
        'name: kafka\nspec:\n  serviceName',
        'name: my-broker\nspec:\n  podManagementPolicy: Parallel\n  serviceName',
      )
      .replaceAll('containerPort: 9092', 'containerPort: 29092')
      .replaceAll(':9092', ':29092')
      .replace('value: "2181"', 'value: "2182"')
      .replace("'{print $2}'`", "'{print $3}'` && export KAFKA_NUM_PARTITIONS=6")
      .replace(
        '- name: KAFKA_DEFAULT_REPLICATION_FACTOR\n              value: "3"',
        '- name: OTHER\n              value: ""',
      )
      .replace(
        '          env:\n            - name: POD_NAME',
        '          envFrom: [{configMapRef: {name: settings}}]\n          env:\n            - name: POD_NAME',
      );
    const settings =
      '---\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {KAFKA_DEFAULT_REPLICATION_FACTOR: "2"}\n';
    const facts = readFacts({
      ...own,
      'kafka.yml': `${kafka}${settings}`,
      'clients.yml': clients.replaceAll(':9092', ':29092'),
    });
    expect(facts.lab).toEqual({
      ...kafkaFacts,
      brokerPod: 'my-broker-0',
      brokerPort: 29092,
      zookeeperPort: 2182,
      partitions: 6,
      replicationFactor: 2,
      startsInOrder: false,
      services: [kafkaFacts.services[0], { of: 'Kafka', names: ['brokers'], headless: true }],
    });
    expect(compareFacts(facts.lab, kafkaFacts).join('\n')).toContain(
      'port of the brokers: 29092 (the lab: 9092)',
    );
  });

  it('identify the clients by their own labels', () => {
    const labelled = clients
      .replaceAll('app: ece573-prj05-producer', 'part: producer')
      .replaceAll(/( +)app: ece573-prj05-consumer/g, '$1app: reader\n$1tier: back');
    expect(readFacts({ ...own, 'clients.yml': labelled }).lab).toMatchObject({
      producerApp: 'ece573-prj05-producer',
      producerSelector: 'part=producer',
      consumerSelector: 'app=reader,tier=back',
    });
  });

  it('identify the clients by their names if none has a role', () => {
    const nameless = clients.replaceAll(/ {12}- name: ROLE\n.*\n/g, '').replace(/ {12}# consumer: .*\n/, '');
    expect(nameless).not.toContain('name: ROLE');
    expect(readFacts({ ...own, 'clients.yml': nameless }).lab).toEqual(kafkaFacts);
    const runnable = withOwnClients(nameless, 7);
    expect(runnable.match(/name: ROLE\n +value: \w+/g)?.map((each) => each.split(' ').at(-1))).toEqual([
      'producer',
      'consumer',
    ]);
    expect(withOwnClients(clients, 7)).toBe(clients);
  });

  it('may include a consumer in a StatefulSet, and clients that are the tools of the brokers', () => {
    const tools = clients
      .replace(
        'kind: Deployment\nmetadata:\n  name: ece573-prj05-consumer',
        'kind: StatefulSet\nmetadata:\n  name: reader',
      )
      .replaceAll('image: ece573-prj05-clients:v1', 'image: confluentinc/cp-kafka:7.3.5')
      .replaceAll(/ {10}ports:\n.*\n.*\n/g, '');
    expect(readFacts({ ...own, 'clients.yml': tools }).lab).toMatchObject({
      consumerApp: 'reader',
      consumerSelector: 'app=ece573-prj05-consumer',
    });
    expect(withOwnClients(tools, 7)).toBe(tools);
  });

  it('may include ZooKeeper in a Deployment, and brokers with a sidecar', () => {
    const kafka = own['kafka.yml']
      .replace(
        'kind: StatefulSet\nmetadata:\n  name: zookeeper',
        'kind: Deployment\nmetadata:\n  name: zookeeper',
      )
      .replace(
        '        - name: kafka\n          image',
        '        - {name: logs, image: "fluent-bit:3"}\n        - name: kafka\n          image',
      );
    expect(readFacts({ ...own, 'kafka.yml': kafka }).lab).toEqual({
      ...kafkaFacts,
      zookeeperPod: 'deploy/zookeeper',
    });
  });

  it('come from the listener that the clients use', () => {
    const kafka = own['kafka.yml'].replace(
      '- containerPort: 9092',
      '- containerPort: 29092\n            - containerPort: 9092',
    );
    expect(readFacts({ ...own, 'kafka.yml': kafka }).brokerPort).toBe(9092);
  });

  it('are compared with those of the lab', () => {
    const theirs = {
      'cluster.yml': 'kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\n',
      'kafka.yml': own['kafka.yml'].replace('replicas: 3', 'replicas: 2').replace('value: "4"', 'value: "6"'),
      'clients.yml': clients.replaceAll('value: test', 'value: numbers'),
    };
    expect(compareFacts(readFacts(theirs).lab, kafkaFacts)).toEqual([
      'nodes: 1 (the lab: 5)',
      'brokers: 2 (the lab: 3)',
      'partitions: 6 (the lab: 4)',
      'topic: numbers (the lab: test)',
    ]);
  });

  it.each([
    [
      'no broker',
      change('kafka.yml', /KAFKA_ZOOKEEPER_CONNECT|cp-kafka/g, 'OTHER'),
      '`kafka.yml` has no StatefulSet or Deployment of Kafka',
    ],
    [
      'no producer',
      change('clients.yml', 'value: producer', 'value: consumer'),
      '`clients.yml` has no Deployment',
    ],
    [
      'a broken file',
      change('clients.yml', 'kind: Deployment', 'kind: [\n'),
      '`clients.yml` is not YAML at line',
    ],
  ])('are refused with %s', (_what, manifests, message) => {
    expect(() => readFacts(manifests)).toThrow(
      expect.objectContaining({ code: 'manifest', message: expect.stringContaining(message) }),
    );
  });

  it('require the files', () => {
    expect(() => readManifestSet('/nonexistent')).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe("the session's copy", () => {
  it('has another rate and no other change', () => {
    const changed = withRate(clients, 0);
    expect(JSON.stringify(objects(changed)).replace('"value":"0"', '"value":"500"')).toBe(
      JSON.stringify(objects(clients)),
    );
    expect(changed).toContain('# The producer and the consumer');
  });

  it('has the namespace only in the host names of its Services', () => {
    const services = serviceNames('kafka.yml', own['kafka.yml']);
    const kafka = withNamespace('kafka.yml', own['kafka.yml'], services, 'team-a');
    expect(lineChanges(own['kafka.yml'], kafka)).toEqual([
      '-               value: zookeeper-service.default.svc.cluster.local:2181',
      '+               value: zookeeper-service.team-a.svc.cluster.local:2181',
      '-               value: PLAINTEXT://$(POD_NAME).kafka-service.default.svc.cluster.local:9092',
      '+               value: PLAINTEXT://$(POD_NAME).kafka-service.team-a.svc.cluster.local:9092',
    ]);
    expect(
      withNamespace('x.yml', 'a: my-kafka-service.default.svc\nb: kafka-service.default-2', services, 'n'),
    ).toBe('a: my-kafka-service.default.svc\nb: kafka-service.default-2');
    expect(withNamespace('kafka.yml', own['kafka.yml'], services, 'default')).toBe(own['kafka.yml']);
  });

  it('refuses an object that names a namespace of its own', () => {
    const text = 'kind: Service\nmetadata:\n  name: a\n  namespace: prod\n';
    expect(() => withNamespace('kafka.yml', text, [], 'lab')).toThrow(
      expect.objectContaining({ code: 'manifest', hint: expect.stringContaining('--namespace prod') }),
    );
  });

  it('runs the program from a ConfigMap, beside existing volumes', () => {
    const changed = withClientProgram(clients, {
      image: 'node:22-alpine',
      configMap: 'program',
      file: 'clients.cjs',
    });
    for (const { spec } of objects(changed) as { spec: { template: { spec: object } } }[])
      expect(spec.template.spec).toMatchObject({
        containers: [
          {
            image: 'node:22-alpine',
            command: ['node', '/app/clients.cjs'],
            volumeMounts: [{ name: 'program', mountPath: '/app', readOnly: true }],
          },
        ],
        volumes: [{ name: 'program', configMap: { name: 'program' } }],
      });
    expect(changed).toContain('# Messages a second');
    const twice = withClientProgram(changed, { image: 'node:22', configMap: 'second', file: 'x.cjs' });
    expect(JSON.stringify(objects(twice)).match(/"mountPath"/g)).toHaveLength(4);
    expect(lineChanges(clients, withClientImage(clients, 'registry/clients:v2'))).toHaveLength(4);
  });

  it('may be a list, or JSON', () => {
    const items = objectsOf('clients.yml', clients);
    const json = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    const lists = [json, `# a list\n${stringify(JSON.parse(json))}`];
    for (const text of lists) {
      expect(objectsOf('clients.yml', withRate(text, 7))).toEqual(
        JSON.parse(JSON.stringify(items).replace('"value":"500"', '"value":"7"')),
      );
      expect(withClientImage(text, 'other:v2').match(/other:v2/g)).toHaveLength(2);
    }
    // A string that YAML 1.1 would read as a number or a boolean stays a string.
    expect(objectsOf('clients.yml', withClientImage(clients, 'yes'))[0]).toMatchObject({
      spec: { template: { spec: { containers: [{ image: 'yes' }] } } },
    });
    const two = 'kind: ConfigMap # stays\ndata: {a: 010}\n---\nkind: Deployment\n';
    expect(withRate(two, 7)).toBe(two);
  });

  it('is never guessed if a file is not the expected manifest', () => {
    expect(withRate('', 0)).toBe('');
    expect(() => withRate(`a: ${'x'.repeat(1024 * 1024)}`, 0)).toThrow(
      expect.objectContaining({ code: 'manifest' }),
    );
    expect(readFileSync('manifests/clients.yml', 'utf8')).toBe(clients);
  });
});

it('lists the lines that differ', () => {
  expect(lineChanges('a\nb\nc', 'a\nx\nc\nd')).toEqual(['- b', '+ x', '+ d']);
  expect(lineChanges('a', 'a')).toEqual([]);
});
