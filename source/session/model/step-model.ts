import type { ClusterKind } from '../../cluster/model/cluster.ts';
import type { Lab, Step } from '../../lab/model/step.ts';
import {
  type CheckView,
  isDone,
  type OutputLine,
  type PredictionView,
  type StepState,
  type StepView,
  type TaskView,
} from '../view.ts';
import { OutputBuffer } from './output-buffer.ts';

/** One step as the screen shows it. Its view is cached until the next change. */
export class StepModel {
  #step: Step;
  #commands: readonly string[] = [];
  #standsFor: readonly string[] = [];
  readonly #output = new OutputBuffer();
  #checks: CheckView[];
  #answers: Record<string, string> = {};
  #agreements: Record<string, boolean> = {};
  #hintsTaken = 0;
  #durationMs: number | undefined;
  #startedAt: number | undefined;
  #undo: readonly string[] = [];
  #prediction: PredictionView | undefined;
  #path: string | undefined;
  #saves = 0;
  #asked = false;
  #view: StepView | undefined;
  #state: StepState = 'todo';
  #swappedTo: StepView['swappedTo'];
  #undoneWith: string | undefined;

  readonly #cluster: ClusterKind;

  constructor(step: Step, lab: Lab, cluster: ClusterKind) {
    this.#step = step;
    this.#cluster = cluster;
    this.#checks = step.checks.map(({ id, title }) => ({ id, title, state: 'todo' }));
    this.reword(step, lab);
  }

  get step(): Step {
    return this.#step;
  }

  /** The same step with other names and numbers. */
  reword(step: Step, lab: Lab): void {
    this.#step = step;
    const commands = step.commands({ cluster: this.#cluster, facts: lab.facts });
    this.#commands = commands.map((command) => command.line);
    this.#undo = step.undo?.({ cluster: this.#cluster, facts: lab.facts }) ?? [];
    this.#standsFor = commands.flatMap((command) =>
      command.standsFor === undefined ? [] : [command.standsFor],
    );
    const titles = new Map(step.checks.map(({ id, title }) => [id, title]));
    this.#checks = this.#checks.map((check) => ({ ...check, title: titles.get(check.id) ?? check.title }));
    const { prediction } = step;
    this.#prediction = prediction && {
      ...this.#prediction,
      question: prediction.question,
      choices: prediction.choices,
    };
    this.#view = undefined;
  }

  get state(): StepState {
    return this.#state;
  }

  /** `at`: ms since the epoch; undefined if the step is being undone. */
  start(at: number | undefined): void {
    this.#clearRun();
    this.#startedAt = at;
    this.setState('running');
  }

  /** Clears its result, answers, hints and prediction. */
  reset(): void {
    this.#clearRun();
    for (const { id } of this.step.questions) this.forget(id);
    this.#hintsTaken = 0;
    const { prediction } = this.step;
    this.#prediction = prediction && { question: prediction.question, choices: prediction.choices };
    this.setState('todo');
  }

  /** It counts as not run. */
  clearResult(): void {
    this.#clearRun();
    this.setState('todo');
  }

  #clearRun(): void {
    this.#output.clear();
    this.#checks = this.#checks.map(({ id, title }) => ({ id, title, state: 'todo' }));
    this.#durationMs = undefined;
    this.#startedAt = undefined;
  }

  /** The consumer whose swap undid it, if one did. */
  get swappedTo(): StepView['swappedTo'] {
    return this.#swappedTo;
  }

  setState(state: StepState): void {
    this.#state = state;
    this.#swappedTo = undefined;
    this.#undoneWith = undefined;
    this.#view = undefined;
  }

  end(outcome: 'passed' | 'failed' | 'cancelled' | 'unjudged', durationMs: number): void {
    this.#durationMs = durationMs;
    this.#checks = this.#checks.map((check) =>
      check.state === 'waiting' ? { ...check, state: 'todo' } : check,
    );
    this.setState(outcome);
  }

  print(line: OutputLine): void {
    this.#output.add(line);
    this.#view = undefined;
  }

  skip(lines: number): void {
    this.#output.skip(lines);
    this.#view = undefined;
  }

  waitForChecks(): void {
    this.#checks = this.#checks.map((check) =>
      check.state === 'todo' ? { ...check, state: 'waiting' } : check,
    );
    this.#view = undefined;
  }

  decide(id: string, decided: Pick<CheckView, 'state' | 'verdict' | 'durationMs'>): void {
    this.#checks = this.#checks.map((check) => (check.id === id ? { ...check, ...decided } : check));
    this.#view = undefined;
  }

  /** Where the file of the task is. */
  locate(path: string): void {
    this.#path = path;
    this.#view = undefined;
  }

  save(): void {
    this.#saves += 1;
    this.#view = undefined;
  }

  askForSolution(): void {
    this.#asked = true;
    this.#view = undefined;
  }

  #task(): TaskView | undefined {
    const { task } = this.#step;
    if (task === undefined) return undefined;
    const { file, goal, solution } = task;
    return {
      file,
      goal,
      ...(this.#path === undefined ? {} : { path: this.#path }),
      saves: this.#saves,
      asked: this.#asked,
      ...(this.#asked || isDone(this.#state) ? { solution } : {}),
    };
  }

  answer(question: string, text: string): void {
    this.forget(question);
    this.#answers = { ...this.#answers, [question]: text };
  }

  compare(question: string, agrees: boolean): void {
    this.#agreements = { ...this.#agreements, [question]: agrees };
    this.#view = undefined;
  }

  /** The question counts as not answered. */
  forget(question: string): void {
    const { [question]: _answer, ...answers } = this.#answers;
    const { [question]: _agreement, ...agreements } = this.#agreements;
    this.#answers = answers;
    this.#agreements = agreements;
    this.#view = undefined;
  }

  takeHints(taken: number): void {
    this.#hintsTaken = Math.max(this.#hintsTaken, taken);
    this.#view = undefined;
  }

  get chosen(): string | undefined {
    return this.#prediction?.chosen;
  }

  /** Replaces the prediction, which is then not graded yet. */
  predict(chosen: string): void {
    if (this.#prediction === undefined) return;
    const { question, choices } = this.#prediction;
    this.#prediction = { question, choices, chosen };
    this.#view = undefined;
  }

  skipPrediction(): void {
    if (this.#prediction !== undefined && this.#prediction.chosen === undefined)
      this.#prediction = { ...this.#prediction, skipped: true };
    this.#view = undefined;
  }

  grade(graded: NonNullable<PredictionView['graded']>): void {
    if (this.#prediction !== undefined) this.#prediction = { ...this.#prediction, graded };
    this.#view = undefined;
  }

  /**
   * A check that had passed no longer holds. `swappedTo`: the consumer that was swapped in since the step passed, if one was; `undoneWith`: the
   * step that was undone, if one was.
   */
  regress(
    check: string,
    verdict: CheckView['verdict'] & {},
    { swappedTo, undoneWith }: Pick<StepView, 'swappedTo'> & { readonly undoneWith: string | undefined },
  ): void {
    this.decide(check, { state: 'failed', verdict });
    this.setState('regressed');
    this.#undoneWith = undoneWith;
    const isAboutConsumer = this.step.checks.some(({ id, look }) => id === check && look.includes('tally'));
    if (isAboutConsumer) this.#swappedTo = swappedTo;
  }

  /** The step was done before, so the checks that fail now are those that had regressed. */
  restore(check: string, verdict: CheckView['verdict'] & {}): void {
    for (const each of this.#checks)
      if (each.id === check || each.state === 'failed') this.decide(each.id, { state: 'passed', verdict });
    this.setState(this.#checks.some(({ state }) => state === 'unjudged') ? 'unjudged' : 'passed');
  }

  view(): StepView {
    const task = this.#view === undefined ? this.#task() : undefined;
    this.#view ??= {
      step: this.step,
      state: this.#state,
      commands: this.#commands,
      undo: this.#undo,
      standsFor: this.#standsFor,
      output: this.#output.lines(),
      elided: this.#output.elided,
      checks: this.#checks,
      answers: this.#answers,
      agreements: this.#agreements,
      hintsTaken: this.#hintsTaken,
      ...(this.#prediction === undefined ? {} : { prediction: this.#prediction }),
      ...(task === undefined ? {} : { task }),
      ...(this.#swappedTo === undefined ? {} : { swappedTo: this.#swappedTo }),
      ...(this.#undoneWith === undefined ? {} : { undoneWith: this.#undoneWith }),
      ...(this.#startedAt === undefined ? {} : { startedAt: this.#startedAt }),
      ...(this.#durationMs === undefined ? {} : { durationMs: this.#durationMs }),
    };
    return this.#view;
  }
}
