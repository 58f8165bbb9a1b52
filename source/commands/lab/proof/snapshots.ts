import { constants, cpSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { readRecord } from '../../../cluster/embedded/record.ts';
import { clusterDirectory } from '../../locations/home-directory.ts';
import { holdStill } from './hold-still.ts';
import type { Situation } from './situation.ts';

/** What belongs to the process of a cluster, not to its data: the copy gets its own. */
const ofTheProcess: ReadonlySet<string> = new Set([
  'kubeconfig',
  'state.json',
  'lock',
  'programs',
  'cluster.log',
  'hosts',
]);

export interface SnapshotsOptions {
  /** The home and the name of the cluster that is copied. */
  readonly home: string;
  readonly name: string;
  /** Where the copies go. */
  readonly directory: string;
}

/** Copies of a running cluster and of the session's working directory, each as it was before a step. */
export class Snapshots {
  readonly #options: SnapshotsOptions;
  readonly #situations = new Map<string, Situation>();
  #copies = 0;

  constructor(options: SnapshotsOptions) {
    this.#options = options;
  }

  /** What was observed of the cluster before a step: in parts, as they are seen. */
  observed(step: string, seen: Situation): void {
    this.#situations.set(step, { ...this.#situations.get(step), ...seen });
  }

  situation(step: string): Situation {
    return this.#situations.get(step) ?? {};
  }

  /**
   * Copies a running cluster as if it had been killed at this moment: its process stands still meanwhile. This blocks for as long as a few
   * megabytes take to copy; `lab check` shows no screen.
   */
  take(step: string, work: string): void {
    const { home, name } = this.#options;
    const from = clusterDirectory(home, name);
    const pid = readRecord(from)?.pid;
    const to = this.#of(step);
    const copyAll = (): void => {
      // Before the first step there is no cluster.
      if (existsSync(from))
        copy(from, clusterDirectory(to, name), (path) => !ofTheProcess.has(path.slice(from.length + 1)));
      copy(work, join(to, workName));
    };
    if (pid === undefined) copyAll();
    else holdStill(pid, copyAll);
  }

  /** Whether there is a copy from before a step: none if the run stopped earlier. */
  has(step: string): boolean {
    return existsSync(this.#of(step));
  }

  /** A copy of the copy, for one run: a home for kafka-lab, and the working directory. */
  use(step: string): { readonly home: string; readonly work: string; readonly hasCluster: boolean } {
    this.#copies += 1;
    const home = join(this.#options.directory, `run-${this.#copies}`);
    copy(this.#of(step), home);
    return {
      home,
      work: join(home, workName),
      hasCluster: existsSync(clusterDirectory(home, this.#options.name)),
    };
  }

  #of(step: string): string {
    return join(this.#options.directory, `before-${step}`);
  }
}

const workName = 'work';

function copy(from: string, to: string, wanted: (path: string) => boolean = () => true): void {
  mkdirSync(to, { recursive: true });
  cpSync(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE, filter: wanted });
}
