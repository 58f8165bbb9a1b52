import { kafkaFacts } from '../../source/lab/model/facts.ts';
import type { LabFacts, Step } from '../../source/lab/model/step.ts';
import type { StepView } from '../../source/session/view.ts';

export const facts: LabFacts = {
  ...kafkaFacts,
  producerApp: 'producer',
  consumerApp: 'consumer',
  clientImage: 'clients:v1',
};

interface Sketch {
  readonly id: string;
  readonly title: string;
  readonly command: string;
  readonly output?: readonly string[];
  readonly checks?: readonly string[];
  readonly questions?: readonly string[];
}

const sketches: readonly Sketch[] = [
  {
    id: '1.1',
    title: 'Start a fresh cluster',
    command: 'kafka-lab reset',
    output: ['cluster kafka-lab is ready: 1 control-plane node, 4 workers'],
    checks: ['five nodes ready'],
  },
  {
    id: '1.2',
    title: 'List the nodes',
    command: 'kubectl get nodes',
    output: [
      'NAME                      STATUS   ROLES           AGE   VERSION',
      'kafka-lab-control-plane   Ready    control-plane   3s    v1.32.0-kafka-lab',
      ...[1, 2, 3, 4].map(
        (n) => `kafka-lab-worker${n}         Ready    <none>          3s    v1.32.0-kafka-lab`,
      ),
    ],
    checks: ['five nodes', 'one control plane'],
  },
  { id: '1.3', title: 'Start the services', command: 'kubectl apply -f kafka.yml' },
  {
    id: '1.4',
    title: 'Wait for every pod to be available',
    command: 'kubectl get pods',
    output: [
      'NAME          READY   STATUS    RESTARTS   AGE',
      ...['kafka-0', 'kafka-1', 'kafka-2', 'zookeeper-0'].map(
        (name) => `${name.padEnd(13)} 1/1     Running   0          49s`,
      ),
    ],
    checks: ['every pod ready', 'no restarts'],
  },
  {
    id: '1.5',
    title: 'Ask ZooKeeper for the brokers',
    command: 'kubectl exec zookeeper-0 -- zookeeper-shell localhost:2181 ls /brokers/ids',
    output: [
      'Connecting to localhost:2181',
      '',
      'WATCHER::',
      '',
      'WatchedEvent state:SyncConnected',
      '[0, 1, 2]',
    ],
    checks: ['broker 0', 'broker 1', 'broker 2'],
    questions: [
      'How do the brokers find each other, and what would happen to them if ZooKeeper went away?',
      'Why does the service have no cluster IP?',
    ],
  },
  {
    id: '1.6',
    title: 'List the topics',
    command: 'kubectl exec kafka-0 -- kafka-topics --list',
    checks: ['no topic yet'],
  },
  {
    id: '2.1',
    title: 'Build and deploy the clients',
    command: 'kubectl apply -f clients.yml',
    checks: ['both deployed'],
  },
  {
    id: '2.2',
    title: 'Read the producer log',
    command: 'kubectl logs deployment/producer',
    checks: ['messages published'],
  },
  {
    id: '2.3',
    title: 'Inspect the topic',
    command: 'kubectl exec kafka-0 -- kafka-topics --bootstrap-server localhost:9092 --describe --topic test',
    output: [
      'Topic: test\tPartitionCount: 4'.replace('\t', '  '),
      ...[0, 1, 2, 3].map(
        (n) => `  Topic: test  Partition: ${n}  Leader: ${n % 3}  Replicas: ${n % 3},1,2  Isr: 0,1,2`,
      ),
    ],
    checks: ['four partitions', 'three replicas each', 'all in sync'],
  },
  { id: '2.4', title: 'Measure the share received', command: 'kafka-lab share', checks: ['a quarter'] },
  {
    id: '3.1',
    title: 'Swap to the consumer group',
    command: 'kubectl apply -f clients.yml',
    checks: ['swapped'],
  },
  {
    id: '3.2',
    title: 'Every message received once',
    command: 'kafka-lab share',
    checks: ['none missing', 'none twice'],
  },
];

export const stepOf = (sketch: Sketch): Step => ({
  id: sketch.id,
  title: sketch.title,
  figures: [],
  sources: [],
  text: `The step ${sketch.id} in a few sentences. It says what to do and why, in words that a tired student reads at the end of a long day.`,
  lookFor: 'what the command prints, and that nothing in it is missing.',
  commands: () => [{ line: sketch.command }],
  checks: [],
  hints: ['The first hint says where to look.', 'The second hint says what to type.'],
  questions: (sketch.questions ?? []).map((text, index) => ({
    id: `q${sketch.id}-${index + 1}`,
    text,
    hints: [`A hint for question ${index + 1}.`],
    answer: `The model answer to question ${index + 1}.`,
    evidence: [{ check: 'broker 0' }],
  })),
});

export const fakeOutputs: readonly (readonly string[])[] = sketches.map((sketch) => sketch.output ?? []);

export function fakeSteps(): StepView[] {
  return sketches.map((sketch) => ({
    step: stepOf(sketch),
    state: 'todo',
    commands: [sketch.command],
    standsFor: sketch.id === '1.1' ? ['./reset_cluster.sh'] : [],
    undo: sketch.id === '1.3' ? ['kubectl delete -f kafka.yml'] : [],
    output: [],
    elided: 0,
    checks: (sketch.checks ?? ['it worked']).map((title) => ({ id: title, title, state: 'todo' })),
    answers: {},
    agreements: {},
    hintsTaken: 0,
  }));
}
