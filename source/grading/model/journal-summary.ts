import type { StepOutcome } from '../../journal/events.ts';
import type { Finding } from './finding.ts';

/** What one journal says, in bounded memory. */
export interface JournalSummary {
  /** Where it came from, as a person would name it. */
  readonly source: string;
  readonly lab: string;
  readonly labVersion?: string;
  readonly labDigest?: string;
  readonly records: number;
  readonly openings: number;
  readonly unattendedOpenings: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** Each once, in the order in which they appear. */
  readonly sessions: readonly string[];
  readonly installations: readonly string[];
  readonly names: readonly string[];
  readonly emails: readonly string[];
  readonly steps: ReadonlyMap<string, StepSummary>;
  readonly predictions: ReadonlyMap<string, PredictionSummary>;
  readonly answers: ReadonlyMap<string, AnswerSummary>;
  readonly findings: readonly Finding[];
  /** Links to every eighth of its records, from the first on; two journals that share one are the same up to there. */
  readonly links: readonly string[];
  /** Records that two sessions cannot have in common, as numbers: see fingerprint.ts. */
  readonly fingerprints: ReadonlySet<number>;
}

export interface StepSummary {
  readonly runs: number;
  /** When it passed for the first time. */
  readonly passedAt?: string;
  /** How its last run ended; undefined while it has not. */
  readonly outcome?: StepOutcome;
  /** When the last of its runs began. */
  readonly lastAt: string;
  /** The time of its runs, and the time that the learner spent on it, reading and thinking included. */
  readonly runMs: number;
  readonly spentMs: number;
  readonly hints: number;
  readonly solutionAt?: string;
  readonly checks: ReadonlyMap<string, CheckSummary>;
}

export interface CheckSummary {
  /** When it passed for the first time. */
  readonly passedAt?: string;
  /** How often it did not. */
  readonly failures: number;
  readonly last: Judgement;
  /** The line that decided it: of the first pass, or else of the last verdict. */
  readonly evidence: string;
  /** The session's verdicts by a check of the same content as that of the lab that it is graded with; undefined if it gave none. */
  readonly same?: { readonly passedAt?: string };
  /** What the lab that it is graded with makes of what was seen. */
  readonly again?: Regraded;
}

export type Judgement = 'passed' | 'failed' | 'unjudged';

export interface Regraded {
  /** `unseen`: what was recorded does not hold what the check looks at. */
  readonly result: Judgement | 'unseen';
  readonly at: string;
  readonly evidence: string;
}

export interface PredictionSummary {
  /** What was predicted before the step showed it; undefined if the learner went on without a prediction. */
  readonly text?: string;
  /** The id of what was chosen. */
  readonly choice?: string;
  readonly right?: boolean;
  readonly evidence?: string;
  /** How often it was predicted after the first time was graded. */
  readonly later: number;
  /** What came of it by the lab that it is graded with; undefined if the step that decides it has not ended. */
  readonly again?: OutcomeAgain;
}

/** The choice that came true with the line that shows it; or why that cannot be told, as a sentence without its end. */
export type OutcomeAgain =
  | { readonly choice: string; readonly evidence: string }
  | { readonly unseen: string };

export interface AnswerSummary {
  readonly step: string;
  readonly at: string;
  /** The last one. */
  readonly text: string;
  /** The first one, before the model answer was shown, if it differs. */
  readonly first?: string;
  /** Whether the learner found that it agrees with the model answer. */
  readonly agrees?: boolean;
}
