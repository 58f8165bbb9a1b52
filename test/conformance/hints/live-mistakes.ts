import type { Edits } from './live-lab.ts';

/** How the mistakes in `test/lab/diagnosis/mistakes.ts` are made on a real cluster, and which steps the learner then runs. */
export interface LiveMistake {
  /** The name of its row there, which contains the hint. */
  readonly mistake: string;
  readonly edits?: Edits;
  /** The names and numbers are those of the lab's own files. */
  readonly ownFacts?: boolean;
  /** What exists before: nothing, the brokers, or producer and consumer as well. */
  readonly on: 'nothing' | 'brokers' | 'clients';
  /** What the learner types before the steps. */
  readonly types?: readonly string[];
  readonly steps: readonly string[];
  /** True if the cluster is as before once the clients and the topic are deleted. */
  readonly leavesBrokers?: boolean;
  /** The line on a live cluster, if it differs from the recorded one. */
  readonly evidence?: RegExp;
}

const replace =
  (from: string | RegExp, to: string) =>
  (text: string): string =>
    text.replace(from, to);

/** The same in the broker section of kafka.yml. */
const inKafka =
  (from: string | RegExp, to: string) =>
  (text: string): string => {
    const at = text.lastIndexOf('kind: StatefulSet');
    return text.slice(0, at) + text.slice(at).replace(from, to);
  };
/** The same in the Deployment of the consumer. */
const inConsumer =
  (from: string | RegExp, to: string) =>
  (text: string): string => {
    const at = text.lastIndexOf('kind: Deployment');
    return text.slice(0, at) + text.slice(at).replace(from, to);
  };

const variable = (name: string, value: string): string =>
  `env:\n            - name: ${name}\n              value: "${value}"`;

const up = ['1.3', '1.4', '1.5'];
const refused = (mistake: string, edit: (text: string) => string): LiveMistake => ({
  mistake,
  edits: { 'kafka.yml': edit },
  on: 'nothing',
  steps: ['1.3'],
});
const services = (
  mistake: string,
  edit: (text: string) => string,
  more: Partial<LiveMistake> = {},
): LiveMistake => ({
  mistake,
  edits: { 'kafka.yml': edit },
  on: 'nothing',
  steps: up,
  ...more,
});
const thenClients = [...up, '2.1', '2.2', '2.3', '2.4'];
const clients = (
  mistake: string,
  edit: (text: string) => string,
  more: Partial<LiveMistake> = {},
): LiveMistake => ({
  mistake,
  edits: { 'clients.yml': edit },
  ownFacts: true,
  on: 'brokers',
  steps: ['2.2', '2.3', '2.4'],
  leavesBrokers: true,
  ...more,
});
const command = (shell: string) => inKafka(/- export KAFKA_BROKER_ID=.*/, `- ${shell}`);

export const liveMistakes: readonly LiveMistake[] = [
  refused('an unquoted number under env', replace('value: "4"', 'value: 4')),
  refused('true without quotes under env', replace('value: "4"', 'value: true')),
  refused('a word in place of a number', replace('replicas: 3', 'replicas: "three"')),
  refused('an unknown field', replace('replicas: 3', 'replica: 3')),
  refused(
    'a namespace that is missing',
    replace('name: kafka-service', 'name: kafka-service\n  namespace: nope'),
  ),
  refused('a kind that does not exist', replace(/kind: StatefulSet/g, 'kind: Statefulset')),
  refused(
    'labels that the selector does not match',
    inKafka('labels:\n        app: kafka', 'labels:\n        app: kafkaa'),
  ),
  refused('a tab in the indentation', replace('  replicas: 3', '\treplicas: 3')),
  refused('a line that is indented too far', replace('  replicas: 3', '   replicas: 3')),
  refused('a container without an image', replace(/image: .*kafka:.*/, 'imagePullPolicy: Always')),
  refused('a quantity that is none', replace('cpu: 500m', 'cpu: 500mm')),
  refused('a port out of range', replace('containerPort: 9092', 'containerPort: 99092')),
  {
    mistake: 'a file that is not there',
    edits: { 'clients.yml': () => undefined },
    on: 'nothing',
    steps: ['2.2'],
  },
  services('a wrong tag of the broker image', replace('cp-kafka:7.3.5', 'cp-kafka:7.3.55')),
  services('too much CPU requested', replace('cpu: 500m', 'cpu: 900'), { evidence: /Insufficient cpu/ }),
  services('too much memory requested', replace('memory: 1Gi', 'memory: 900Ti')),
  services(
    'a claim that cannot be bound',
    replace('accessModes:', 'storageClassName: fast\n        accessModes:'),
    {
      evidence: /kafka-data-kafka-0 .*"fast" not found/,
    },
  ),
  services(
    'a ConfigMap that does not exist',
    inKafka(
      '          env:',
      '          envFrom:\n            - configMapRef:\n                name: none\n          env:',
    ),
    { ownFacts: true },
  ),
  services(
    'a command that the image does not have',
    inKafka(/command:\n(?: {12}- .*\n)+/, 'command: [kafka-server-start.sh]\n'),
    { ownFacts: true, evidence: /kafka-server-start\.sh.*not found/ },
  ),
  services(
    'a Service selector that matches nothing',
    replace('selector:\n    app: kafka\n', 'selector:\n    app: kafkaa\n'),
    {
      steps: thenClients,
    },
  ),
  services('a serviceName without its Service', replace(/^ {2}name: kafka-service/m, '  name: kafka-svc'), {
    steps: thenClients,
    evidence: /serviceName kafka-service; Services: /,
  }),
  services('a wrong name of ZooKeeper', inKafka('zookeeper-service.default', 'zookeper-service.default')),
  services('a wrong port of ZooKeeper', inKafka('local:2181', 'local:2182')),
  services(
    'another namespace in the name of ZooKeeper',
    inKafka('zookeeper-service.default', 'zookeeper-service.kafka'),
  ),
  services(
    'the same broker id in every pod',
    (text) =>
      command('exec /etc/confluent/docker/run')(text).replace(
        '            - name: KAFKA_HEAP_OPTS',
        '            - name: KAFKA_BROKER_ID\n              value: "0"\n            - name: KAFKA_HEAP_OPTS',
      ),
    { ownFacts: true },
  ),
  services(
    'a broker id that is not exported',
    command("KAFKA_BROKER_ID=`hostname | awk -F '-' '{print $2}'` && exec /etc/confluent/docker/run"),
    {
      ownFacts: true,
      evidence: /broker ids in ZooKeeper: 100\d/,
    },
  ),
  services(
    'duplicate broker ids, from a script',
    command('export KAFKA_BROKER_ID=0 && exec /etc/confluent/docker/run'),
    { ownFacts: true },
  ),
  {
    mistake: 'an unquoted number in a file that was applied before',
    edits: { 'kafka.yml': replace('value: "4"', 'value: 4') },
    on: 'brokers',
    steps: ['1.3'],
    leavesBrokers: true,
  },
  {
    mistake: 'a change that Kubernetes does not make',
    edits: { 'kafka.yml': replace('serviceName: kafka-service', 'serviceName: kafka-svc') },
    on: 'brokers',
    steps: ['1.3'],
    leavesBrokers: true,
  },
  services('a required variable that is missing', inKafka(/ *- name: KAFKA_ADVERTISED_LISTENERS\n.*\n/, ''), {
    ownFacts: true,
  }),
  services('a broker setting that Kafka refuses', inKafka('value: "4"', 'value: "four"'), { ownFacts: true }),
  services(
    'a readiness probe that fails',
    inKafka(
      '          env:',
      '          readinessProbe:\n            tcpSocket:\n              port: 9999\n            periodSeconds: 1\n          env:',
    ),
    { evidence: /kafka-0 Readiness probe failed: / },
  ),
  services(
    'a liveness probe that ends the container',
    inKafka(
      '          env:',
      '          livenessProbe:\n            tcpSocket:\n              port: 9999\n            periodSeconds: 1\n            failureThreshold: 1\n          env:',
    ),
  ),
  services(
    'an advertised name of a Service that does not exist',
    inKafka('(POD_NAME).kafka-service', '(POD_NAME).kafka-svc'),
    {
      steps: thenClients,
      ownFacts: true,
    },
  ),
  services(
    'localhost as the advertised name',
    inKafka(/PLAINTEXT:\/\/.*:9092/, 'PLAINTEXT://localhost:9092'),
    {
      steps: [...up, '1.8'],
      ownFacts: true,
      evidence: /already registered by broker/,
    },
  ),
  services(
    'one advertised name for all brokers',
    inKafka(/PLAINTEXT:\/\/.*:9092/, 'PLAINTEXT://kafka-service.default.svc.cluster.local:9092'),
    { steps: [...up, '1.8'], ownFacts: true, evidence: /already registered by broker/ },
  ),
  services('a replication factor above the brokers', inKafka('value: "3"', 'value: "5"'), {
    steps: thenClients,
  }),
  services('one broker', inKafka('replicas: 3', 'replicas: 1'), { steps: thenClients }),
  services(
    'more replicas in sync than there are',
    inKafka('env:', variable('KAFKA_MIN_INSYNC_REPLICAS', '4')),
    {
      steps: thenClients,
      ownFacts: true,
    },
  ),
  services(
    'groups that need more brokers than there are',
    inKafka('env:', variable('KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR', '5')),
    { steps: thenClients, ownFacts: true },
  ),
  services(
    'topics that Kafka may not make',
    inKafka('env:', variable('KAFKA_AUTO_CREATE_TOPICS_ENABLE', 'false')),
    {
      steps: thenClients,
      ownFacts: true,
    },
  ),
  services('brokers without KAFKA_NUM_PARTITIONS', inKafka('value: "4"', 'value: "1"'), {
    steps: thenClients,
    ownFacts: true,
  }),
  {
    mistake: 'the consumer Deployment deleted',
    on: 'clients',
    types: ['kubectl delete deployment ece573-prj05-consumer'],
    steps: ['2.4'],
    leavesBrokers: true,
  },
  {
    mistake: 'the consumer scaled to zero',
    on: 'clients',
    types: ['kubectl scale deployment/ece573-prj05-consumer --replicas=0'],
    steps: ['2.4'],
    leavesBrokers: true,
  },
  {
    mistake: 'the broker StatefulSet scaled down',
    on: 'brokers',
    types: ['kubectl scale statefulset/kafka --replicas=1', 'kubectl wait --for=delete pod/kafka-1'],
    steps: ['1.5'],
  },
  {
    mistake: 'ZooKeeper scaled to zero',
    on: 'brokers',
    types: ['kubectl scale statefulset/zookeeper --replicas=0', 'kubectl wait --for=delete pod/zookeeper-0'],
    steps: ['1.7'],
  },
  {
    mistake: 'the StatefulSet of the brokers deleted',
    on: 'brokers',
    types: ['kubectl delete statefulset kafka'],
    steps: ['1.4'],
  },
  {
    // It restarts at once, and finds the entry of the run that crashed.
    mistake: 'a crashed broker whose entry is still in ZooKeeper',
    on: 'brokers',
    types: ['crash kafka-1'],
    steps: ['1.5'],
  },
  {
    mistake: 'a topic made before with one partition',
    on: 'brokers',
    types: [
      'kubectl exec kafka-0 -- kafka-topics --bootstrap-server localhost:9092 --create --topic test --partitions 1 --replication-factor 3',
    ],
    steps: ['2.2'],
    leavesBrokers: true,
  },
  {
    mistake: 'a topic made before with one replica',
    on: 'brokers',
    types: [
      'kubectl exec kafka-0 -- kafka-topics --bootstrap-server localhost:9092 --create --topic test --partitions 4 --replication-factor 1',
    ],
    steps: ['2.2', '2.8'],
    leavesBrokers: true,
  },
  clients('a wrong tag of the clients image', inConsumer('clients:v1', 'clients:v2')),
  clients('a TOPIC that differs between producer and consumer', inConsumer('value: test', 'value: tset')),
  clients('a consumer that is told to produce', inConsumer('value: consumer', 'value: producer')),
  clients('a wrong ROLE', inConsumer('value: consumer', 'value: consumr')),
  clients('a client without KAFKA_BROKER', replace(/ *- name: KAFKA_BROKER\n.*\n/, '')),
  clients('a wrong port in KAFKA_BROKER', replace('local:9092', 'local:9093')),
  clients(
    'a pod in KAFKA_BROKER that does not exist',
    inConsumer('kafka-1.kafka-service', 'kafka-9.kafka-service'),
  ),
  clients(
    'a Service in KAFKA_BROKER that does not exist',
    inConsumer(/kafka-1\.kafka-service.*:9092/, 'kafka-1.kafka:9092'),
  ),
  clients('localhost in KAFKA_BROKER', replace(/kafka-0\.kafka-service.*:9092/, 'localhost:9092')),
  clients(
    'a node selector that no node has',
    replace(
      '    spec:\n      containers:',
      '    spec:\n      nodeSelector:\n        disk: ssd\n      containers:',
    ),
  ),
];
