const mostSamples = 500_000;

/** How fast records were sent: all in all, and since the last report. Times in ms. */
export class SendStatistics {
  readonly #start = Date.now();
  readonly #sampling: number;
  readonly #latencies: number[] = [];
  #all = { count: 0, bytes: 0, latency: 0, most: 0 };
  #window = { count: 0, bytes: 0, latency: 0, most: 0 };
  #windowStart = Date.now();

  /** Of more than half a million records, some are sampled for the percentiles. */
  constructor(records: number) {
    this.#sampling = Math.max(1, Math.floor(records / Math.min(records, mostSamples)));
  }

  record(index: number, latency: number, bytes: number): void {
    for (const sums of [this.#all, this.#window]) {
      sums.count++;
      sums.bytes += bytes;
      sums.latency += latency;
      sums.most = Math.max(sums.most, latency);
    }
    if (index % this.#sampling === 0) this.#latencies.push(latency);
  }

  /** A line about the time since the last one, once that is `intervalMs`. */
  window(intervalMs: number): string | undefined {
    const elapsed = Date.now() - this.#windowStart;
    if (elapsed < intervalMs) return undefined;
    const { count, bytes, latency, most } = this.#window;
    this.#window = { count: 0, bytes: 0, latency: 0, most: 0 };
    this.#windowStart = Date.now();
    const rate = ((1000 * count) / elapsed).toFixed(1);
    return `${count} records sent, ${rate} records/sec (${megabytes(bytes, elapsed)} MB/sec), ${(latency / count).toFixed(1)} ms avg latency, ${most.toFixed(1)} ms max latency.`;
  }

  total(): string {
    const elapsed = Date.now() - this.#start;
    const { count, bytes, latency, most } = this.#all;
    const sorted = this.#latencies.sort((a, b) => a - b);
    const percentile = (share: number) => sorted[Math.floor(share * sorted.length)] ?? 0;
    const [half, p95, p99, p999] = [0.5, 0.95, 0.99, 0.999].map(percentile);
    const rate = ((1000 * count) / elapsed).toFixed(6);
    return (
      `${count} records sent, ${rate} records/sec (${megabytes(bytes, elapsed)} MB/sec), ${(latency / count).toFixed(2)} ms avg latency, ` +
      `${most.toFixed(2)} ms max latency, ${half} ms 50th, ${p95} ms 95th, ${p99} ms 99th, ${p999} ms 99.9th.`
    );
  }
}

function megabytes(bytes: number, elapsedMs: number): string {
  return ((1000 * bytes) / elapsedMs / 1_048_576).toFixed(2);
}
