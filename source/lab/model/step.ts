import type { MomentSeen, ObservationName, Observations, TimelineSeen } from './observations.ts';

/** The result of a check. `evidence` is the line that decided it, as it was seen, for the screen and the report. */
export type Verdict =
  | { readonly ok: true; readonly evidence: string }
  | { readonly ok: false; readonly evidence: string; readonly hint?: string };

/**
 * One check of a step: `verify` judges the observations named in `look`, again and again until it holds or `withinMs` has passed.
 * `verify` is a pure function, so that a fabricated observation can prove that the check can fail.
 */
export interface Check<K extends ObservationName = ObservationName> {
  /** Unique within the lab, `share-quarter`. */
  readonly id: string;
  /** What holds when it passes, as a short phrase: `four partitions`. */
  readonly title: string;
  readonly look: readonly K[];
  readonly withinMs: number;
  /** True if it must hold from then on: it is verified again later, and if it fails then, the step has regressed. */
  readonly lasting?: boolean;
  verify(seen: Pick<Observations, K>, facts: LabFacts): Verdict;
}

/** The names and numbers in the lab's manifests; checks use these instead of literals. */
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
  /** The consumer group; undefined where only the client knows its name. */
  readonly group?: string;
  /** How the better consumer replaces the first one; by ROLE where undefined. */
  readonly swap?: ConsumerSwap;
}

/** How the two consumers differ. */
export type ConsumerSwap =
  /** One program is both; the variable ROLE selects one. */
  | { readonly by: 'role' }
  /** A second program under the same image name: another source that is built, or another command. */
  | { readonly by: 'program' }
  /** The learner edits the source, and it is built again. */
  | { readonly by: 'edit' }
  /** Another image. */
  | { readonly by: 'image'; readonly original: string; readonly better: string };

/** A command of a step. `line` is what a user would type; the session's executor runs it unchanged. */
export interface LabCommand {
  readonly line: string;
  /** The command in the worked report on kind that this one replaces on the embedded cluster. */
  readonly standsFor?: string;
  /** True for `kubectl logs -f` and the like: it ends when the step's checks are decided. */
  readonly follows?: boolean;
  /** True for a read-only command: it runs again about once a second while a check of its output does not hold. */
  readonly repeats?: boolean;
  /** True for a command that shows the result of an experiment: it runs once the watch has settled. */
  readonly whenSettled?: boolean;
  /** A placeholder in `line`: the name of a ready pod with the label `app` replaces it. */
  readonly pod?: { readonly word: string; readonly app: string };
}

/** What the learner predicts before a step; the counters grade it afterwards. */
export interface Prediction<K extends ObservationName = ObservationName> {
  readonly question: string;
  readonly choices: readonly PredictionChoice[];
  /** The step after which it is graded, if not its own. */
  readonly gradedAfter?: string;
  readonly look: readonly K[];
  /** The id of the right choice, with the line that shows it; undefined if the observations do not decide it. */
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
 * Watches the group and the topic during an experiment: waits until `begins` holds, runs the commands, waits until `settles` holds.
 * Neither is judged here: when the time is up, the step continues, and its checks judge the observations.
 */
export interface Watch {
  readonly kind: 'watch';
  readonly says: string;
  readonly withinMs: number;
  begins(now: MomentSeen, facts: LabFacts): boolean;
  settles(seen: TimelineSeen, facts: LabFacts): boolean;
}

/** What a step needs besides its commands. A session can do each of these on every cluster. */
export type StepEffect =
  | { readonly kind: 'fresh-cluster' } // the step's command creates a new cluster: what was seen of the old one is forgotten
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
  /** The commands that undo the step, if it changed anything. An object that is already gone is not an error. */
  readonly undo?: (context: CommandContext) => readonly string[];
  readonly checks: readonly Check[];
  readonly hints: readonly string[];
  readonly questions: readonly Question[];
  readonly prediction?: Prediction;
  /** True if later steps depend on this one: when it fails, a run without a screen stops. */
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
  /** One line: what the lab demonstrates. */
  readonly promise: string;
  readonly facts: LabFacts;
  readonly steps: readonly Step[];
  /** The comparison of the two consumers at the end of the lab, each cell from measurements. */
  readonly comparison: readonly ComparisonRow[];
}

/** A row of the comparison: a feature, and for each consumer the checks whose evidence fills the cell. */
export interface ComparisonRow {
  readonly feature: string;
  readonly original: ComparisonCell;
  readonly improved: ComparisonCell;
}

/** `says`: the text of a cell for which nothing can be measured. */
export type ComparisonCell = { readonly checks: readonly string[] } | { readonly says: string };
