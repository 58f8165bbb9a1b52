import { describeError } from '../errors/lab-error.ts';
import { explainSystemError } from '../errors/system-error.ts';

const quietMs = 10_000;

/** What the disk refuses a cluster, told to a person once for each thing that it means, and again after a while if it lasts. */
export class DiskErrorReporter {
  readonly #tell: (text: string) => void;
  readonly #toldAt = new Map<string, number>();

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  /** `what`: what it means for the cluster: `broker 0 halts`. */
  report(what: string, error: unknown): void {
    const now = performance.now();
    const before = this.#toldAt.get(what);
    if (before !== undefined && now - before < quietMs) return;
    this.#toldAt.set(what, now);
    const todo = explainSystemError(error)?.todo;
    this.#tell(`${describeError(error)}: ${what}${todo === undefined ? '' : `; ${todo}`}`);
  }

  /** All that could not be written has been. */
  over(): void {
    this.#toldAt.clear();
    this.#tell('the disk takes what the cluster writes again: all Kubernetes objects are on it');
  }
}
