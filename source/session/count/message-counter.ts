import type { ClusterObserver, MessageCounts } from '../../cluster/model/cluster.ts';
import { LabError } from '../../errors/lab-error.ts';
import { estimatedTally } from '../../lab/model/estimated-tally.ts';
import type { TallySeen, WorkloadSeen } from '../../lab/model/observations.ts';
import type { LabFacts } from '../../lab/model/step.ts';
import type { Clock } from '../../time/clock.ts';
import { withTimeLimit } from '../../time/time-limit.ts';
import type { ErrorReporter } from '../error-reporter.ts';
import type { EventStream } from '../event-stream.ts';
import { ChangeDetector } from './change-detector.ts';
import type { LoggedCounts } from './logged-counts.ts';
import { countTally, emptyMemory, emptyTally, type TallyMemory } from './tally.ts';
import { TallyEstimator } from './tally-estimator.ts';

const lookLimitMs = 10_000;
const noRates = { producedPerSecond: 0, receivedPerSecond: 0 };

export interface MessageCounterOptions {
  readonly observer: () => ClusterObserver;
  readonly clock: Clock;
  readonly stream: EventStream;
  readonly errors: ErrorReporter;
  readonly facts: LabFacts;
  readonly logged: LoggedCounts;
}

/** Counts the messages that were published and received, and shows each new tally. */
export class MessageCounter {
  readonly #options: MessageCounterOptions;
  readonly #changes: ChangeDetector;
  readonly #estimator = new TallyEstimator();
  #memory: TallyMemory = emptyMemory;
  #latest = emptyTally;
  #counting: Promise<TallySeen> | undefined;
  #lifetime = new AbortController();
  #rates = noRates;
  /** The baseline of the rates. */
  #previous: { readonly at: number; readonly produced: number; readonly received: number } | undefined;

  constructor(options: MessageCounterOptions) {
    this.#options = options;
    this.#changes = new ChangeDetector(options.stream);
  }

  get latest(): TallySeen {
    return this.#latest;
  }

  /** Counts now; overlapping calls share one count. */
  count(signal: AbortSignal): Promise<TallySeen> {
    const { clock, errors } = this.#options;
    this.#counting ??= this.#count(this.#lifetime.signal).finally(() => {
      this.#counting = undefined;
    });
    const shared = this.#counting;
    // A caller whose signal has aborted does not wait for it.
    shared.catch((error: unknown) => errors.report('counting messages', error));
    return withTimeLimit(clock, lookLimitMs + 1_000, signal, 'counting messages', () => shared);
  }

  /** Messages per second since the last call. */
  measureRates(tally: TallySeen): void {
    const now = {
      at: this.#options.clock.monotonic(),
      produced: tally.partitions.reduce((sum, each) => sum + each.endOffset, 0),
      received: estimatedTally(tally).received,
    };
    const previous = this.#previous;
    const seconds = previous === undefined ? 0 : (now.at - previous.at) / 1000;
    this.#rates =
      previous === undefined || seconds <= 0
        ? noRates
        : {
            producedPerSecond: Math.max(0, Math.round((now.produced - previous.produced) / seconds)),
            receivedPerSecond: Math.max(0, Math.round((now.received - previous.received) / seconds)),
          };
    this.#previous = now;
    this.#show();
  }

  /** Called when the brokers are gone, and their messages with them. */
  reset(): void {
    this.#memory = emptyMemory;
    this.#latest = emptyTally;
    this.#changes.reset();
    this.#estimator.reset();
    this.#previous = undefined;
    this.#rates = noRates;
    this.#show();
  }

  /** Called when the cluster is gone: abandons the count in progress. */
  abort(): void {
    this.#lifetime.abort(new LabError('cluster', 'the cluster is gone'));
    this.#lifetime = new AbortController();
    this.#counting = undefined;
  }

  async #count(signal: AbortSignal): Promise<TallySeen> {
    const { observer, clock, facts, logged } = this.#options;
    const [counts, workloads] = await Promise.all([
      withTimeLimit(clock, lookLimitMs, signal, 'counting messages', (own) => observer().counts(own)),
      withTimeLimit(clock, lookLimitMs, signal, 'listing workloads', (own) =>
        observer().look('workloads', own),
      ),
    ]);
    signal.throwIfAborted();
    const producer = workloads.find((workload) => workload.name === facts.producerApp);
    const counted = countTally(counts, this.#memory, (producer?.replicas ?? 0) === 0);
    this.#memory = counted.memory;
    if (counted.startsAgain) this.#startAgain();
    this.#changes.observe(counted.tally, counted.covered);
    const estimate = this.#estimator.observe(counted.counts, clock.monotonic(), logged);
    this.#latest = {
      ...counted.tally,
      ...(counted.tally.isRemade ? {} : this.#loggedCounts(counted.counts, workloads)),
      ...(estimate === undefined ? {} : { estimate }),
    };
    this.#show();
    return this.#latest;
  }

  /** Another topic of the same name: nothing that was counted before is compared with it. */
  #startAgain(): void {
    const { stream, facts } = this.#options;
    this.#changes.reset();
    this.#estimator.reset();
    this.#previous = undefined;
    this.#rates = noRates;
    stream.publish({
      type: 'notice',
      level: 'info',
      text: `the topic ${facts.topic} was deleted and created again: the count starts again with the consumer's next start`,
    });
  }

  /** For clients without metrics: the counts in their logs. */
  #loggedCounts(
    { producers, consumers }: MessageCounts,
    workloads: readonly WorkloadSeen[],
  ): Pick<TallySeen, 'logged'> {
    const { facts, logged } = this.#options;
    const runs = (app: string): boolean => workloads.some((each) => each.name === app && each.ready > 0);
    const published = producers.length === 0 && runs(facts.producerApp) ? logged.published() : undefined;
    const received = consumers.length === 0 && runs(facts.consumerApp) ? logged.received() : undefined;
    if (published === undefined && received === undefined) return {};
    return {
      logged: {
        ...(published === undefined ? {} : { published }),
        ...(received === undefined ? {} : { received }),
      },
    };
  }

  #show(): void {
    this.#options.stream.show({ type: 'tally', tally: estimatedTally(this.#latest), ...this.#rates });
  }
}
