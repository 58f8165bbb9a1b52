/*
 * A line of a pod's log with timestamps=true: an RFC 3339 time with up to nine digits of a second, a space, the text.
 */
export interface StampedLine {
  /** The time as the server wrote it. */
  readonly stamp: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly text: string;
}

const stamped = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d) ?/;
/** A time up to its second. */
const secondLength = 19;
/** As the API server of Kubernetes writes it: with all digits, in UTC. */
const fullLength = secondLength + '.123456789Z '.length;

/** undefined for a line without a timestamp: the rest of a line that a container's runtime split. */
export function parseStampedLine(line: string): StampedLine | undefined {
  return inLastSecond(line) ?? parseAny(line);
}

/** The last second that was read, in UTC. Under a flood it is that of the next thousand lines, which need no pattern and no date. */
let lastSecond = { text: '', at: Number.NaN };

function inLastSecond(line: string): StampedLine | undefined {
  if (line[secondLength] !== '.' || line[fullLength - 2] !== 'Z' || line[fullLength - 1] !== ' ')
    return undefined;
  if (lastSecond.text === '' || !line.startsWith(lastSecond.text)) return undefined;
  const digits = line.slice(secondLength + 1, fullLength - 2);
  if (!/^\d+$/.test(digits)) return undefined;
  return {
    stamp: line.slice(0, fullLength - 1),
    at: lastSecond.at + milliseconds(digits),
    text: line.slice(fullLength),
  };
}

function parseAny(line: string): StampedLine | undefined {
  const match = stamped.exec(line);
  if (match === null) return undefined;
  const [all, text = '', fraction = '', zone = ''] = match;
  const at = Date.parse(`${text}${zone}`);
  if (Number.isNaN(at)) return undefined;
  if (zone === 'Z') lastSecond = { text, at };
  return { stamp: all.trimEnd(), at: at + milliseconds(fraction), text: line.slice(all.length) };
}

const milliseconds = (fraction: string): number => Number(fraction.slice(0, 3).padEnd(3, '0'));

/** More lines within one second than any log has, so that a server with a stopped clock cannot exhaust memory. */
const mostSeen = 200_000;

/**
 * Where a pod's log was read to. A server takes `sinceTime` in whole seconds, so a resumed stream begins with the lines of that second
 * again; time, text and a count identify the lines already seen, so that equal lines are distinguished.
 */
export class LogCursor {
  #second: number | undefined;
  /** The lines of that second; the lookup table is built on demand. */
  #seen: StampedLine[] = [];
  #toSkip = new Map<string, number>();

  /** What to ask the server for when the stream is opened again; undefined: all of it. */
  resume(): string | undefined {
    if (this.#second === undefined) return undefined;
    const counts = new Map<string, number>();
    for (const line of this.#seen) counts.set(keyOf(line), (counts.get(keyOf(line)) ?? 0) + 1);
    this.#toSkip = counts;
    return new Date(this.#second * 1000).toISOString().replace('.000', '');
  }

  /** False if the line was seen before the stream was opened again. */
  accept(line: StampedLine): boolean {
    const second = Math.floor(line.at / 1000);
    // The first line of a second not seen yet: nothing of an older one is repeated.
    if (this.#second === undefined || second > this.#second) {
      this.#second = second;
      this.#seen = [];
      this.#toSkip = new Map();
    }
    if (this.#toSkip.size > 0) {
      const key = keyOf(line);
      const repeats = this.#toSkip.get(key) ?? 0;
      if (repeats > 0) {
        this.#toSkip.set(key, repeats - 1);
        return false;
      }
    }
    if (second === this.#second && this.#seen.length < mostSeen) this.#seen.push(line);
    return true;
  }
}

const keyOf = ({ stamp, text }: StampedLine): string => `${stamp} ${text}`;
