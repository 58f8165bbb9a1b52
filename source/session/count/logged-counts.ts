import { type ClientLine, readClientLine } from '../../lab/model/log-line.ts';
import type { LoggedCount } from '../../lab/model/observations.ts';
import { LogPattern, SlowPatternError } from './log-pattern.ts';

/** The lab's clients log every 1,000th message; a client that logs more often gives a narrower interval. */
const usualStep = 1_000;
const maxPods = 50;
/** With a pattern, how many lines wait to be read at most. */
const mostWaiting = 500;
const maxPartitions = 10_000;

interface PodCount {
  readonly pod: string;
  readonly count: number;
  readonly step: number;
  readonly at: number;
  readonly line: string;
  /** True once the count has begun anew. */
  readonly isPart: boolean;
}

/** Where a pod's lines say that it read: the lowest offset by partition, undefined where only the partition is named. */
type Places = Map<number, number | undefined>;

export interface LoggedLine {
  readonly pod: string;
  readonly at: number;
  readonly text: string;
}

/**
 * How many messages clients without metrics have handled, from their log lines. A line gives the count at that time; until the next
 * line appears, the count is below that line's. `readClientLine` says which forms are read.
 */
export class LoggedCounts {
  #published = new Map<string, PodCount>();
  #received = new Map<string, PodCount>();
  #pods = new Set<string>();
  #places = new Map<string, Places>();
  readonly #pattern: LogPattern | undefined;
  readonly #onSlow: (message: string) => void;
  readonly #waiting: LoggedLine[] = [];

  /** `pattern`: the learner's own, instead of the forms that are known. `onSlow` is called if it is given up. */
  constructor(pattern?: string, onSlow: (message: string) => void = () => {}) {
    this.#pattern = pattern === undefined ? undefined : new LogPattern(pattern);
    this.#onSlow = onSlow;
  }

  add(line: LoggedLine): void {
    if (this.#pods.size < maxPods) this.#pods.add(line.pod);
    if (this.#pattern === undefined) this.#take(line, readClientLine(line.text));
    else if (this.#waiting.push(line) >= mostWaiting) this.#readWaiting();
  }

  /** With a pattern, lines are read in batches: when someone asks, or when there are many. */
  #readWaiting(): void {
    const lines = this.#waiting.splice(0);
    if (this.#pattern === undefined || lines.length === 0) return;
    try {
      for (const [index, said] of this.#pattern.read(lines.map(({ text }) => text)).entries())
        this.#take(lines[index]!, said);
    } catch (error) {
      if (!(error instanceof SlowPatternError)) throw error;
      this.#onSlow(error.message);
    }
  }

  #take(line: LoggedLine, said: ClientLine | undefined): void {
    if (said === undefined) return;
    if (said.published !== undefined) this.#published = remember(this.#published, line, said.published);
    if (said.received === undefined) return;
    this.#received = remember(this.#received, line, said.received);
    if (said.partition === undefined || said.partition >= maxPartitions) return;
    const places: Places = this.#places.get(line.pod) ?? new Map();
    if (this.#places.size < maxPods) this.#places.set(line.pod, places);
    const lowest = places.get(said.partition) ?? said.offset;
    places.set(
      said.partition,
      said.offset === undefined ? lowest : Math.min(lowest ?? said.offset, said.offset),
    );
  }

  published(): LoggedCount | undefined {
    this.#readWaiting();
    return latest(this.#published);
  }

  /** The latest count of these pods, or of any. */
  received(pods?: readonly string[]): LoggedCount | undefined {
    this.#readWaiting();
    const last = latest(
      pods === undefined
        ? this.#received
        : new Map([...this.#received].filter(([pod]) => pods.includes(pod))),
    );
    return last === undefined || pods === undefined || pods.length < 2 ? last : { ...last, isPart: true };
  }

  /** The lowest offset by partition that lines of these pods name. */
  places(pods: readonly string[]): ReadonlyMap<number, number | undefined> {
    this.#readWaiting();
    const found: Places = new Map();
    for (const pod of pods)
      for (const [partition, offset] of this.#places.get(pod) ?? []) {
        const before = found.get(partition);
        const lowest = offset === undefined ? before : Math.min(before ?? offset, offset);
        found.set(partition, lowest);
      }
    return found;
  }

  /** Which consumer wrote the last count of these pods, by the form of the line; undefined without one. */
  form(pods: readonly string[]): 'partition' | 'group' | undefined {
    const last = this.received(pods);
    if (last === undefined) return undefined;
    // A consumer of partition 0 alone may name it as well.
    return [...this.places(pods).keys()].some((partition) => partition !== 0) ? 'group' : 'partition';
  }

  /** True once the pod has written any line. */
  hasLine(pod: string): boolean {
    return this.#pods.has(pod);
  }

  clear(): void {
    this.#published.clear();
    this.#received.clear();
    this.#pods.clear();
    this.#places.clear();
    this.#waiting.length = 0;
  }
}

function remember(counts: Map<string, PodCount>, { pod, at, text }: LoggedLine, count: number) {
  const before = counts.get(pod);
  const grown = before === undefined ? 0 : count - before.count;
  // the first lines show the interval; a count that decreases means that the client restarted
  const step = grown > 0 ? Math.min(grown, before!.step) : usualStep;
  counts.delete(pod);
  const isPart = before !== undefined && (before.isPart || count < before.count);
  counts.set(pod, { pod, count, step, at, line: text, isPart });
  if (counts.size > maxPods) counts.delete(counts.keys().next().value!);
  return counts;
}

/** The count of the client that logged last. */
function latest(counts: ReadonlyMap<string, PodCount>): LoggedCount | undefined {
  let last: PodCount | undefined;
  for (const each of counts.values()) if (last === undefined || each.at >= last.at) last = each;
  return (
    last && {
      pod: last.pod,
      atLeast: last.count,
      atMost: last.count + last.step - 1,
      line: last.line,
      ...(last.isPart ? { isPart: true } : {}),
    }
  );
}
