import type { Clock } from '../../../time/clock.ts';
import type { LogEntry } from '../objects/agent-api.ts';

/*
 * One line of a log file, as the container runtime interface has it
 * (https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md):
 *
 *   line   = time " " stream " " tag " " text "\n"
 *   time   = RFC 3339 with nine digits of a second, in UTC
 *   stream = "stdout" / "stderr"
 *   tag    = "F": the text ends its line / "P": the line goes on in the next one of its stream
 */
export function formatCriLine(entry: LogEntry): string {
  return `${entry.at} ${entry.stream} ${entry.isPartial ? 'P' : 'F'} ${entry.text}\n`;
}

/** undefined: not a log line. */
export function parseCriLine(line: string): LogEntry | undefined {
  const afterTime = line.indexOf(' ');
  const afterStream = line.indexOf(' ', afterTime + 1);
  if (afterTime < 0 || afterStream < 0 || line.charCodeAt(afterStream + 2) !== 0x20) return undefined;
  const stream = line.slice(afterTime + 1, afterStream);
  if (stream !== 'stdout' && stream !== 'stderr') return undefined;
  const entry = { at: line.slice(0, afterTime), stream, text: line.slice(afterStream + 3) } as const;
  return line[afterStream + 1] === 'P' ? { ...entry, isPartial: true } : entry;
}

/** Timestamps for lines: strictly increasing, with a counter below the clock's resolution. */
export class LineStamp {
  readonly #clock: Clock;
  #ms = 0;
  #second = -1;
  #prefix = '';
  #count = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  next(): string {
    const ms = Math.max(Math.floor(this.#clock.wall()), this.#ms);
    if (ms === this.#ms) this.#count = Math.min(this.#count + 1, 999_999);
    else this.#count = 0;
    this.#ms = ms;
    const second = Math.floor(ms / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#prefix = new Date(second * 1000).toISOString().slice(0, 20);
    }
    const nanoseconds = (ms - second * 1000) * 1_000_000 + this.#count;
    return `${this.#prefix}${String(nanoseconds).padStart(9, '0')}Z`;
  }
}
