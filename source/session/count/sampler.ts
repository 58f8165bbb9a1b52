import type { EventOf, LoggedInterval } from '../../journal/events.ts';
import { brokerWorkloads } from '../../lab/model/broker-pods.ts';
import { estimatedTally } from '../../lab/model/estimated-tally.ts';
import type { LoggedCount, TallySeen, WorkloadSeen } from '../../lab/model/observations.ts';
import { pauseUntilAborted } from '../../time/pause.ts';
import { withTimeLimit } from '../../time/time-limit.ts';
import type { ClusterView } from '../view.ts';
import { MessageCounter, type MessageCounterOptions } from './message-counter.ts';

const intervalMs = 1_000;
const lookLimitMs = 10_000;
/** How often the topic is described: its partitions and replicas rarely change. */
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

export type SamplerOptions = MessageCounterOptions;

/** Samples the cluster once a second: its workloads, its topic, and how many messages were published and received. */
export function createSampler(options: SamplerOptions): Sampler {
  const { observer, clock, stream, errors, facts, logged } = options;
  const counter = new MessageCounter(options);
  let running: AbortController | undefined;
  let topic: ClusterView['topic'];
  let topicSeenAt = Number.NEGATIVE_INFINITY;

  async function lookAtTopic(workloads: readonly WorkloadSeen[], signal: AbortSignal): Promise<void> {
    const own = brokerWorkloads(facts);
    const brokers = workloads.filter((each) =>
      own.some(({ kind, name }) => each.kind === kind && each.name === name),
    );
    if (brokers.length === 0 && counter.latest.partitions.length > 0) counter.reset();
    if (brokers.every(({ ready }) => ready === 0)) {
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
    // Brokers that start or stop answer late or not at all; show the workloads anyway.
    await lookAtTopic(workloads, signal).catch((error: unknown) => {
      if (!signal.aborted) errors.report('looking at the topic', error);
    });
    signal.throwIfAborted();
    publishCluster(workloads.map(({ name, ready, replicas }) => ({ name, ready, replicas })));
    if (topic === undefined) return;
    const tally = await counter.count(signal);
    counter.measureRates(tally);
    const shown = estimatedTally(tally);
    stream.publish({
      type: 'counters',
      consumer: shown.consumer,
      endOffsets: shown.partitions.map((each) => each.endOffset),
      received: shown.partitions.map((each) => each.received),
      startOffsets: shown.partitions.map((each) => each.startOffset),
      ...(shown.estimated === undefined ? {} : { estimated: true }),
      ...(tally.logged === undefined ? {} : { logged: withoutLines(tally.logged) }),
    });
  }

  function stop(): void {
    running?.abort(new Error('stopped'));
    running = undefined;
  }

  return {
    take: (signal) => counter.count(signal),
    get latest() {
      return counter.latest;
    },
    start() {
      stop();
      const controller = new AbortController();
      const { signal } = controller;
      running = controller;
      void (async () => {
        while (!signal.aborted) {
          await sample(signal).catch((error: unknown) => {
            // The next sample retries.
            if (!signal.aborted) errors.report('sampling the cluster', error);
          });
          await pauseUntilAborted(clock, intervalMs, signal);
        }
      })();
    },
    stop,
    forget() {
      counter.abort();
      topic = undefined;
      counter.reset();
      publishedState = '';
      logged.clear();
      stream.show({ type: 'cluster-seen', workloads: [], topic });
    },
  };
}

/** The journal keeps only the intervals: the lines are in the logs. */
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
