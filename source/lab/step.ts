import type { ObservationName, Observations } from './observations.ts';

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
}

/** A command of a step. `line` is what a person would type, run as it stands through the session's executor. */
export interface LabCommand {
  readonly line: string;
  /** The command of the worked report on kind, where this one stands for it on the embedded cluster. */
  readonly standsFor?: string;
  /** True for `kubectl logs -f` and its like: it is ended when the step's checks are decided. */
  readonly follows?: boolean;
  /** True for a command that only reads: while a check of its output does not hold, it is run again, about once a second. */
  readonly repeats?: boolean;
}

export interface Question {
  readonly id: string;
  readonly text: string;
  /** Shown one after another on request. */
  readonly hints: readonly string[];
}

/** What a step needs beside its commands. A session knows how to do each of these on every cluster. */
export type StepEffect =
  | { readonly kind: 'fresh-cluster' } // the step's command makes a new cluster: what was seen of the old one is forgotten
  | { readonly kind: 'collect-window'; readonly says: string } // wait for the window to hold N, stop the producer, drain
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
  /** Done before the commands (`fresh-cluster`, `resume-producer`) or after them (`collect-window`). */
  readonly effects?: readonly StepEffect[];
  readonly checks: readonly Check[];
  readonly hints: readonly string[];
  readonly questions: readonly Question[];
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
}
