import type { ClusterObserver, MessageCounts } from '../../cluster/cluster.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { EventOf, LoggedInterval } from '../../journal/events.ts';
import type { LoggedCount, TallySeen, WorkloadSeen } from '../../lab/model/observations.ts';
import type { LabFacts } from '../../lab/model/step.ts';
import type { Clock } from '../../time/clock.ts';
import { pauseUntilAborted } from '../../time/pause.ts';
import { withTimeLimit } from '../../time/time-limit.ts';
import type { ErrorReporter } from '../error-reporter.ts';
import type { EventStream } from '../event-stream.ts';
import type { ClusterView } from '../view.ts';
import { ChangeDetector } from './change-detector.ts';
import type { LoggedCounts } from './logged-counts.ts';
import { countTally, emptyMemory, emptyTally, type TallyMemory } from './tally.ts';
import { TallyEstimator } from './tally-estimator.ts';

const everyMs = 1_000;
const lookLimitMs = 10_000;
/** How often the topic is looked at: its partitions and replicas rarely change. */
const topicEveryMs = 5_000;

export interface Sampler {
  /** Counts now and keeps the result as `latest`; overlapping calls share one count. */
  take(signal: AbortSignal): Promise<TallySeen>;
  readonly latest: TallySeen;
  /** Samples once a second from now on. */
  start(): void;
  stop(): void;
  /** Discards every count: they belong to a cluster that is gone. */
  forget(): void;
}

export interface SamplerOptions {
  readonly observer: () => ClusterObserver;
  readonly clock: Clock;
  readonly stream: EventStream;
  readonly errors: ErrorReporter;
  readonly facts: LabFacts;
  readonly logged: LoggedCounts;
}

/** Samples the cluster once a second: its workloads, its topic, and how many messages were published and received. */
export function createSampler({ observer, clock, stream, errors, facts, logged }: SamplerOptions): Sampler {
  let memory: TallyMemory = emptyMemory;
  let latest = emptyTally;
  let taking: Promise<TallySeen> | undefined;
  let lifetime = new AbortController();
  let running: AbortController | undefined;
  let topic: ClusterView['topic'];
  let topicSeenAt = Number.NEGATIVE_INFINITY;
  let previous: { readonly at: number; readonly produced: number; readonly received: number } | undefined;

  async function count(signal: AbortSignal): Promise<TallySeen> {
    const [counts, workloads] = await Promise.all([
      withTimeLimit(clock, lookLimitMs, signal, 'counting messages', (own) => observer().counts(own)),
      withTimeLimit(clock, lookLimitMs, signal, 'listing workloads', (own) =>
        observer().look('workloads', own),
      ),
    ]);
    signal.throwIfAborted();
    const producer = workloads.find((workload) => workload.name === facts.producerApp);
    const counted = countTally(counts, memory, (producer?.replicas ?? 0) === 0);
    memory = counted.memory;
    changes.observe(counted.tally, counted.covered);
    const estimate = estimator.observe(counts, clock.monotonic(), logged);
    latest = {
      ...counted.tally,
      ...loggedBy(counts, workloads),
      ...(estimate === undefined ? {} : { estimate }),
    };
    showTally();
    return latest;
  }

  /** For clients without metrics: what their logs say. */
  function loggedBy(counts: MessageCounts, workloads: readonly WorkloadSeen[]): Pick<TallySeen, 'logged'> {
    const runs = (app: string): boolean => workloads.some((each) => each.name === app && each.ready > 0);
    const published =
      counts.producers.length === 0 && runs(facts.producerApp) ? logged.published() : undefined;
    const received = counts.consumers.length === 0 && runs(facts.consumerApp) ? logged.received() : undefined;
    if (published === undefined && received === undefined) return {};
    return {
      logged: {
        ...(published === undefined ? {} : { published }),
        ...(received === undefined ? {} : { received }),
      },
    };
  }

  const changes = new ChangeDetector(stream);
  const estimator = new TallyEstimator();

  let rates = { producedPerSecond: 0, receivedPerSecond: 0 };
  function showTally(): void {
    stream.show({ type: 'tally', tally: latest, ...rates });
  }

  function measureRates(tally: TallySeen): void {
    const now = {
      at: clock.monotonic(),
      produced: tally.partitions.reduce((sum, each) => sum + each.endOffset, 0),
      received: tally.received,
    };
    const seconds = previous === undefined ? 0 : (now.at - previous.at) / 1000;
    rates =
      previous === undefined || seconds <= 0
        ? { producedPerSecond: 0, receivedPerSecond: 0 }
        : {
            producedPerSecond: Math.max(0, Math.round((now.produced - previous.produced) / seconds)),
            receivedPerSecond: Math.max(0, Math.round((now.received - previous.received) / seconds)),
          };
    previous = now;
    showTally();
  }

  function take(signal: AbortSignal): Promise<TallySeen> {
    taking ??= count(lifetime.signal).finally(() => {
      taking = undefined;
    });
    const shared = taking;
    // A caller whose signal has aborted does not wait for it.
    shared.catch((error: unknown) => errors.report('counting messages', error));
    return withTimeLimit(clock, lookLimitMs + 1_000, signal, 'counting messages', () => shared);
  }

  /** For when the brokers are gone, and their messages with them. */
  function forgetCounts(): void {
    memory = emptyMemory;
    latest = emptyTally;
    changes.reset();
    estimator.reset();
    previous = undefined;
    rates = { producedPerSecond: 0, receivedPerSecond: 0 };
    showTally();
  }

  async function lookAtTopic(workloads: readonly WorkloadSeen[], signal: AbortSignal): Promise<void> {
    const brokers = workloads.find((workload) => `${workload.name}-0` === facts.brokerPod);
    if (brokers === undefined && latest.partitions.length > 0) forgetCounts();
    if (brokers === undefined || brokers.ready === 0) {
      topic = undefined;
      return;
    }
    if (clock.monotonic() - topicSeenAt < (topic === undefined ? 0 : topicEveryMs)) return;
    const topics = await withTimeLimit(clock, lookLimitMs, signal, 'listing topics', (own) =>
      observer().look('topics', own),
    );
    const seen = topics.find((each) => each.name === facts.topic);
    topicSeenAt = clock.monotonic();
    topic = seen && {
      name: seen.name,
      partitions: seen.partitions.length,
      replicas: seen.partitions[0]?.replicas.length ?? 0,
    };
  }

  let publishedState = '';
  function publishCluster(workloads: ClusterView['workloads']): void {
    stream.show({ type: 'cluster-seen', workloads, topic });
    const now = JSON.stringify([workloads, topic]);
    if (now === publishedState) return;
    publishedState = now;
    stream.publish({ type: 'cluster-changed', workloads, ...(topic === undefined ? {} : { topic }) });
  }

  async function sample(signal: AbortSignal): Promise<void> {
    const workloads = await withTimeLimit(clock, lookLimitMs, signal, 'listing workloads', (own) =>
      observer().look('workloads', own),
    );
    // Brokers that start or stop answer late or not at all; the workloads are worth showing all the same.
    await lookAtTopic(workloads, signal).catch((error: unknown) => {
      if (!signal.aborted) errors.report('looking at the topic', error);
    });
    signal.throwIfAborted();
    publishCluster(workloads.map(({ name, ready, replicas }) => ({ name, ready, replicas })));
    if (topic === undefined) return;
    const tally = await take(signal);
    measureRates(tally);
    stream.publish({
      type: 'counters',
      consumer: tally.consumer,
      endOffsets: tally.partitions.map((each) => each.endOffset),
      received: tally.partitions.map((each) => each.received),
      startOffsets: tally.partitions.map((each) => each.startOffset),
      ...(tally.logged === undefined ? {} : { logged: withoutLines(tally.logged) }),
    });
  }

  function stop(): void {
    running?.abort(new Error('stopped'));
    running = undefined;
  }

  return {
    take,
    get latest() {
      return latest;
    },
    start() {
      stop();
      const mine = new AbortController();
      running = mine;
      void (async () => {
        while (!mine.signal.aborted) {
          await sample(mine.signal).catch((error: unknown) => {
            // the next second looks again
            if (!mine.signal.aborted) errors.report('sampling the cluster', error);
          });
          await pauseUntilAborted(clock, everyMs, mine.signal);
        }
      })();
    },
    stop,
    forget() {
      lifetime.abort(new LabError('cluster', 'the cluster is gone'));
      lifetime = new AbortController();
      taking = undefined;
      topic = undefined;
      forgetCounts();
      publishedState = '';
      logged.clear();
      stream.show({ type: 'cluster-seen', workloads: [], topic });
    },
  };
}

/** The journal keeps the intervals alone: the lines are in the logs. */
function withoutLines({
  published,
  received,
}: NonNullable<TallySeen['logged']>): EventOf<'counters'>['logged'] & {} {
  const interval = ({ pod, atLeast, atMost }: LoggedCount): LoggedInterval => ({ pod, atLeast, atMost });
  return {
    ...(published === undefined ? {} : { published: interval(published) }),
    ...(received === undefined ? {} : { received: interval(received) }),
  };
}
