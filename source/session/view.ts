import type { ComparedBeforeAfter } from '../journal/events.ts';
import type { TallySeen } from '../lab/model/observations.ts';
import type { Prediction, Question, Step, Verdict } from '../lab/model/step.ts';

/**
 * What a screen sees of a session, and what it may do with one. The session owns the state; a screen takes snapshots
 * (`useSyncExternalStore`) and calls actions. Every string in here is sanitised already.
 */
export interface SessionView {
  readonly labTitle: string;
  /** One line: what the lab demonstrates. */
  readonly promise: string;
  readonly cluster: ClusterView;
  readonly steps: readonly StepView[];
  /** Index into `steps` of the step that Enter runs. */
  readonly current: number;
  /** The step that runs now, if any. */
  readonly running?: number;
  readonly tally: TallySeen;
  readonly producedPerSecond: number;
  readonly receivedPerSecond: number;
  readonly consumer: 'none' | 'partition' | 'group';
  readonly swapping: boolean;
  /** There is no second consumer to swap to. */
  readonly swapIsOff?: true;
  /** How much of the same window the partition-0 consumer received, and the group after the swap. */
  readonly beforeAfter?: BeforeAfter;
  /** Who owns which partition of the group since the last rebalance; empty without a group. */
  readonly members?: readonly {
    readonly member: string;
    readonly pod?: string;
    readonly partitions: readonly number[];
  }[];
  /** A question that the session needs answered; `agree` and `decline` do so. */
  readonly claimQuestion?: ClaimQuestion;
  /** The latest message to the user: an export's path, a failed swap. */
  readonly notice?: { readonly level: 'info' | 'error'; readonly text: string };
  /** Set while the journal cannot be written; the session continues. */
  readonly journalBanner?: string;
  readonly startedAt: number;
  /** After a resume without its cluster: the index of the last step that had passed, until it has passed again. */
  readonly rebuildTo?: number;
  /** Set if the session is a replay. */
  readonly replay?: ReplayView;
}

/** Whether the session may use or replace a cluster that it did not create; replacing it loses what is on it. */
export interface ClaimQuestion {
  readonly kind: 'use' | 'replace';
  /** What the cluster is, and what it holds. */
  readonly loss: string;
}

/** The position of a replay, in ms of the session with its idle time shortened. */
export interface ReplayView {
  readonly atMs: number;
  readonly totalMs: number;
  /** When that was which is shown, ms since the epoch. */
  readonly now: number;
  readonly speed: number;
  readonly playing: boolean;
  readonly ended: boolean;
}

/** Counts are messages; `before` and `after` are how many of the window each consumer received. */
export type BeforeAfter = Omit<ComparedBeforeAfter, 'type'>;

export interface ClusterView {
  readonly kind: 'embedded' | 'kind' | 'context';
  readonly state: 'down' | 'starting' | 'ready' | 'silent' | 'gone';
  /** `kafka 3/3`, `zookeeper 1/1` */
  readonly workloads: readonly { readonly name: string; readonly ready: number; readonly replicas: number }[];
  /** `topic test 4p×3r`, once it exists. */
  readonly topic?: { readonly name: string; readonly partitions: number; readonly replicas: number };
}

/** `unjudged`: no check failed, and at least one could not be judged. */
export type StepState = 'todo' | 'running' | 'passed' | 'failed' | 'cancelled' | 'regressed' | 'unjudged';

/** Whether nothing is left to do for the step. */
export function isDone(state: StepState | undefined): boolean {
  return state === 'passed' || state === 'unjudged';
}

export interface StepView {
  readonly step: Step;
  readonly state: StepState;
  readonly commands: readonly string[];
  readonly standsFor: readonly string[];
  /** The commands that undo the step; empty if it changed nothing on the cluster. */
  readonly undo: readonly string[];
  /** Output of the last run, oldest first, bounded; `elided` lines were dropped before the first. */
  readonly output: readonly OutputLine[];
  readonly elided: number;
  readonly checks: readonly CheckView[];
  readonly answers: Readonly<Record<Question['id'], string>>;
  /** Of the questions whose answer the learner has compared with the model answer: whether it agrees. */
  readonly agreements: Readonly<Record<Question['id'], boolean>>;
  /** How many of the step's hints have been taken. */
  readonly hintsTaken: number;
  readonly prediction?: PredictionView;
  /** Set if the step is a task. */
  readonly task?: TaskView;
  /** Set if it no longer holds because the consumer was swapped: the one that reads now. */
  readonly swappedTo?: 'partition' | 'group';
  /** Set if it no longer holds because a step that it depends on was undone: the id of that. */
  readonly undoneWith?: string;
  /** When its last run began, ms since the epoch. */
  readonly startedAt?: number;
  readonly durationMs?: number;
}

/** What the learner is to do to a file. */
export interface TaskView {
  readonly file: string;
  readonly goal: string;
  /** Where the file is, once the step was selected; undefined in a replay. */
  readonly path?: string;
  /** How often it was saved. */
  readonly saves: number;
  /** True once the solution was asked for before the task was solved. */
  readonly asked: boolean;
  /** Once the task was solved, or the solution asked for. */
  readonly solution?: string;
}

/** The question before the step, the learner's prediction, and its grade. */
export interface PredictionView {
  readonly question: string;
  readonly choices: Prediction['choices'];
  /** The id of the learner's choice. */
  readonly chosen?: string;
  /** The learner was asked, and went on without one. */
  readonly skipped?: true;
  readonly graded?: { readonly actual: string; readonly right: boolean; readonly evidence: string };
}

export interface OutputLine {
  readonly stream: 'command' | 'stdout' | 'stderr' | 'note';
  readonly text: string;
}

export interface CheckView {
  readonly id: string;
  readonly title: string;
  readonly state: 'todo' | 'waiting' | 'passed' | 'failed' | 'unjudged';
  readonly verdict?: Verdict;
  readonly durationMs?: number;
}

/** The newest lines of a log, bounded and append-only; kept outside React. */
export interface LogRing {
  /** Changes whenever a line is added; cheap to compare. */
  readonly version: number;
  /** How many lines were added in all; line numbers run from `total - length` to `total - 1`. */
  readonly total: number;
  readonly length: number;
  /** Lines `from` (inclusive) to `to` (exclusive), by line number, without dropped lines. */
  slice(from: number, to: number): readonly RingLine[];
}

export interface RingLine {
  readonly number: number;
  readonly pod: string;
  readonly at: number;
  readonly text: string;
  /** `mark` lines are the session's own: a swap, an experiment. */
  readonly kind: 'line' | 'mark';
}

export interface SessionStore {
  snapshot(): SessionView;
  /** Called at most about ten times a second. */
  subscribe(listener: () => void): () => void;
  readonly logs: { readonly producer: LogRing; readonly consumer: LogRing };
  readonly actions: SessionActions;
}

/** How a command ended that the learner asked for, and what it printed. */
export interface TypedCommand {
  readonly exitCode: number;
  readonly output: string;
}

/** Actions never throw: a failure becomes a notice and a journal event. */
export interface SessionActions {
  select(index: number): void;
  run(index: number): void;
  runTo(index: number): void;
  cancel(): void;
  /** The answers to `claimQuestion`: proceed, or leave the cluster unchanged. */
  agree(): void;
  decline(): void;
  /** Undoes a step, after what stands on it, and clears its result, prediction and answers. */
  reset(index: number): void;
  /** Undoes a step that no longer holds, runs it again, and then every step up to another one that has not passed. */
  repair(from: number, to: number): void;
  swap(): void;
  /** Saves an answer, unless it is blank. It must be compared anew with the model answer. */
  answer(stepIndex: number, questionId: string, text: string): void;
  /** Records whether an answer agrees with the model answer; does nothing for a question without an answer. */
  compare(stepIndex: number, questionId: string, agrees: boolean): void;
  /** Takes the next hint, if there is one. */
  hint(stepIndex: number): void;
  /** Sets or changes the prediction for a step that has not run yet; otherwise, or for an unknown choice, does nothing. */
  predict(stepIndex: number, choice: string): void;
  /** Goes on without a prediction; where one was made already, does nothing. */
  skipPrediction(stepIndex: number): void;
  /** Shows the solution of a task that is not solved yet, which is recorded. */
  showSolution(stepIndex: number): void;
  /** Writes the lines that a log still holds to a new file; a notice gives the path. */
  saveLog(log: 'producer' | 'consumer'): void;
  exportTranscript(): void;
  /**
   * Runs a command that the learner asked for outside of the steps, and records it as one; finished steps are verified again then. A
   * replay runs nothing.
   */
  typed(line: string): Promise<TypedCommand>;
  /**
   * The learner's own shell has the terminal from now on, until `shellClosed`: finished steps are verified again then. `line`: the command
   * line of one in a pod.
   */
  shellOpened(line?: string): void;
  shellClosed(): void;
  /** Resolves when the session's streams are closed and the journal is flushed. */
  close(): Promise<void>;
}
