import type { ObservationName } from './observations.ts';
import type { ReportPart } from './report-plan.ts';
import type { ComparisonRow, LabCommand, Step } from './step.ts';

/*
 * A lab as data, made of its folder for the facts of one session: all texts and command lines are written out. It is JSON, so that the bundle
 * and a session's directory can hold it. `assembleLab` makes a Lab of it.
 */

/** What has a name in the vocabulary, with its parameters. */
export interface NamedData {
  readonly named: string;
  readonly with: Readonly<Record<string, unknown>>;
}

interface JudgedData {
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  readonly withinMs?: number;
  readonly lasting?: boolean;
}

/** A check by an expression. `values` are those of the lab, for these facts. */
export interface ExpressionData {
  readonly look: readonly ObservationName[];
  readonly that: string;
  readonly evidence: string;
}

export type CheckData = JudgedData & (NamedData | ExpressionData);

export type EffectData =
  | { readonly kind: 'fresh-cluster' | 'resume-producer' }
  | { readonly kind: 'collect-window'; readonly says: string; readonly atLeast?: number }
  | {
      readonly kind: 'watch';
      readonly says: string;
      readonly withinMs: number;
      readonly begins: readonly NamedData[];
      readonly settles: readonly NamedData[];
    };

export interface PredictionData extends NamedData {
  readonly question: string;
  readonly choices: readonly { readonly id: string; readonly text: string }[];
  readonly gradedAfter?: string;
}

export type ClusterKind = 'embedded' | 'kind' | 'context';
export const clusterKinds: readonly ClusterKind[] = ['embedded', 'kind', 'context'];

/** A step as data: what it says is that of a step; commands, effects, checks and grading are named, not functions. */
export interface StepData
  extends Pick<
    Step,
    | 'id'
    | 'title'
    | 'figures'
    | 'sources'
    | 'text'
    | 'lookFor'
    | 'hints'
    | 'questions'
    | 'leftOut'
    | 'needs'
    | 'task'
  > {
  readonly commands: Readonly<Record<ClusterKind, readonly LabCommand[]>>;
  readonly effects: readonly EffectData[];
  readonly undo: readonly string[];
  readonly checks: readonly CheckData[];
  readonly prediction?: PredictionData;
  readonly required?: true;
}

export interface LabData {
  readonly id: string;
  readonly title: string;
  readonly promise: string;
  readonly version?: string;
  /** SHA-256 of the folder's files, in hexadecimal. */
  readonly digest: string;
  readonly steps: readonly StepData[];
  readonly comparison: readonly ComparisonRow[];
  readonly report?: readonly ReportPart[];
  /** The lab's own values, for its expressions. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly ownFacts: Readonly<Record<string, unknown>>;
}
