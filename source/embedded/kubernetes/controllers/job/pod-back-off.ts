import type { Stored } from '../../../../kubernetes-types/kinds.ts';

const firstMs = 10_000;
const longestMs = 600_000;

interface Failures {
  /** Since the last pod that succeeded. */
  count: number;
  /** When the last one failed, in ms since the epoch. */
  lastMs: number;
}

/** How long each job waits before it replaces a failed pod: 10 s, 20 s, 40 s … up to 10 min, until a pod succeeds. */
export class PodBackOff {
  readonly #failures = new Map<string, Failures>();

  /** Counts the pods of a job that have just ended. */
  count(job: string, succeeded: readonly Stored<'pods'>[], failed: readonly Stored<'pods'>[]): void {
    const lastSuccess = Math.max(Number.NEGATIVE_INFINITY, ...succeeded.map(endOf));
    const later = failed.map(endOf).filter((end) => end > lastSuccess);
    const before = succeeded.length === 0 ? (this.#failures.get(job)?.count ?? 0) : 0;
    if (succeeded.length > 0) this.#failures.delete(job);
    if (later.length > 0)
      this.#failures.set(job, { count: before + later.length, lastMs: Math.max(...later) });
  }

  /** The ms until the job may create its next pod. */
  left(job: string, now: number): number {
    const failures = this.#failures.get(job);
    if (!failures) return 0;
    const wait = Math.min(firstMs * 2 ** Math.min(failures.count - 1, 20), longestMs);
    return Math.max(0, failures.lastMs + wait - now);
  }

  forget(job: string): void {
    this.#failures.delete(job);
  }
}

/** When the last container of a pod ended, in ms since the epoch; when the pod was created if none did. */
function endOf({ metadata, status }: Stored<'pods'>): number {
  const ends = (status?.containerStatuses ?? [])
    .map(({ state }) => Date.parse(state?.terminated?.finishedAt ?? ''))
    .filter((end) => !Number.isNaN(end));
  return ends.length > 0 ? Math.max(...ends) : Date.parse(metadata.creationTimestamp);
}
