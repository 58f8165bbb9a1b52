import type { ClusterObserver } from '../cluster/model/cluster.ts';
import type { MomentSeen, PartitionSeen, TallySeen, TimelineSeen } from '../lab/observations.ts';
import type { LabFacts, Watch } from '../lab/step.ts';
import { nowOf } from '../lab/timeline.ts';
import { withinTime } from './bounded-work.ts';
import { type Clock, pause } from './clock.ts';
import type { Sampler } from './sampler.ts';

const lookEveryMs = 150;
const lookLimitMs = 5_000;
const beginsWithinMs = 30_000;
/** More changes than this in one experiment are not told apart any longer: the latest takes the place of the one before. */
const maxMoments = 1_000;

export interface TimelineOptions {
  readonly observer: () => ClusterObserver;
  readonly sampler: Sampler;
  readonly clock: Clock;
  readonly facts: LabFacts;
  readonly signal: AbortSignal;
}

/** What happens to group and topic during an experiment, looked at several times a second from `begin` to `end`. */
export class Timeline {
  readonly #options: TimelineOptions;
  readonly #ended = new AbortController();
  #watching: Promise<void> = Promise.resolve();
  #startedAt = 0;
  #before: MomentSeen | undefined;
  #moments: MomentSeen[] = [];
  /** The last answers; what cannot be asked at the moment is as it was. */
  #tally: TallySeen | undefined;
  #partitions: readonly PartitionSeen[] = [];

  constructor(options: TimelineOptions) {
    this.#options = options;
  }

  /** Looks until `begins` holds or the time is up, and from then on in the background. True when it held. */
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
    this.#watching = this.#watch().catch(() => {});
    return held;
  }

  /** Waits until `settles` holds or its time is up. True when it held. */
  async settle({ settles, withinMs }: Watch): Promise<boolean> {
    const { clock, signal, facts } = this.#options;
    const deadline = clock.monotonic() + withinMs;
    for (;;) {
      if (settles(this.seen(), facts)) return true;
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
    const { clock, signal } = this.#options;
    const either = AbortSignal.any([signal, this.#ended.signal]);
    while (!either.aborted) {
      this.#add(await this.#look());
      await pause(clock, lookEveryMs, either);
    }
  }

  #add(moment: MomentSeen): void {
    if (this.#before === undefined) return;
    const last = nowOf({ before: this.#before, moments: this.#moments });
    const isSame = this.#moments.length > 0 && stateOf(last) === stateOf(moment);
    const next = isSame ? { ...moment, atMs: last.atMs } : moment;
    this.#moments =
      isSame || this.#moments.length >= maxMoments
        ? [...this.#moments.slice(0, -1), next]
        : [...this.#moments, next];
  }

  async #look(): Promise<MomentSeen> {
    const { observer, sampler, clock, facts, signal } = this.#options;
    const [tally, topics] = await Promise.allSettled([
      withinTime(clock, lookLimitMs, signal, 'counting messages', (own) => sampler.take(own)),
      withinTime(clock, lookLimitMs, signal, 'listing topics', (own) => observer().look('topics', own)),
    ]);
    signal.throwIfAborted();
    if (tally.status === 'fulfilled') this.#tally = tally.value;
    if (topics.status === 'fulfilled')
      this.#partitions = topics.value.find((topic) => topic.name === facts.topic)?.partitions ?? [];
    return {
      atMs: this.#before === undefined ? 0 : Math.round(clock.monotonic() - this.#startedAt),
      members: this.#tally?.members ?? [],
      readers: this.#tally?.readers ?? [],
      partitions: this.#partitions,
      committed: this.#tally?.committed ?? [],
      ...(this.#tally?.uncounted === undefined ? {} : { uncounted: true as const }),
    };
  }
}

/** What makes one moment another: who owns what, who reads since when, who leads and who is in sync. */
function stateOf({ members, readers, partitions }: MomentSeen): string {
  return JSON.stringify([
    members.map(({ id, partitions: owned }) => [id, owned]),
    readers.map(({ pod, startedAt }) => [pod, startedAt]),
    partitions.map(({ leader, isr }) => [leader, isr]),
  ]);
}
