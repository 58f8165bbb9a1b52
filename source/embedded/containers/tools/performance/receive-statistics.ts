/** What a consumer read, and how long its group took to assign it partitions. */
export interface ReceiveTotals {
  readonly messages: number;
  readonly bytes: number;
  readonly joinMs: number;
}

/** Counts what was read, and makes a line of each interval. Times in ms. */
export class ReceiveStatistics {
  messages = 0;
  bytes = 0;
  readonly #intervalMs: number;
  readonly #format: (ms: number) => string;
  #since = { time: Date.now(), messages: 0, bytes: 0, joinMs: 0 };

  constructor(intervalMs: number, format: (ms: number) => string) {
    this.#intervalMs = intervalMs;
    this.#format = format;
  }

  record(bytes: number): void {
    this.messages++;
    this.bytes += bytes;
  }

  /** The line of an interval that is over; `joinMs` is what joining took so far. */
  report(joinMs: number): string | undefined {
    const now = Date.now();
    const elapsed = now - this.#since.time;
    if (elapsed < this.#intervalMs) return undefined;
    const megabytes = (this.bytes - this.#since.bytes) / 1_048_576;
    const messages = this.messages - this.#since.messages;
    const joined = Math.round(joinMs - this.#since.joinMs);
    const fetchMs = elapsed - joined;
    const rate = (amount: number, ms: number) => (ms <= 0 ? 0 : (1000 * amount) / ms).toFixed(4);
    this.#since = { time: now, messages: this.messages, bytes: this.bytes, joinMs };
    return [
      this.#format(now),
      0,
      (this.bytes / 1_048_576).toFixed(4),
      rate(megabytes, elapsed),
      this.messages,
      rate(messages, elapsed),
      joined,
      fetchMs,
      rate(megabytes, fetchMs),
      rate(messages, fetchMs),
    ].join(', ');
  }
}
