import type { ClusterObserver } from '../../cluster/model/cluster.ts';
import type { MomentSeen, PartitionSeen, TallySeen, TimelineSeen } from '../../lab/model/observations.ts';
import type { LabFacts, Watch } from '../../lab/model/step.ts';
import { latestMoment } from '../../lab/model/timeline.ts';
import type { Clock } from '../../time/clock.ts';
import { pause, pauseUntilAborted } from '../../time/pause.ts';
import { withTimeLimit } from '../../time/time-limit.ts';
import type { Sampler } from '../count/sampler.ts';
import type { ErrorReporter } from '../error-reporter.ts';

const lookEveryMs = 150;
const lookLimitMs = 5_000;
const beginsWithinMs = 30_000;
/** After this many changes in one experiment, the newest replaces the one before it. */
const maxMoments = 1_000;

export interface TimelineOptions {
  readonly observer: () => ClusterObserver;
  readonly sampler: Sampler;
  readonly errors: ErrorReporter;
  readonly clock: Clock;
  readonly facts: LabFacts;
  readonly signal: AbortSignal;
}

/** Records how the group and the topic change during an experiment, several times a second from `begin` to `end`. */
export class TimelineRecorder {
  readonly #options: TimelineOptions;
  readonly #ended = new AbortController();
  #watching: Promise<void> = Promise.resolve();
  #startedAt = 0;
  #before: MomentSeen | undefined;
  #moments: MomentSeen[] = [];
  /** The last answers, used when an observation fails. */
  #tally: TallySeen | undefined;
  #partitions: readonly PartitionSeen[] = [];
  /** True once the brokers have answered a question that was asked after the commands. */
  #answered = false;
  #question = 0;

  constructor(options: TimelineOptions) {
    this.#options = options;
  }

  /** Records in the background once `begins` holds or the time is up. True when it held. */
  async begin({ begins }: Watch): Promise<boolean> {
    const { clock, signal, facts } = this.#options;
    const deadline = clock.monotonic() + beginsWithinMs;
    let held = false;
    for (;;) {
      this.#before = await this.#look();
      held = begins(this.#before, facts);
      if (held || clock.monotonic() >= deadline) break;
      await pause(clock, lookEveryMs, signal);
    }
    this.#startedAt = clock.monotonic();
    this.#watching = this.#watch();
    return held;
  }

  /**
   * Waits until `settles` holds or its time is up. True when it held. An answer from before the commands ended settles nothing: the only
   * broker may have been deleted since.
   */
  async settle({ settles, withinMs }: Watch): Promise<boolean> {
    const { clock, signal, facts } = this.#options;
    this.#answered = false;
    this.#question += 1;
    const deadline = clock.monotonic() + withinMs;
    for (;;) {
      if (this.#answered && settles(this.seen(), facts)) return true;
      if (clock.monotonic() >= deadline) return false;
      await pause(clock, lookEveryMs, signal);
    }
  }

  seen(): TimelineSeen {
    if (this.#before === undefined) throw new Error('nothing was watched');
    return { before: this.#before, moments: this.#moments };
  }

  async end(): Promise<void> {
    this.#ended.abort(new Error('ended'));
    await this.#watching;
  }

  async #watch(): Promise<void> {
    const { clock, signal, errors } = this.#options;
    const either = AbortSignal.any([signal, this.#ended.signal]);
    while (!either.aborted) {
      const moment = await this.#look().catch((error: unknown) => {
        if (!signal.aborted) errors.report('watching the experiment', error);
      });
      if (moment !== undefined) this.#add(moment);
      await pauseUntilAborted(clock, lookEveryMs, either);
    }
  }

  #add(moment: MomentSeen): void {
    if (this.#before === undefined) return;
    const last = latestMoment({ before: this.#before, moments: this.#moments });
    const isSame = this.#moments.length > 0 && stateOf(last) === stateOf(moment);
    const next = isSame ? { ...moment, atMs: last.atMs } : moment;
    this.#moments =
      isSame || this.#moments.length >= maxMoments
        ? [...this.#moments.slice(0, -1), next]
        : [...this.#moments, next];
  }

  async #look(): Promise<MomentSeen> {
    const { observer, sampler, clock, facts, signal, errors } = this.#options;
    const question = this.#question;
    const [tally, topics] = await Promise.allSettled([
      withTimeLimit(clock, lookLimitMs, signal, 'counting messages', (own) => sampler.take(own)),
      withTimeLimit(clock, lookLimitMs, signal, 'listing topics', (own) => observer().look('topics', own)),
    ]);
    signal.throwIfAborted();
    for (const each of [tally, topics])
      if (each.status === 'rejected') errors.report('watching the experiment', each.reason);
    if (tally.status === 'fulfilled') this.#tally = tally.value;
    if (topics.status === 'fulfilled') {
      this.#partitions = topics.value.find((topic) => topic.name === facts.topic)?.partitions ?? [];
      if (question === this.#question) this.#answered = true;
    }
    return {
      atMs: this.#before === undefined ? 0 : Math.round(clock.monotonic() - this.#startedAt),
      members: this.#tally?.members ?? [],
      readers: this.#tally?.readers ?? [],
      partitions: this.#partitions,
      committed: this.#tally?.committed ?? [],
      ...(this.#tally?.estimate === undefined ? {} : { noMetrics: true as const }),
    };
  }
}

/** The state that distinguishes two moments: assignments, running readers, leaders and in-sync replicas. */
function stateOf({ members, readers, partitions }: MomentSeen): string {
  return JSON.stringify([
    members.map(({ id, partitions: owned }) => [id, owned]),
    readers.map(({ pod, startedAt }) => [pod, startedAt]),
    partitions.map(({ leader, isr }) => [leader, isr]),
  ]);
}
