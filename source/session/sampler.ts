import type { ClusterObserver, MessageCounts } from '../cluster/model/cluster.ts';
import type { EventOf, LoggedInterval } from '../journal/events.ts';
import type { LoggedCount, TallySeen, WorkloadSeen } from '../lab/observations.ts';
import type { LabFacts } from '../lab/step.ts';
import { withinTime } from './bounded-work.ts';
import { type Clock, pause } from './clock.ts';
import type { EventStream } from './event-stream.ts';
import type { LoggedCounts } from './logged-counts.ts';
import { ChangeNotices } from './notice-changes.ts';
import { countTally, emptyMemory, emptyTally, type TallyMemory } from './tally.ts';
import { UncountedConsumers } from './uncounted.ts';
import type { ClusterView } from './view.ts';

const everyMs = 1_000;
const lookLimitMs = 10_000;
/** A topic does not change its shape by itself; it is looked at again this often. */
const topicEveryMs = 5_000;

export interface Sampler {
  /** Counts now, and remembers; calls that overlap share one count. */
  take(signal: AbortSignal): Promise<TallySeen>;
  readonly latest: TallySeen;
  /** Starts to sample once a second; stops what ran before. */
  start(): void;
  stop(): void;
  /** Forgets every count: they belong to a cluster that is gone. */
  forget(): void;
}

export interface SamplerOptions {
  readonly observer: () => ClusterObserver;
  readonly clock: Clock;
  readonly stream: EventStream;
  readonly facts: LabFacts;
  readonly logged: LoggedCounts;
}

/** Looks at the cluster once a second: what runs, whether the topic exists, and how many messages are where. */
export function createSampler({ observer, clock, stream, facts, logged }: SamplerOptions): Sampler {
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
      withinTime(clock, lookLimitMs, signal, 'counting messages', (own) => observer().counts(own)),
      withinTime(clock, lookLimitMs, signal, 'listing workloads', (own) => observer().look('workloads', own)),
    ]);
    signal.throwIfAborted();
    const producer = workloads.find((workload) => workload.name === facts.producerApp);
    const counted = countTally(counts, memory, (producer?.replicas ?? 0) === 0);
    memory = counted.memory;
    notices.see(counted.tally, counted.covered);
    const seen = uncounted.see(counts, clock.monotonic(), logged);
    latest = {
      ...counted.tally,
      ...loggedBy(counts, workloads),
      ...(seen === undefined ? {} : { uncounted: seen }),
    };
    showTally();
    return latest;
  }

  /** Clients that run without metrics are counted by their logs. */
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

  const notices = new ChangeNotices(stream);
  const uncounted = new UncountedConsumers();

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
    shared.catch(() => {}); // a caller whose signal has aborted does not wait for it
    return withinTime(clock, lookLimitMs + 1_000, signal, 'counting messages', () => shared);
  }

  /** What was counted on brokers that are not there any longer is over. */
  function forgetCounts(): void {
    memory = emptyMemory;
    latest = emptyTally;
    notices.forget();
    uncounted.forget();
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
    const topics = await withinTime(clock, lookLimitMs, signal, 'listing topics', (own) =>
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

  let told = '';
  function tellCluster(workloads: ClusterView['workloads']): void {
    stream.show({ type: 'cluster-seen', workloads, topic });
    const now = JSON.stringify([workloads, topic]);
    if (now === told) return;
    told = now;
    stream.publish({ type: 'cluster-changed', workloads, ...(topic === undefined ? {} : { topic }) });
  }

  async function sample(signal: AbortSignal): Promise<void> {
    const workloads = await withinTime(clock, lookLimitMs, signal, 'listing workloads', (own) =>
      observer().look('workloads', own),
    );
    // Brokers that come or go answer late or not at all; what runs is worth showing all the same.
    await lookAtTopic(workloads, signal).catch(() => {});
    signal.throwIfAborted();
    tellCluster(workloads.map(({ name, ready, replicas }) => ({ name, ready, replicas })));
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
          await sample(mine.signal).catch(() => {}); // the next second looks again
          await pause(clock, everyMs, mine.signal).catch(() => {});
        }
      })();
    },
    stop,
    forget() {
      lifetime.abort(new Error('the cluster is gone'));
      lifetime = new AbortController();
      taking = undefined;
      topic = undefined;
      forgetCounts();
      told = '';
      logged.clear();
      stream.show({ type: 'cluster-seen', workloads: [], topic });
    },
  };
}

/** The line that was read is in the log; the journal keeps what it came to. */
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
