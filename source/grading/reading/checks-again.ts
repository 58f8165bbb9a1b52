import type { ObservationName, Observations } from '../../lab/model/observations.ts';
import type { Check, Lab } from '../../lab/model/step.ts';
import { mostAttempts } from '../model/bounds.ts';
import type { Regraded } from '../model/journal-summary.ts';
import { judgeAgain } from './judge-again.ts';
import type { RecordedRun } from './recorded-run.ts';
import { tallyOfCount } from './tally-of-count.ts';

/** Whether the session had this check, by its content: then what it saw decides it, or else the verdict that it had. */
type IsSame = (check: Check) => boolean;

const isPrinted = (name: ObservationName): boolean => name === 'output' || name === 'outputs';

/** Judges the checks of each run by the lab that it is graded with, over what was recorded of the run. */
export class ChecksAgain {
  readonly #run: RecordedRun;
  #lab: Lab | undefined;
  #attempts = 0;

  constructor(run: RecordedRun) {
    this.#run = run;
  }

  grade(lab: Lab): void {
    this.#lab = lab;
  }

  /** Before commands are repeated: a check of what they print passes as soon as it holds, as in a session. */
  atAttempt(at: string, isSame: IsSame): Map<string, Regraded> {
    const outputs = this.#run.outputs();
    if (this.#attempts >= mostAttempts || outputs.outputs === undefined) return new Map();
    this.#attempts += 1;
    const checks = this.#checks().filter((check) => !isSame(check) && check.look.every(isPrinted));
    return this.#judge(checks, () => outputs, at);
  }

  /** The end of a run, however it ended. */
  atEnd(at: string, isSame: IsSame): Map<string, Regraded> {
    this.#attempts = 0;
    if (!this.#run.isJudged) return new Map();
    const all = this.#run.all();
    const seen = (check: Check): Partial<Observations> => {
      if (!this.#run.isDecided(check.id)) return all;
      const own = this.#run.seenBy(check.id);
      const outputs = this.#run.outputs();
      // Another check of this id may have been decided before the commands were repeated.
      if (!isSame(check)) return { ...all, ...own, ...outputs };
      return own === undefined ? {} : { ...outputs, ...own };
    };
    return this.#judge(this.#checks(), seen, at, (check) => !this.#run.isDecided(check.id) || !isSame(check));
  }

  #checks(): readonly Check[] {
    return this.#lab?.steps.find(({ id }) => id === this.#run.step)?.checks ?? [];
  }

  #judge(
    checks: readonly Check[],
    seen: (check: Check) => Partial<Observations>,
    at: string,
    mayCount: (check: Check) => boolean = () => false,
  ): Map<string, Regraded> {
    const { facts } = this.#lab!;
    return new Map(
      checks.map((check) => {
        const own = seen(check);
        return [
          check.id,
          (mayCount(check) && this.#judgeByCount(check, own, at)) || judgeAgain(check, own, facts, at),
        ];
      }),
    );
  }

  /** Undefined if the check looks at no tally, saw one itself, or no count was recorded. */
  #judgeByCount(check: Check, seen: Partial<Observations>, at: string): Regraded | undefined {
    const { counted } = this.#run;
    if (counted === undefined || seen.tally !== undefined || !check.look.includes('tally')) return undefined;
    const made = tallyOfCount(counted, check.expression);
    if (made === undefined) return undefined;
    const again = judgeAgain(check, { ...seen, tally: made.tally }, this.#lab!.facts, at);
    if (!made.isExceeded()) return again;
    return { result: 'unseen', at, evidence: 'the journal holds the count, but not all that it looks at' };
  }
}
