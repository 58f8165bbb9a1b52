import type { Process } from '../processes.ts';

export interface Job {
  readonly number: number;
  readonly process: Process;
  readonly source: string;
  readonly ended: Promise<number>;
  /** The exit code, once it has ended. */
  status: number | undefined;
  /** Whether `jobs` has told that it ended. */
  isTold: boolean;
}

const mostRemembered = 1000;

/** The background jobs of a shell. */
export class Jobs {
  readonly #jobs: Job[] = [];
  readonly #statuses = new Map<number, number>();
  /** `$!` */
  lastPid: number | undefined;

  add(process: Process, source: string, ended: Promise<number>): Job {
    const number = Math.max(0, ...this.#jobs.map((job) => job.number)) + 1;
    const job: Job = { number, process, source, ended, status: undefined, isTold: false };
    this.#jobs.push(job);
    this.lastPid = process.pid;
    void ended.then((status) => {
      job.status = status;
      this.#statuses.set(process.pid, status);
      const [oldest] = this.#statuses.keys();
      if (this.#statuses.size > mostRemembered && oldest !== undefined) this.#statuses.delete(oldest);
    });
    return job;
  }

  all(): readonly Job[] {
    return this.#jobs;
  }

  /** `%1`, `%%`, `%+`, `%-`, `%sleep`, or the number of its process. */
  find(text: string): Job | undefined {
    if (/^\d+$/.test(text)) return this.#jobs.find((job) => job.process.pid === Number(text));
    if (!text.startsWith('%')) return undefined;
    const rest = text.slice(1);
    if (/^\d+$/.test(rest)) return this.#jobs.find((job) => job.number === Number(rest));
    if (rest === '' || rest === '%' || rest === '+') return this.#jobs.at(-1);
    if (rest === '-') return this.#jobs.at(-2) ?? this.#jobs.at(-1);
    return this.#jobs.find((job) => job.source.startsWith(rest));
  }

  /** The exit code of a job that is over and was forgotten. */
  statusOf(pid: number): number | undefined {
    return this.#statuses.get(pid);
  }

  forget(job: Job): void {
    const at = this.#jobs.indexOf(job);
    if (at >= 0) this.#jobs.splice(at, 1);
  }
}
