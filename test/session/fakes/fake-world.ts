import type {
  ClientMetrics,
  Cluster,
  ClusterLook,
  ClusterObserver,
  ClusterState,
  CommandRunner,
  ExistingCluster,
  GroupMember,
  MessageCounts,
  OutputSink,
  PodLine,
  RunOptions,
} from '../../../source/cluster/model/cluster.ts';
import { kafkaFacts as facts } from '../../../source/lab/model/facts.ts';
import type { Observations, PodSeen, WorkloadSeen } from '../../../source/lab/model/observations.ts';
import { safe, trusted, visible } from '../../../source/text/safe-text.ts';
import type { Clock } from '../../../source/time/clock.ts';

/** What is wrong with the world's consumer group. */
export type Fault = 'drops-one' | 'reads-one-twice' | 'skips-a-partition' | 'none';

interface Consumer {
  readonly pod: string;
  readonly role: string;
  readonly startedAt: number;
  readonly starts: readonly number[];
}

/** What a member of the group has read of a partition: from `first` up to `end`, or to the end of the log while it owns it. */
interface Segment {
  readonly pod: string;
  readonly partition: number;
  readonly first: number;
  end?: number;
}

/** How long a deleted broker stays away, ms. */
const brokerAwayMs = 1_500;

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
  #consumers: Consumer[] = [];
  #segments: Segment[] = [];
  #leaders = [0, 1, 2, 0];
  #brokerBackAt = 0;
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
    this.#consumers = [];
    this.#segments = [];
    this.#leaders = [0, 1, 2, 0];
  }

  async run(line: string, { output, signal }: RunOptions): Promise<{ exitCode: number }> {
    this.lines.push(line);
    this.#publish();
    const answer = this.answers.get(line);
    if (answer) {
      output('stdout', visible(answer.stdout ?? ''));
      output('stderr', visible(answer.stderr ?? ''));
      return { exitCode: answer.exitCode ?? 0 };
    }
    const printed = this.#carryOut(line);
    output('stdout', visible(printed));
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
    if (line.startsWith('kubectl delete -f kafka.yml')) {
      this.#reset();
      return 'statefulset.apps "kafka" deleted\n';
    }
    if (line.startsWith('kubectl delete pvc')) return 'No resources found\n';
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
    if (line.startsWith('kubectl delete -f clients.yml')) {
      this.#producerReplicas = undefined;
      this.#producerAt = undefined;
      this.#consumers = [];
      this.#segments = [];
      return 'deployment.apps "ece573-prj05-producer" deleted\n';
    }
    const role = /ROLE=(\S+)$/.exec(line)?.[1];
    if (role) {
      this.#startConsumer(role);
      return 'deployment.apps/ece573-prj05-consumer env updated\n';
    }
    const replicas = /^kubectl scale .*--replicas=(\d)$/.exec(line)?.[1];
    if (replicas && line.includes(facts.consumerApp)) {
      this.#scaleConsumers(Number(replicas));
      return 'deployment.apps/ece573-prj05-consumer scaled\n';
    }
    const deleted = /^kubectl delete pod (\S+)$/.exec(line)?.[1];
    if (deleted === 'kafka-1') {
      this.#brokerBackAt = this.clock.monotonic() + brokerAwayMs;
      this.#leaders = this.#leaders.map((leader) => (leader === 1 ? 2 : leader));
      return 'pod "kafka-1" deleted\n';
    }
    if (deleted) {
      const index = this.#consumers.findIndex((each) => each.pod === deleted);
      const [old] = this.#consumers.splice(index, 1);
      this.#addConsumer(old!.role);
      return `pod "${deleted}" deleted\n`;
    }
    if (line.startsWith('kubectl rollout restart')) {
      const { length } = this.#consumers;
      const role = this.#consumers[0]?.role ?? 'group-consumer';
      this.#consumers = [];
      for (let at = 0; at < length; at += 1) this.#addConsumer(role);
      return 'deployment.apps/ece573-prj05-consumer restarted\n';
    }
    if (line.startsWith('kubectl rollout status')) return 'successfully rolled out\n';
    if (line.includes('kafka-consumer-groups')) return 'GROUP TOPIC PARTITION\n';
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
    this.#consumers = [];
    this.#segments = [];
    this.#addConsumer(role);
  }

  #addConsumer(role: string): void {
    this.#pods += 1;
    this.#consumers.push({
      pod: `${facts.consumerApp}-${this.#pods}`,
      role,
      startedAt: this.clock.wall(),
      starts: role === 'consumer' ? [...this.#ends] : [0, 0, 0, 0],
    });
    this.#rebalance();
  }

  #scaleConsumers(replicas: number): void {
    const role = this.#consumers[0]?.role ?? 'consumer';
    while (this.#consumers.length > replicas) this.#consumers.pop();
    this.#rebalance();
    while (this.#consumers.length < replicas) this.#addConsumer(role);
  }

  /** Round robin; who owns a partition from now on reads on where the one before stopped. */
  #rebalance(): void {
    const members = this.#consumers.filter((each) => each.role !== 'consumer');
    if (members.length === 0) return;
    for (const [partition, end] of this.#ends.entries()) {
      const open = this.#segments.find((each) => each.partition === partition && each.end === undefined);
      const { pod } = members[partition % members.length]!;
      if (open?.pod === pod) continue;
      if (open) open.end = end;
      this.#segments.push({ pod, partition, first: open ? end : 0 });
    }
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
    const away = this.clock.monotonic() < this.#brokerBackAt;
    const seen: Omit<Observations, 'output' | 'outputs' | 'tally' | 'timeline'> = {
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
                leader: this.#leaders[partition]!,
                replicas: [0, 1, 2],
                isr: away ? [2, 0] : [2, 1, 0],
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
    const members = this.#members();
    return {
      at: this.clock.wall(),
      endOffsets: this.#topic ? [...this.#ends] : [],
      producers: this.#producerAt === undefined ? [] : [this.#producerMetrics()],
      consumers: this.#consumers.map((consumer) => this.#consumerMetrics(consumer)),
      owners: Object.fromEntries(members.flatMap(({ id, partitions }) => partitions.map((p) => [p, id]))),
      ...(members.length === 0 ? {} : { members, committed: [...this.#ends] }),
    };
  }

  #members(): GroupMember[] {
    return this.#consumers
      .filter((each) => each.role !== 'consumer')
      .map(({ pod }) => ({
        id: `member-of-${pod}`,
        pod,
        partitions: this.#segments
          .filter((each) => each.pod === pod && each.end === undefined)
          .map((each) => each.partition),
      }));
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
      return this.#readBy(pod, partition, end);
    });
    return { pod, role: role === 'consumer' ? 'partition' : 'group', startedAt, partitions };
  }

  #readBy(pod: string, partition: number, logEnd: number) {
    const mine = this.#segments.filter((each) => each.pod === pod && each.partition === partition);
    const ranges = mine
      .map(({ first, end = logEnd }) => [first, end - 1] as const)
      .filter(([first, last]) => last >= first);
    const read = sum(ranges.map(([first, last]) => last - first + 1));
    return {
      partition,
      startOffset: mine[0]?.first ?? -1,
      firstOffset: ranges[0]?.[0] ?? -1,
      lastOffset: ranges.at(-1)?.[1] ?? -1,
      messages: read,
      distinct: read,
      duplicates: 0,
      ranges,
    };
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
      ...this.#consumers.map((consumer) => pod(consumer.pod, facts.consumerApp, true)),
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
      ...(this.#consumers.length === 0 ? [] : [deployment(facts.consumerApp, this.#consumers.length)]),
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
  /** What stands there; each reset puts another in its place. */
  stands: ExistingCluster | undefined;
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

  async existing(): Promise<ExistingCluster | undefined> {
    return this.stands;
  }

  async reset(output: OutputSink): Promise<void> {
    this.resets += 1;
    this.#become('starting');
    if (this.resetError) throw this.resetError;
    this.stands = { id: `reset-${this.resets}`, inUse: false };
    this.#onReset();
    output('stdout', trusted('a cluster of five nodes is up\n'));
    this.#become('ready');
  }

  async build(output: OutputSink): Promise<void> {
    output('stdout', safe`${facts.clientImage} sha256:0123\n`);
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
