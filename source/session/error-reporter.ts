import { isExpectedFailure } from '../errors/expected-failure.ts';
import { describeError } from '../errors/lab-error.ts';
import { sanitizeLine } from '../text/sanitize.ts';
import type { EventStream } from './event-stream.ts';

/** More notices than this would not help. */
const maxKinds = 20;
const textLimit = 500;

/**
 * Makes our own defects visible in work that is retried: each kind of error becomes one notice, on the screen and in the journal,
 * no matter how often it repeats.
 */
export class ErrorReporter {
  readonly #stream: Pick<EventStream, 'publish'>;
  readonly #reported = new Set<string>();
  /** An error that passes several reporters is reported by the first. */
  readonly #seen = new WeakSet<Error>();

  constructor(stream: Pick<EventStream, 'publish'>) {
    this.#stream = stream;
  }

  /** `activity` as in `while following logs`. Ignores what a cluster may cause at any time. */
  report(activity: string, error: unknown): void {
    if (isExpectedFailure(error)) return;
    if (error instanceof Error) {
      if (this.#seen.has(error)) return;
      this.#seen.add(error);
    }
    const what = error instanceof Error ? `${error.name}: ${describeError(error)}` : describeError(error);
    const place = placeOf(error);
    const kind = `${activity}\n${place === undefined ? what : `${(error as Error).name}\n${place}`}`;
    if (this.#reported.has(kind) || this.#reported.size >= maxKinds) return;
    this.#reported.add(kind);
    const text = `unexpected error while ${activity}: ${what}${place === undefined ? '' : ` (${place})`}`;
    this.#stream.publish({ type: 'notice', level: 'error', text: sanitizeLine(text, textLimit) });
  }
}

/** Where it was thrown, `sampler.ts:88`, without the path. */
function placeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return /^\s+at .*?([^/\\\s():]+:\d+):\d+\)?$/m.exec(error.stack ?? '')?.[1];
}
