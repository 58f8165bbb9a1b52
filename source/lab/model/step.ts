import type { MomentSeen, ObservationName, Observations, TimelineSeen } from './observations.ts';

/** What the learner is told a check saw. `evidence` is the line that decided, raw, for the screen and the report. */
export type Verdict =
  | { readonly ok: true; readonly evidence: string }
  | { readonly ok: false; readonly evidence: string; readonly hint?: string };

/**
 * One check of a step: looks at `look`, decides with `verify`, is asked again until it holds or `withinMs` has passed.
 * `verify` is a pure function, so that a fabricated observation can prove that the check can fail.
 */
export interface Check<K extends ObservationName = ObservationName> {
  /** Unique within the lab, `share-quarter`. */
  readonly id: string;
  /** What holds when it passes, as a short phrase: `four partitions`. */
  readonly title: string;
  readonly look: readonly K[];
  readonly withinMs: number;
  /** True where it is meant to hold from then on: it is looked at again later, and a step for which it fails has regressed. */
  readonly lasting?: boolean;
  verify(seen: Pick<Observations, K>, facts: LabFacts): Verdict;
}

/** The names and numbers that the lab's manifests give; checks read these instead of literals. */
export interface LabFacts {
  readonly nodes: number;
  readonly brokers: number;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly topic: string;
  readonly namespace: string;
  readonly zookeeperPod: string;
  readonly brokerPod: string;
  readonly producerApp: string;
  readonly consumerApp: string;
  readonly clientImage: string;
  /** The consumer group; left out where only the client itself knows its name. */
  readonly group?: string;
  /** How the better consumer comes in the place of the first one; by ROLE where it is left out. */
  readonly swap?: ConsumerSwap;
}

/** What makes a consumer the better one. */
export type ConsumerSwap =
  /** One program is both: ROLE tells it which. */
  | { readonly by: 'role' }
  /** A second program takes the name of the image: a second source that is built, or a second command. */
  | { readonly by: 'program' }
  /** The learner edits the source, and it is built again. */
  | { readonly by: 'edit' }
  /** Another image. */
  | { readonly by: 'image'; readonly original: string; readonly better: string };

/** A command of a step. `line` is what a person would type, run as it stands through the session's executor. */
export interface LabCommand {
  readonly line: string;
  /** The command of the worked report on kind, where this one stands for it on the embedded cluster. */
  readonly standsFor?: string;
  /** True for `kubectl logs -f` and its like: it is ended when the step's checks are decided. */
  readonly follows?: boolean;
  /** True for a command that only reads: while a check of its output does not hold, it is run again, about once a second. */
  readonly repeats?: boolean;
  /** True for a command that shows the result of an experiment: it runs once what is watched has settled. */
  readonly whenSettled?: boolean;
  /** A word of `line` that stands for the name of a pod: that of a ready one with the label `app` takes its place. */
  readonly pod?: { readonly word: string; readonly app: string };
}

/** What the learner is asked to foretell before a step; the counters grade it afterwards. */
export interface Prediction<K extends ObservationName = ObservationName> {
  readonly question: string;
  readonly choices: readonly PredictionChoice[];
  /** The step after which it is graded, where that is not its own. */
  readonly gradedAfter?: string;
  readonly look: readonly K[];
  /** The id of the choice that came true, with the line that shows it; undefined where what was seen does not tell. */
  grade(seen: Pick<Observations, K>, facts: LabFacts): PredictionOutcome | undefined;
}

export interface PredictionChoice {
  readonly id: string;
  readonly text: string;
}

export interface PredictionOutcome {
  readonly choice: string;
  readonly evidence: string;
}

export interface Question {
  readonly id: string;
  readonly text: string;
  /** Shown one after another on request. */
  readonly hints: readonly string[];
}

/**
 * Watches group and topic from before the step's commands on: waits until `begins` holds, runs the commands, waits until
 * `settles` does. Neither is judged here: when the time is up, the step goes on, and its checks say what they saw.
 */
export interface Watch {
  readonly kind: 'watch';
  readonly says: string;
  readonly withinMs: number;
  begins(now: MomentSeen, facts: LabFacts): boolean;
  settles(seen: TimelineSeen, facts: LabFacts): boolean;
}

/** What a step needs beside its commands. A session knows how to do each of these on every cluster. */
export type StepEffect =
  | { readonly kind: 'fresh-cluster' } // the step's command makes a new cluster: what was seen of the old one is forgotten
  // wait for the window to hold N (or `atLeast`), stop the producer, drain
  | { readonly kind: 'collect-window'; readonly says: string; readonly atLeast?: number }
  | Watch
  | { readonly kind: 'resume-producer' };

export interface Step {
  /** `1.1`: stable, what `--until` takes. */
  readonly id: string;
  readonly title: string;
  /** The worked report's figures that this step reproduces, `Figure 3`. */
  readonly figures: readonly string[];
  /** What this step is about: a few sentences of plain text. */
  readonly text: string;
  readonly lookFor: string;
  readonly commands: (context: CommandContext) => readonly LabCommand[];
  /** Done before the commands (`fresh-cluster`, `resume-producer`), around them (`watch`) or after them (`collect-window`). */
  readonly effects?: readonly StepEffect[];
  /** What takes back what the step made; without it there is nothing to take back. That something is gone already is no error. */
  readonly undo?: (context: CommandContext) => readonly string[];
  readonly checks: readonly Check[];
  readonly hints: readonly string[];
  readonly questions: readonly Question[];
  readonly prediction?: Prediction;
  /** True where later steps stand on this one: when it fails, a run without a screen stops here. */
  readonly required?: boolean;
}

/** What the command lines of a step depend on. */
export interface CommandContext {
  readonly cluster: 'embedded' | 'kind' | 'context';
  readonly facts: LabFacts;
}

export interface Lab {
  readonly id: string;
  readonly title: string;
  /** One line: what the lab will show. */
  readonly promise: string;
  readonly facts: LabFacts;
  readonly steps: readonly Step[];
  /** The comparison of both consumers that the lab ends in, each cell from what was measured. */
  readonly comparison: readonly ComparisonRow[];
}

/** A row of the comparison: what is compared, and the checks whose evidence says how it is with each consumer. */
export interface ComparisonRow {
  readonly feature: string;
  readonly original: ComparisonCell;
  readonly improved: ComparisonCell;
}

/** `says` where nothing can be measured, because there is nothing to do it with. */
export type ComparisonCell = { readonly checks: readonly string[] } | { readonly says: string };
