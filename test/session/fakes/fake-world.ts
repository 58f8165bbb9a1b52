import type {
  ClientMetrics,
  ClusterLook,
  ClusterObserver,
  CommandRunner,
  MessageCounts,
  PodLine,
  RunOptions,
} from '../../../source/cluster/model/cluster.ts';
import { kafkaFacts as facts } from '../../../source/lab/model/facts.ts';
import type { Observations, PodSeen, WorkloadSeen } from '../../../source/lab/model/observations.ts';
import type { SituationSeen } from '../../../source/lab/model/situation.ts';
import { visible } from '../../../source/text/safe-text.ts';
import type { Clock } from '../../../source/time/clock.ts';
import { FakeCluster } from './fake-cluster.ts';
import { type Changes, carryOut, type Shown } from './fake-kubectl.ts';

interface Consumer {
  readonly pod: string;
  readonly role: string;
  readonly startedAt: number;
  readonly starts: readonly number[];
}

const partitions = [0, 1, 2, 3] as const;
const nodeNames = ['lab-control-plane', 'lab-worker', 'lab-worker2', 'lab-worker3', 'lab-worker4'];

/**
 * The environment in which a session can run the lab up to the count of the consumer group, by a test clock: pods take time to start, a
 * producer publishes, one consumer reads at once. The experiments run only on the embedded cluster: test/whole-lab/.
 */
export class FakeWorld implements CommandRunner, ClusterObserver {
  readonly clock: Clock;
  readonly cluster: FakeCluster;
  readonly lines: string[] = [];
  /** Output by command line, instead of the world's own. */
  readonly answers = new Map<string, { stdout?: string; stderr?: string; exitCode?: number }>();
  follows = 0;
  /** A different id means a different topic of the same name. */
  topicId = 'first';
  podLines: { selector: string; onLine: (line: PodLine) => void }[] = [];

  #kafkaAt = Number.POSITIVE_INFINITY;
  #hasTopic = false;
  /** undefined: there is no such Deployment. */
  #producerReplicas: number | undefined;
  #producingSince: number | undefined;
  #publishedBefore = 0;
  #consumer: Consumer | undefined;
  #pods = 0;

  constructor(clock: Clock) {
    this.clock = clock;
    this.cluster = new FakeCluster(() => this.#changes.reset());
  }

  async run(line: string, { output, signal }: RunOptions): Promise<{ exitCode: number }> {
    this.lines.push(line);
    const {
      stdout = '',
      stderr = '',
      exitCode = 0,
    } = this.answers.get(line) ?? {
      stdout: carryOut(line, this.#changes, () => this.#shown()),
    };
    output('stdout', visible(stdout));
    output('stderr', visible(stderr));
    if (line.endsWith(' -f') && !this.answers.has(line))
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    return { exitCode };
  }

  readonly #changes: Changes = {
    reset: () => {
      this.#kafkaAt = Number.POSITIVE_INFINITY;
      this.#hasTopic = false;
      this.#producingSince = undefined;
      this.#publishedBefore = 0;
      this.#changes.deleteClients();
    },
    applyKafka: () => {
      this.#kafkaAt = this.clock.monotonic();
    },
    applyClients: () => {
      this.#hasTopic = true;
      this.#changes.scaleProducer(1);
      this.#changes.startConsumer('consumer');
    },
    deleteClients: () => {
      this.#changes.scaleProducer(0);
      this.#producerReplicas = undefined;
      this.#consumer = undefined;
    },
    scaleProducer: (replicas) => {
      this.#publishedBefore = this.#published();
      this.#producerReplicas = replicas;
      this.#producingSince = replicas === 0 ? undefined : this.clock.monotonic();
    },
    restartConsumer: () => this.#changes.startConsumer(this.#consumer?.role ?? 'consumer'),
    startConsumer: (role) => {
      this.#pods += 1;
      this.#consumer = {
        pod: `${facts.consumerApp}-${this.#pods}`,
        role,
        startedAt: this.clock.wall(),
        starts: role === 'consumer' ? this.#ends() : [0, 0, 0, 0],
      };
    },
  };

  #published(): number {
    if (this.#producingSince === undefined) return this.#publishedBefore;
    // 2,000 a second.
    return this.#publishedBefore + Math.floor((this.clock.monotonic() - this.#producingSince) * 2);
  }

  #ends(): number[] {
    const published = this.#published();
    return partitions.map((partition) => Math.floor((published + partition) / partitions.length));
  }

  async look<K extends ClusterLook>(name: K, signal: AbortSignal): Promise<Observations[K]> {
    signal.throwIfAborted();
    const seen: Omit<Observations, 'output' | 'outputs' | 'tally' | 'timeline' | 'file'> = {
      nodes: nodeNames.map((node, index) => ({
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
      brokers: [0, 1, 2]
        .filter((id) => this.clock.monotonic() - this.#kafkaAt >= 1_500 + id * 500)
        .map((id) => ({ id, host: `kafka-${id}.kafka-service`, port: 9092 })),
      topics: this.#hasTopic ? [{ name: 'test', partitions: partitions.map(partitionSeen) }] : [],
      logs: [],
    };
    return seen[name] as Observations[K];
  }

  async situation(signal: AbortSignal): Promise<SituationSeen> {
    const [pods, services, workloads] = await Promise.all([
      this.look('pods', signal),
      this.look('services', signal),
      this.look('workloads', signal),
    ]);
    const unknown = { isEnding: false, containers: [], log: [], previousLog: [] };
    return {
      at: this.clock.wall(),
      pods: pods.map((pod) => ({ ...pod, ...unknown })),
      services: services.map((service) => ({
        ...service,
        selector: { app: service.name.replace('-service', '') },
      })),
      workloads: workloads.map((workload) => ({
        ...workload,
        podLabels: { app: workload.name },
        containers: [],
      })),
    };
  }

  #shown(): Shown {
    return { pods: this.#podList(), hasTopic: this.#hasTopic, published: this.#published() };
  }

  #podList(): PodSeen[] {
    const since = this.clock.monotonic() - this.#kafkaAt;
    if (!(since >= 0)) return [];
    return [
      podSeen('zookeeper-0', 'zookeeper', since >= 500),
      ...[0, 1, 2].map((id) => podSeen(`kafka-${id}`, 'kafka', since >= 1_000 + id * 500)),
      ...(this.#producingSince === undefined ? [] : [podSeen('p-1', facts.producerApp, true)]),
      ...(this.#consumer === undefined ? [] : [podSeen(this.#consumer.pod, facts.consumerApp, true)]),
    ];
  }

  #workloads(): WorkloadSeen[] {
    const pods = this.#podList();
    if (pods.length === 0) return [];
    const workload = (kind: WorkloadSeen['kind'], name: string, replicas: number): WorkloadSeen => {
      const ready = pods.filter((each) => each.labels.app === name && each.ready).length;
      return { kind, name, replicas, ready };
    };
    return [
      workload('StatefulSet', 'zookeeper', 1),
      workload('StatefulSet', 'kafka', 3),
      ...(this.#producerReplicas === undefined
        ? []
        : [workload('Deployment', facts.producerApp, this.#producerReplicas)]),
      ...(this.#consumer === undefined ? [] : [workload('Deployment', facts.consumerApp, 1)]),
    ];
  }

  async counts(signal: AbortSignal): Promise<MessageCounts> {
    signal.throwIfAborted();
    const [ends, consumer] = [this.#ends(), this.#consumer];
    const counts = {
      at: this.clock.wall(),
      endOffsets: this.#hasTopic ? ends : [],
      ...(this.#hasTopic ? { topicId: this.topicId } : {}),
      producers:
        this.#producingSince === undefined
          ? []
          : [
              {
                pod: 'p-1',
                role: 'producer',
                startedAt: 1,
                partitions: ends.map((end, at) => read(at, 0, end)),
              },
            ],
      consumers: consumer === undefined ? [] : [metricsOf(consumer, ends)],
      owners: {},
    };
    if (consumer === undefined || consumer.role === 'consumer') return counts;
    const id = `member-of-${consumer.pod}`;
    return {
      ...counts,
      owners: Object.fromEntries(partitions.map((each) => [each, id])),
      members: [{ id, pod: consumer.pod, partitions }],
      committed: ends,
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
}

function partitionSeen(partition: number) {
  return { partition, leader: partition % 3, replicas: [0, 1, 2], isr: [2, 1, 0] };
}

function podSeen(name: string, app: string, ready: boolean): PodSeen {
  const status = ready ? 'Running' : 'Pending';
  return { name, labels: { app }, phase: status, status, ready, restarts: 0 };
}

function metricsOf({ pod, role, startedAt, starts }: Consumer, ends: readonly number[]): ClientMetrics {
  const isGroup = role !== 'consumer';
  return {
    pod,
    role: isGroup ? 'group' : 'partition',
    startedAt,
    partitions: ends.map((end, at) => read(at, starts[at]!, isGroup || at === 0 ? end : starts[at]!)),
  };
}

/** A client that has read from `start` up to `end`. */
function read(partition: number, start: number, end: number) {
  const messages = end - start;
  return {
    partition,
    startOffset: start,
    firstOffset: messages === 0 ? -1 : start,
    lastOffset: end - 1 < start ? -1 : end - 1,
    messages,
    distinct: messages,
    duplicates: 0,
    ranges: messages === 0 ? [] : [[start, end - 1] as const],
  };
}
