import type {
  ClientMetrics,
  Cluster,
  ClusterLook,
  ClusterObserver,
  ClusterState,
  CommandRunner,
  MessageCounts,
  OutputSink,
  PodLine,
  RunOptions,
} from '../../../source/cluster/cluster.ts';
import { kafkaFacts as facts } from '../../../source/lab/facts.ts';
import type { Observations, PodSeen, WorkloadSeen } from '../../../source/lab/observations.ts';
import type { Clock } from '../../../source/session/clock.ts';

/** What is wrong with the world's consumer group. */
export type Fault = 'drops-one' | 'reads-one-twice' | 'skips-a-partition' | 'none';

interface Consumer {
  readonly pod: string;
  readonly role: string;
  readonly startedAt: number;
  readonly starts: readonly number[];
}

/** A cluster as a session sees one, made up: pods take time to come up, a producer publishes by the clock, consumers read. */
export class FakeWorld implements CommandRunner, ClusterObserver {
  readonly clock: Clock;
  readonly cluster: FakeCluster;
  readonly lines: string[] = [];
  fault: Fault = 'none';
  messagesPerSecond = 2_000;
  /** Extra answers by command line, before the world's own. */
  readonly answers = new Map<string, { stdout?: string; stderr?: string; exitCode?: number }>();
  looks = 0;
  follows = 0;
  podLines: { selector: string; onLine: (line: PodLine) => void }[] = [];

  #kafkaAt = Number.POSITIVE_INFINITY;
  #ends = [0, 0, 0, 0];
  #topic = false;
  #producerAt: number | undefined;
  #producerReplicas: number | undefined;
  #publishedAt = 0;
  #consumer: Consumer | undefined;
  #pods = 0;

  constructor(clock: Clock) {
    this.clock = clock;
    this.cluster = new FakeCluster(() => this.#reset());
  }

  #reset(): void {
    this.#kafkaAt = Number.POSITIVE_INFINITY;
    this.#ends = [0, 0, 0, 0];
    this.#topic = false;
    this.#producerReplicas = undefined;
    this.#producerAt = undefined;
    this.#consumer = undefined;
  }

  async run(line: string, { output, signal }: RunOptions): Promise<{ exitCode: number }> {
    this.lines.push(line);
    this.#publish();
    const answer = this.answers.get(line);
    if (answer) {
      output('stdout', answer.stdout ?? '');
      output('stderr', answer.stderr ?? '');
      return { exitCode: answer.exitCode ?? 0 };
    }
    const printed = this.#carryOut(line);
    output('stdout', printed);
    if (line.endsWith(' -f'))
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    return { exitCode: 0 };
  }

  #carryOut(line: string): string {
    if (line === 'kubectl get nodes') return `NAME STATUS\n${nodeNames().join(' Ready\n')} Ready\n`;
    if (line === 'kubectl apply -f kafka.yml') {
      this.#kafkaAt = this.clock.monotonic();
      return 'service/kafka-service created\n';
    }
    if (line === 'kubectl get pods') return `NAME READY STATUS\n${this.#podList().map(row).join('\n')}\n`;
    if (line.startsWith('kubectl get ')) return 'NAME\n';
    if (/^kubectl logs (kafka|zookeeper)-\d$/.test(line)) return '[2026-11-22] INFO started\n';
    if (line.endsWith('ls /brokers/ids')) return 'Connecting to localhost:2181\n\nWATCHER::\n\n[0, 1, 2]\n';
    const id = /get \/brokers\/ids\/(\d)$/.exec(line)?.[1];
    if (id) return `WATCHER::\n\n{"host":"kafka-${id}.kafka-service.default.svc","port":9092}\n`;
    if (line.endsWith('--list')) return this.#topic ? '__consumer_offsets\ntest\n' : '';
    if (line.includes('--describe')) return describe();
    if (line === 'kubectl apply -f clients.yml') {
      this.#topic = true;
      this.#producerReplicas = 1;
      this.#producerAt ??= this.clock.monotonic();
      this.#publishedAt = this.clock.monotonic();
      this.#startConsumer('consumer');
      return 'deployment.apps/ece573-prj05-producer created\n';
    }
    if (line === 'kubectl delete -f clients.yml') {
      this.#producerReplicas = undefined;
      this.#producerAt = undefined;
      this.#consumer = undefined;
      return 'deployment.apps "ece573-prj05-producer" deleted\n';
    }
    const role = /ROLE=(\S+)$/.exec(line)?.[1];
    if (role) {
      this.#startConsumer(role);
      return 'deployment.apps/ece573-prj05-consumer env updated\n';
    }
    const replicas = /^kubectl scale .*--replicas=(\d)$/.exec(line)?.[1];
    if (replicas) {
      this.#producerReplicas = Number(replicas);
      this.#producerAt = replicas === '0' ? undefined : this.clock.monotonic();
      this.#publishedAt = this.clock.monotonic();
      return 'deployment.apps/ece573-prj05-producer scaled\n';
    }
    if (line.includes(facts.producerApp)) return `test: ${sum(this.#ends)} messages published\n`;
    if (line.includes(facts.consumerApp)) {
      return [0, 3]
        .map((p) => `test: received 1000 messages, partition ${p}, offset 1, value: 0.5`)
        .join('\n');
    }
    throw new Error(`the world does not know \`${line}\``);
  }

  #startConsumer(role: string): void {
    this.#pods += 1;
    this.#consumer = {
      pod: `${facts.consumerApp}-${this.#pods}`,
      role,
      startedAt: this.clock.wall(),
      starts: role === 'consumer' ? [...this.#ends] : [0, 0, 0, 0],
    };
  }

  #publish(): void {
    const now = this.clock.monotonic();
    if (this.#producerAt === undefined) return;
    const messages = Math.floor(((now - this.#publishedAt) / 1000) * this.messagesPerSecond);
    if (messages <= 0) return;
    this.#publishedAt = now;
    for (let index = 0; index < messages; index += 1) {
      const partition = (sum(this.#ends) * 7 + 3) % 4;
      this.#ends[partition]! += 1;
    }
  }

  async look<K extends ClusterLook>(name: K, signal: AbortSignal): Promise<Observations[K]> {
    signal.throwIfAborted();
    this.looks += 1;
    this.#publish();
    const seen: Omit<Observations, 'output' | 'outputs' | 'tally'> = {
      nodes: nodeNames().map((node, index) => ({
        name: node,
        ready: true,
        roles: index === 0 ? ['control-plane'] : [],
      })),
      pods: this.#podList(),
      services: [
        { name: 'kafka-service', clusterIP: 'None', ports: [9092] },
        { name: 'zookeeper-service', clusterIP: 'None', ports: [2181] },
      ],
      workloads: this.#workloads(),
      brokers: this.#brokers().map((id) => ({ id, host: `kafka-${id}.kafka-service`, port: 9092 })),
      topics: this.#topic
        ? [
            {
              name: 'test',
              partitions: [0, 1, 2, 3].map((partition) => ({
                partition,
                leader: partition % 3,
                replicas: [0, 1, 2],
                isr: [2, 1, 0],
              })),
            },
          ]
        : [],
      logs: [],
    };
    return seen[name] as Observations[K];
  }

  async counts(signal: AbortSignal): Promise<MessageCounts> {
    signal.throwIfAborted();
    this.#publish();
    const consumer = this.#consumer;
    return {
      at: this.clock.wall(),
      endOffsets: this.#topic ? [...this.#ends] : [],
      producers: this.#producerAt === undefined ? [] : [this.#producerMetrics()],
      consumers: consumer === undefined ? [] : [this.#consumerMetrics(consumer)],
      owners: consumer?.role === 'group-consumer' ? { 0: 'm', 1: 'm', 2: 'm', 3: 'm' } : {},
    };
  }

  followLogs(selector: string, onLine: (line: PodLine) => void, signal: AbortSignal): Promise<void> {
    this.follows += 1;
    const follower = { selector, onLine };
    this.podLines.push(follower);
    return new Promise((resolve) => {
      signal.addEventListener(
        'abort',
        () => {
          this.podLines = this.podLines.filter((each) => each !== follower);
          resolve();
        },
        { once: true },
      );
    });
  }

  #producerMetrics(): ClientMetrics {
    return {
      pod: 'p-1',
      role: 'producer',
      startedAt: 1,
      partitions: this.#ends.map((end, p) => metrics(p, 0, end, end, 0)),
    };
  }

  #consumerMetrics({ pod, role, startedAt, starts }: Consumer): ClientMetrics {
    const partitions = this.#ends.map((end, partition) => {
      const start = starts[partition]!;
      const window = end - start;
      if (role === 'consumer')
        return metrics(partition, start, partition === 0 ? window : 0, partition === 0 ? window : 0, 0);
      if (this.fault === 'skips-a-partition' && partition === 3) return metrics(partition, start, 0, 0, 0);
      if (this.fault === 'drops-one' && partition === 2)
        return metrics(partition, start, window - 1, window - 1, 0);
      if (this.fault === 'reads-one-twice' && partition === 1)
        return metrics(partition, start, window + 1, window, 1);
      return metrics(partition, start, window, window, 0);
    });
    return { pod, role: role === 'consumer' ? 'partition' : 'group', startedAt, partitions };
  }

  #brokers(): number[] {
    const since = this.clock.monotonic() - this.#kafkaAt;
    return [0, 1, 2].filter((id) => since >= 1_500 + id * 500);
  }

  #podList(): PodSeen[] {
    const since = this.clock.monotonic() - this.#kafkaAt;
    if (!(since >= 0)) return [];
    const kafka = [0, 1, 2].map((id) => pod(`kafka-${id}`, 'kafka', since >= 1_000 + id * 500));
    const clients = [
      ...(this.#producerAt === undefined ? [] : [pod('p-1', facts.producerApp, true)]),
      ...(this.#consumer === undefined ? [] : [pod(this.#consumer.pod, facts.consumerApp, true)]),
    ];
    return [pod('zookeeper-0', 'zookeeper', since >= 500), ...kafka, ...clients];
  }

  #workloads(): WorkloadSeen[] {
    const pods = this.#podList();
    if (pods.length === 0) return [];
    const ready = (app: string): number =>
      pods.filter((each) => each.labels.app === app && each.ready).length;
    const deployment = (name: string, replicas: number): WorkloadSeen => ({
      kind: 'Deployment',
      name,
      replicas,
      ready: ready(name),
    });
    return [
      { kind: 'StatefulSet', name: 'zookeeper', replicas: 1, ready: ready('zookeeper') },
      { kind: 'StatefulSet', name: 'kafka', replicas: 3, ready: ready('kafka') },
      ...(this.#producerReplicas === undefined
        ? []
        : [deployment(facts.producerApp, this.#producerReplicas)]),
      ...(this.#consumer === undefined ? [] : [deployment(facts.consumerApp, 1)]),
    ];
  }
}

export class FakeCluster implements Cluster {
  readonly kind = 'embedded';
  readonly name = 'fake';
  readonly kubeconfig = '/nowhere';
  readonly context = 'fake';
  readonly namespace = 'default';
  state: ClusterState = 'down';
  attachable = false;
  resetError: Error | undefined;
  resets = 0;
  readonly #listeners = new Set<(state: ClusterState) => void>();
  readonly #onReset: () => void;

  constructor(onReset: () => void) {
    this.#onReset = onReset;
  }

  #become(state: ClusterState): void {
    this.state = state;
    for (const listener of this.#listeners) listener(state);
  }

  async attach(): Promise<boolean> {
    if (this.attachable) this.#become('ready');
    return this.attachable;
  }

  async reset(output: OutputSink): Promise<void> {
    this.resets += 1;
    this.#become('starting');
    if (this.resetError) throw this.resetError;
    this.#onReset();
    output('stdout', 'a cluster of five nodes is up\n');
    this.#become('ready');
  }

  async build(output: OutputSink): Promise<void> {
    output('stdout', `${facts.clientImage} sha256:0123\n`);
  }

  async down(): Promise<void> {
    this.#become('gone');
  }

  async close(): Promise<void> {}

  onState(listener: (state: ClusterState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

function nodeNames(): string[] {
  return ['lab-control-plane', 'lab-worker', 'lab-worker2', 'lab-worker3', 'lab-worker4'];
}

function pod(name: string, app: string, ready: boolean): PodSeen {
  const status = ready ? 'Running' : 'Pending';
  return { name, labels: { app }, phase: status, status, ready, restarts: 0 };
}

function row(each: PodSeen): string {
  return `${each.name} ${each.ready ? '1/1' : '0/1'} ${each.status} 0 1s`;
}

function describe(): string {
  const head = 'Topic: test\tTopicId: x\tPartitionCount: 4\tReplicationFactor: 3\tConfigs: \n';
  const line = (p: number): string =>
    `\tTopic: test\tPartition: ${p}\tLeader: ${p % 3}\tReplicas: 0,1,2\tIsr: 0,1,2\n`;
  return head + [0, 1, 2, 3].map(line).join('');
}

function metrics(
  partition: number,
  startOffset: number,
  messages: number,
  distinct: number,
  duplicates: number,
) {
  return {
    partition,
    startOffset,
    firstOffset: messages === 0 ? -1 : startOffset,
    lastOffset: messages === 0 ? -1 : startOffset + distinct - 1,
    messages,
    distinct,
    duplicates,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
