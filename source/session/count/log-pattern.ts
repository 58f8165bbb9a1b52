import { createContext, Script } from 'node:vm';
import type { ClientLine } from '../../lab/model/log-line.ts';
import { withinCpuTime } from '../../time/cpu-time.ts';

/** The groups that a pattern may name; it must have one of the first two. */
export const patternGroups = ['published', 'received', 'partition', 'offset'] as const;

const longestLine = 1_000;
/** How much CPU time a batch of lines may take: a pattern can backtrack for hours on a line that was made for it. */
const batchMs = 100;
/** The named groups of each line; null for one that does not match. */
type Matches = readonly (Readonly<Record<string, unknown>> | null)[];

const numberPattern = /^\d{1,15}$/;

/** Thrown once: the pattern took too long, and reads nothing any longer. */
export class SlowPatternError extends Error {
  constructor(pattern: string) {
    super(`--log-pattern \`${pattern}\` takes too long on a line of the log, and is no longer used`);
    this.name = 'SlowPatternError';
  }
}

/** The learner's own pattern for log lines, a regular expression with named groups. It runs where it can be stopped. */
export class LogPattern {
  readonly #source: string;
  readonly #script = new Script(
    'lines.map((line) => { const match = pattern.exec(line); return match === null ? null : { ...match.groups }; })',
  );
  readonly #context: { lines: readonly string[] };
  #isSlow = false;

  /** @throws SyntaxError: not a regular expression */
  constructor(source: string) {
    this.#source = source;
    this.#context = createContext({ lines: [], pattern: new RegExp(source) }) as { lines: readonly string[] };
  }

  /** What each line says; undefined for one that it does not match. @throws SlowPatternError */
  read(lines: readonly string[]): (ClientLine | undefined)[] {
    if (this.#isSlow) return lines.map(() => undefined);
    this.#context.lines = lines.map((line) => line.slice(0, longestLine));
    const found = withinCpuTime(batchMs, (timeout) => this.#match(timeout));
    if (found === undefined) {
      this.#isSlow = true;
      throw new SlowPatternError(this.#source);
    }
    return found.map((groups) => (groups === null ? undefined : lineOf(groups)));
  }

  #match(timeout: number): Matches {
    return this.#script.runInContext(this.#context, { timeout }) as Matches;
  }
}

function lineOf(groups: Readonly<Record<string, unknown>>): ClientLine {
  const numbers = patternGroups.flatMap((name) => {
    const text = groups[name];
    return typeof text === 'string' && numberPattern.test(text) ? [[name, Number(text)] as const] : [];
  });
  return Object.fromEntries(numbers);
}
