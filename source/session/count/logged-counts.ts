import type { LoggedCount } from '../../lab/model/observations.ts';

/** The lab's clients log every 1,000th message; a client that logs more often gives a narrower interval. */
const usualStep = 1_000;
const maxPods = 50;

const published = /\b(\d{1,15}) messages published\b/;
const received = /\breceived (\d{1,15}) messages\b/;
/** Only a consumer of several partitions logs the partition of a message. */
const namesPartition = /\breceived \d{1,15} messages, partition \d+\b/;

interface PodCount {
  readonly pod: string;
  readonly count: number;
  readonly step: number;
  readonly at: number;
  readonly line: string;
}

export interface LoggedLine {
  readonly pod: string;
  readonly at: number;
  readonly text: string;
}

/**
 * How many messages clients without metrics have handled, from their log lines. A line gives the count at that time; until the next
 * line appears, the count is below that line's. Parses `test: 3000 messages published`,
 * `test: received 1000 messages, last (0.629672)` and `test: received 234000 messages, partition 3, offset 58647, value: 0.6`.
 */
export class LoggedCounts {
  #published = new Map<string, PodCount>();
  #received = new Map<string, PodCount>();
  #pods = new Set<string>();

  add(line: LoggedLine): void {
    if (this.#pods.size < maxPods) this.#pods.add(line.pod);
    // Cheap: both patterns contain it, and most lines of a flood do not.
    if (!line.text.includes(' messages')) return;
    const sent = published.exec(line.text);
    if (sent) this.#published = remember(this.#published, line, Number(sent[1]));
    else {
      const got = received.exec(line.text);
      if (got) this.#received = remember(this.#received, line, Number(got[1]));
    }
  }

  published(): LoggedCount | undefined {
    return latest(this.#published);
  }

  /** The latest count of these pods, or of any. */
  received(pods?: readonly string[]): LoggedCount | undefined {
    return latest(
      pods === undefined
        ? this.#received
        : new Map([...this.#received].filter(([pod]) => pods.includes(pod))),
    );
  }

  /** Which consumer wrote the last count of these pods, by the form of the line; undefined without one. */
  form(pods: readonly string[]): 'partition' | 'group' | undefined {
    const last = this.received(pods);
    if (last === undefined) return undefined;
    return namesPartition.test(last.line) ? 'group' : 'partition';
  }

  /** True once the pod has written any line. */
  hasLine(pod: string): boolean {
    return this.#pods.has(pod);
  }

  clear(): void {
    this.#published.clear();
    this.#received.clear();
    this.#pods.clear();
  }
}

function remember(counts: Map<string, PodCount>, { pod, at, text }: LoggedLine, count: number) {
  const before = counts.get(pod);
  const grown = before === undefined ? 0 : count - before.count;
  // the first lines show the interval; a count that decreases means that the client restarted
  const step = grown > 0 ? Math.min(grown, before!.step) : usualStep;
  counts.delete(pod);
  counts.set(pod, { pod, count, step, at, line: text });
  if (counts.size > maxPods) counts.delete(counts.keys().next().value!);
  return counts;
}

/** The count of the client that logged last. */
function latest(counts: ReadonlyMap<string, PodCount>): LoggedCount | undefined {
  let last: PodCount | undefined;
  for (const each of counts.values()) if (last === undefined || each.at >= last.at) last = each;
  return last && { pod: last.pod, atLeast: last.count, atMost: last.count + last.step - 1, line: last.line };
}
