import type { Observations } from '../../lab/model/observations.ts';
import type { Check, LabFacts, Verdict } from '../../lab/model/step.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { longestLine } from '../model/bounds.ts';
import type { Regraded } from '../model/journal-summary.ts';

/** Written by record-seen.ts where a long text or list was cut. */
const leftOut = /\(\d+ (?:characters|items) left out\)/;

/** What a check saw, of the JSON in the journal, without what was shortened when it was recorded; undefined if it is none. */
export function parseSeen(saw: string | undefined): Partial<Observations> | undefined {
  if (saw === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(saw);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    if (!leftOut.test(saw)) return value;
    return Object.fromEntries(
      Object.entries(value).filter(([, each]) => !leftOut.test(JSON.stringify(each))),
    );
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** Judges a check over what was recorded; a pure function, as the check itself. What is not there, or has another form, is `unseen`. */
export function judgeAgain(check: Check, seen: Partial<Observations>, facts: LabFacts, at: string): Regraded {
  const missing = check.look.filter((name) => !Object.hasOwn(seen, name));
  if (missing.length > 0)
    return {
      result: 'unseen',
      at,
      evidence: `the journal does not hold what it looks at: ${missing.join(', ')}`,
    };
  let verdict: Verdict;
  try {
    // Each name that it looks at is there; whether the value has its form shows when it is used.
    verdict = check.verify(seen as Observations, facts);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError))
      throw error;
    return { result: 'unseen', at, evidence: 'what the journal holds has another form than the check reads' };
  }
  const result = verdict.ok ? 'passed' : verdict.unjudged === true ? 'unjudged' : 'failed';
  return { result, at, evidence: sanitizeLine(verdict.evidence.replaceAll('\n', ' '), longestLine) };
}
