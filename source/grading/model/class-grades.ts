import type { Finding } from './finding.ts';
import type { Judgement, Regraded } from './journal-summary.ts';

/** A class in one lab. */
export interface ClassGrades {
  readonly lab: {
    readonly id: string;
    readonly title: string;
    readonly version?: string;
    readonly digest?: string;
  };
  /** True if the checks were judged again, over what was recorded. */
  readonly again: boolean;
  /** True if the lab gives no marks, and the usual ones count. */
  readonly usualMarks: boolean;
  readonly most: Marks;
  readonly steps: readonly StepColumn[];
  readonly questions: readonly QuestionColumn[];
  readonly people: readonly PersonGrades[];
  readonly ungraded: readonly { readonly source: string; readonly wrong: string }[];
}

export interface Marks {
  readonly checks: number;
  readonly predictions: number;
  /** Of those answers that have marks. */
  readonly answers: number;
  readonly total: number;
}

/** A step over all people. */
export interface StepColumn {
  readonly id: string;
  readonly title: string;
  readonly passed: number;
  readonly stuck: number;
  /** Half of those who ran it spent no more on it; undefined where nobody did. */
  readonly medianMs?: number;
}

export interface QuestionColumn {
  readonly id: string;
  readonly step: string;
  readonly text: string;
  readonly modelAnswer: string;
  readonly most: number;
}

export interface PersonGrades {
  /** Unique in the class, and a plain file name. */
  readonly id: string;
  /** Unique in the class: the name that the journals give, or else where they were handed in, or both where they differ. */
  readonly label: string;
  /** Where they were handed in: the name of a folder or file. */
  readonly place: string;
  readonly name?: string;
  readonly email?: string;
  readonly journals: readonly GradedJournal[];
  readonly steps: readonly StepGrade[];
  readonly predictions: readonly PredictionGrade[];
  readonly answers: readonly AnswerGrade[];
  /** The step that was run and has not passed, and after which none has. */
  readonly stuckAt?: string;
  readonly spentMs: number;
  readonly marks: Marks;
  /** How many answers have no marks yet. */
  readonly unmarked: number;
  readonly findings: readonly Finding[];
}

export interface GradedJournal {
  readonly source: string;
  readonly sessions: readonly string[];
  readonly installations: readonly string[];
  readonly records: number;
  readonly openings: number;
  readonly from: string;
  readonly to: string;
  readonly labVersion?: string;
  readonly labDigest?: string;
}

export type StepState = 'passed' | 'unjudged' | 'failed' | 'stuck' | 'not-run';

export interface StepGrade {
  readonly step: string;
  readonly state: StepState;
  /** How hard it was, from 0 (passed at once) to 4 (stuck); undefined if it was not run. */
  readonly level?: number;
  /** It took more than twice, or four times, the usual time of the class. */
  readonly slow?: 2 | 4;
  readonly runs: number;
  readonly runMs: number;
  readonly spentMs: number;
  readonly hints: number;
  readonly solutionAt?: string;
  readonly passedAt?: string;
  readonly checks: readonly CheckGrade[];
}

export interface CheckGrade {
  readonly id: string;
  readonly title: string;
  readonly passed: boolean;
  readonly passedAt?: string;
  readonly failures: number;
  readonly evidence: string;
  /** The last verdict of the session itself; undefined if it never judged the check, or one of other content under this id. */
  readonly recorded?: Judgement;
  /** The verdict of the lab that it was graded with. */
  readonly again?: Regraded;
  readonly marks: number;
  readonly most: number;
}

export interface PredictionGrade {
  readonly step: string;
  readonly question: string;
  readonly text?: string;
  readonly state: 'right' | 'wrong' | 'not-graded' | 'skipped' | 'none';
  readonly evidence?: string;
  /** The grade of the session itself, where it differs from `state`. */
  readonly recorded?: 'right' | 'wrong' | 'not-graded';
  /** Why it could not be graded again by the lab that it is graded with. */
  readonly notAgain?: string;
  /** Predicted again after the outcome was known. */
  readonly later: number;
  readonly marks: number;
  readonly most: number;
}

export interface AnswerGrade {
  readonly question: string;
  readonly step: string;
  /** Undefined: not answered. */
  readonly text?: string;
  readonly first?: string;
  readonly at?: string;
  readonly agrees?: boolean;
  /** Who gave the same answer. */
  readonly sameAs: readonly string[];
  readonly marks?: number;
  readonly comment?: string;
  readonly most: number;
}
