import type { PodSeen } from '../../../source/lab/model/observations.ts';

/** The changes that command lines make. */
export interface Changes {
  reset(): void;
  applyKafka(): void;
  applyClients(): void;
  deleteClients(): void;
  scaleProducer(replicas: number): void;
  startConsumer(role: string): void;
  restartConsumer(): void;
}

export interface Shown {
  readonly pods: readonly PodSeen[];
  readonly hasTopic: boolean;
  /** Messages. */
  readonly published: number;
}

const nodes = ['lab-control-plane', 'lab-worker', 'lab-worker2', 'lab-worker3', 'lab-worker4'];

/** The lines in the steps up to 3.3 that change something. */
const effects: readonly (readonly [RegExp, (changes: Changes, word: string) => void])[] = [
  [/^kubectl apply -f kafka\.yml$/, (changes) => changes.applyKafka()],
  [/^kubectl apply -f clients\.yml$/, (changes) => changes.applyClients()],
  [/^kubectl delete -f kafka\.yml/, (changes) => changes.reset()],
  [/^kubectl delete -f clients\.yml/, (changes) => changes.deleteClients()],
  [/^kubectl delete pvc /, () => {}],
  [/^kubectl set env .* ROLE=(\S+)$/, (changes, role) => changes.startConsumer(role)],
  [
    /^kubectl scale .*producer --replicas=(\d)$/,
    (changes, replicas) => changes.scaleProducer(Number(replicas)),
  ],
  [/^kubectl rollout status /, () => {}],
  [/^kubectl rollout restart .*consumer$/, (changes) => changes.restartConsumer()],
];

/** The lines that show something; the first match counts. */
const tables: readonly (readonly [RegExp, (shown: Shown, word: string) => string])[] = [
  [/^kubectl get nodes$/, () => `NAME STATUS\n${nodes.join(' Ready\n')} Ready\n`],
  [/^kubectl get pods$/, ({ pods }) => `NAME READY STATUS\n${pods.map(podRow).join('')}`],
  [/^kubectl get /, () => 'NAME\n'],
  [/^kubectl logs (?:kafka|zookeeper)-\d$/, () => '[2026-11-22] INFO started\n'],
  [/^kubectl logs .*producer/, ({ published }) => `test: ${published} messages published\n`],
  [/^kubectl logs .*consumer/, () => [0, 3].map(receivedLine).join('')],
  [/ ls \/brokers\/ids$/, () => 'Connecting to localhost:2181\n\nWATCHER::\n\n[0, 1, 2]\n'],
  [
    / get \/brokers\/ids\/(\d)$/,
    (_, id) => `WATCHER::\n\n{"host":"kafka-${id}.kafka-service","port":9092}\n`,
  ],
  [/kafka-topics .* --list$/, ({ hasTopic }) => (hasTopic ? '__consumer_offsets\ntest\n' : '')],
  [/kafka-topics .* --describe/, () => [topicRow, ...[0, 1, 2, 3].map(partitionRow)].join('')],
  [/kafka-consumer-groups/, () => 'GROUP TOPIC PARTITION\n'],
];

const podRow = (pod: PodSeen) => `${pod.name} ${pod.ready ? '1/1' : '0/1'} ${pod.status} 0 1s\n`;
const topicRow = 'Topic: test\tTopicId: x\tPartitionCount: 4\tReplicationFactor: 3\tConfigs: \n';
const partitionRow = (at: number) =>
  `\tTopic: test\tPartition: ${at}\tLeader: ${at % 3}\tReplicas: 0,1,2\tIsr: 0,1,2\n`;
const receivedLine = (at: number) => `test: received 1000 messages, partition ${at}, offset 1, value: 0.5\n`;

/** Runs a command line, and returns its output. Throws for one that no step up to 3.3 has. */
export function carryOut(line: string, changes: Changes, shown: () => Shown): string {
  for (const [pattern, effect] of effects) {
    const match = pattern.exec(line);
    if (match === null) continue;
    effect(changes, match[1] ?? '');
    return 'configured\n';
  }
  for (const [pattern, table] of tables) {
    const match = pattern.exec(line);
    if (match !== null) return table(shown(), match[1] ?? '');
  }
  throw new Error(`the world does not know \`${line}\``);
}
