import { join } from 'node:path';
import type { Clock } from '../../../time/clock.ts';
import { ContainerLog } from './container-log.ts';

export interface ContainerLogsOptions {
  /** One file per run. */
  readonly directory: string;
  readonly clock: Clock;
  readonly onFailure: (error: unknown) => void;
}

/** The logs of a container: of its present run, and of the one before. */
export class ContainerLogs {
  readonly #options: ContainerLogsOptions;
  #current: ContainerLog | undefined;
  #previous: ContainerLog | undefined;

  constructor(options: ContainerLogsOptions) {
    this.#options = options;
  }

  find(previous: boolean): ContainerLog | undefined {
    return previous ? this.#previous : this.#current;
  }

  /** Begins the log of a run; `run` counts from 0. */
  open(run: number): ContainerLog {
    const { directory, clock, onFailure } = this.#options;
    this.#previous?.discard();
    this.#previous = this.#current;
    this.#current = new ContainerLog({ path: join(directory, `${run}.log`), clock, onFailure });
    return this.#current;
  }

  /** The present run has ended. */
  close(): void {
    this.#current?.close();
  }

  discard(): void {
    this.#current?.discard();
    this.#previous?.discard();
  }
}
