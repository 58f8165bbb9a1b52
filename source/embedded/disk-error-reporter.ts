import { describeError } from '../errors/lab-error.ts';
import { explainSystemError } from '../errors/system-error.ts';

const quietMs = 10_000;

/** Reports disk errors to the user, once for each consequence, and again after a while if they last. */
export class DiskErrorReporter {
  readonly #tell: (text: string) => void;
  readonly #toldAt = new Map<string, number>();

  constructor(tell: (text: string) => void) {
    this.#tell = tell;
  }

  /** `what`: the consequence for the cluster, `broker 0 halts`. */
  report(what: string, error: unknown): void {
    const now = performance.now();
    const before = this.#toldAt.get(what);
    if (before !== undefined && now - before < quietMs) return;
    this.#toldAt.set(what, now);
    const todo = explainSystemError(error)?.todo;
    this.#tell(`${describeError(error)}: ${what}${todo === undefined ? '' : `; ${todo}`}`);
  }

  /** Everything pending has been written. */
  over(): void {
    this.#toldAt.clear();
    this.#tell('the disk accepts writes again: all Kubernetes objects are saved');
  }
}
