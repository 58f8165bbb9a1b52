import { randomUUID } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { describeError } from '../../../errors/lab-error.ts';
import { inLaterTurn, runInSlices } from '../../bounds/lanes/cluster.ts';
import { type BeginSlice, beginSlice } from '../../bounds/slices.ts';
import { PathError } from '../../paths/path-error.ts';
import { checkName, namedInside } from '../../paths/path-inside.ts';
import { makePlainDirectory, namesInPlain, renamePlain } from '../../paths/plain-directory.ts';
import { removalSteps } from '../../paths/removal-steps.ts';

/** What is on its way out lies here, in the cluster's data directory. */
const folder = 'removed';

export interface RemovalQueueOptions {
  /** The cluster's data directory. */
  readonly directory: string;
  /** One line, without the line end. */
  readonly log: (line: string) => void;
  /** How much is removed before others have the event loop; a slice of time unless a test counts. */
  readonly begin?: BeginSlice;
}

/**
 * Removes directories of any size without holding the event loop: each is moved aside at once, so that its name is free, and its files
 * are removed in slices. What a run of the cluster did not get done is removed by the next one with the same data.
 */
export class RemovalQueue {
  readonly #options: RemovalQueueOptions;
  readonly #names: string[];
  #callOff: (() => void) | undefined;
  #isRunning = false;
  #closed = false;

  /** Goes on with what an earlier run left. Throws `PathError` where its directory was replaced by a link, and what the system says. */
  constructor(options: RemovalQueueOptions) {
    this.#options = options;
    const directory = namedInside(options.directory, folder);
    this.#names = lstatSync(directory, { throwIfNoEntry: false }) ? namesInPlain(directory) : [];
    this.#schedule();
  }

  /**
   * Removes what has these names, one directory in the other, below the data directory; it need not be there. When this returns, nothing
   * has the name any more. A link in its place is removed, and not what it leads to. Throws `PathError` for names that lead out, and what
   * the system says; then it is where it was.
   */
  remove(...names: readonly [string, ...string[]]): void {
    const { directory } = this.#options;
    const last = names[names.length - 1] as string;
    checkName(last);
    const path = join(namedInside(directory, ...names.slice(0, -1)), last);
    if (!lstatSync(path, { throwIfNoEntry: false })) return;
    const name = randomUUID();
    makePlainDirectory(namedInside(directory, folder));
    renamePlain(path, namedInside(directory, folder, name));
    this.#names.push(name);
    this.#schedule();
  }

  /** Nothing is removed any more when this returns. */
  close(): void {
    this.#closed = true;
    this.#callOff?.();
  }

  #schedule(): void {
    if (this.#isRunning || this.#closed || this.#names.length === 0) return;
    this.#callOff ??= inLaterTurn(() => {
      this.#callOff = undefined;
      this.#isRunning = true;
      const rest = runInSlices(this.#steps(), this.#options.begin ?? beginSlice);
      if (rest instanceof Promise) void rest.then(() => this.#end());
      else this.#end();
    });
  }

  #end(): void {
    this.#isRunning = false;
    this.#schedule();
  }

  *#steps(): Generator<void, void, void> {
    for (let name = this.#names.shift(); name !== undefined; name = this.#names.shift()) {
      try {
        for (const _step of removalSteps(this.#options.directory, folder, name)) {
          yield;
          if (this.#closed) return;
        }
      } catch (error) {
        if (!(error instanceof PathError) && (error as NodeJS.ErrnoException).syscall === undefined)
          throw error;
        this.#options.log(`\`${folder}/${name}\` is left for the next start: ${describeError(error)}`);
      }
      yield;
      if (this.#closed) return;
    }
  }
}
