import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { kafkaFacts } from '../../source/lab/model/facts.ts';
import {
  serviceNames,
  withClientImage,
  withClientProgram,
  withNamespace,
  withRate,
} from '../../source/manifests/change-manifest.ts';
import { lineChanges } from '../../source/manifests/line-changes.ts';
import { type ManifestSet, readManifestSet } from '../../source/manifests/manifest-set.ts';
import { compareFacts, readFacts } from '../../source/manifests/read-facts.ts';

const own = readManifestSet('manifests');
const clients = own['clients.yml'];
const objects = (text: string): never[] =>
  [...parseAllDocuments(text)].map((document) => document.toJS() as never);
const change = (file: keyof ManifestSet, from: string | RegExp, to: string): ManifestSet => ({
  ...own,
  [file]: own[file].replace(from, to),
});

describe('what the manifests say', () => {
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

  it('tells where a learner differs', () => {
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
      change('kafka.yml', 'KAFKA_ZOOKEEPER_CONNECT', 'OTHER'),
      '`kafka.yml` has no StatefulSet of Kafka',
    ],
    [
      'no producer',
      change('clients.yml', 'value: producer', 'value: consumer'),
      '`clients.yml` has no Deployment',
    ],
    [
      'another label',
      change('clients.yml', / {8}app: ece573-prj05-producer/, '        app: other'),
      'label `app: other`',
    ],
    [
      'a broken file',
      change('clients.yml', 'kind: Deployment', 'kind: [\n'),
      '`clients.yml` is not YAML at line',
    ],
  ])('is refused where there is %s', (_what, manifests, message) => {
    expect(() => readFacts(manifests)).toThrow(
      expect.objectContaining({ code: 'manifest', message: expect.stringContaining(message) }),
    );
  });

  it('needs the files', () => {
    expect(() => readManifestSet('/nonexistent')).toThrow(expect.objectContaining({ code: 'usage' }));
  });
});

describe("the session's copy", () => {
  it('has another rate and nothing else', () => {
    const changed = withRate(clients, 0);
    expect(JSON.stringify(objects(changed)).replace('"value":"0"', '"value":"500"')).toBe(
      JSON.stringify(objects(clients)),
    );
    expect(changed).toContain('# The producer and the consumer');
  });

  it('has the namespace in the host names of its Services alone', () => {
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

  it('runs the program of a ConfigMap, beside what volumes there are', () => {
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

  it('is never guessed at where a file is not the manifest that it should be', () => {
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
