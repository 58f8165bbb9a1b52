import type { ClusterKind } from '../../cluster/model/cluster.ts';
import type { Lab, Step } from '../../lab/model/step.ts';
import type { CheckView, OutputLine, PredictionView, StepState, StepView } from '../view.ts';
import { OutputBuffer } from './output-buffer.ts';

/** One step as the screen shows it. Its view is cached until the next change. */
export class StepModel {
  readonly step: Step;
  readonly #commands: readonly string[];
  readonly #standsFor: readonly string[];
  readonly #output = new OutputBuffer();
  #checks: CheckView[];
  #answers: Record<string, string> = {};
  #durationMs: number | undefined;
  #startedAt: number | undefined;
  readonly #undo: readonly string[];
  #prediction: PredictionView | undefined;
  #view: StepView | undefined;
  #state: StepState = 'todo';

  constructor(step: Step, lab: Lab, cluster: ClusterKind) {
    this.step = step;
    const commands = step.commands({ cluster, facts: lab.facts });
    this.#commands = commands.map((command) => command.line);
    this.#undo = step.undo?.({ cluster, facts: lab.facts }) ?? [];
    this.#standsFor = commands.flatMap((command) =>
      command.standsFor === undefined ? [] : [command.standsFor],
    );
    this.#checks = step.checks.map(({ id, title }) => ({ id, title, state: 'todo' }));
    const { prediction } = step;
    this.#prediction = prediction && { question: prediction.question, choices: prediction.choices };
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

  /** Clears its result, answers and prediction. */
  reset(): void {
    this.#clearRun();
    this.#answers = {};
    const { prediction } = this.step;
    this.#prediction = prediction && { question: prediction.question, choices: prediction.choices };
    this.setState('todo');
  }

  #clearRun(): void {
    this.#output.clear();
    this.#checks = this.#checks.map(({ id, title }) => ({ id, title, state: 'todo' }));
    this.#durationMs = undefined;
    this.#startedAt = undefined;
  }

  setState(state: StepState): void {
    this.#state = state;
    this.#view = undefined;
  }

  end(outcome: 'passed' | 'failed' | 'cancelled', durationMs: number): void {
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

  answer(question: string, text: string): void {
    this.#answers = { ...this.#answers, [question]: text };
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

  grade(graded: NonNullable<PredictionView['graded']>): void {
    if (this.#prediction !== undefined) this.#prediction = { ...this.#prediction, graded };
    this.#view = undefined;
  }

  /** A check that had passed no longer holds. */
  regress(check: string, verdict: CheckView['verdict'] & {}): void {
    this.decide(check, { state: 'failed', verdict });
    this.setState('regressed');
  }

  /** The step had passed before, so the checks that fail now are those that had regressed. */
  restore(check: string, verdict: CheckView['verdict'] & {}): void {
    for (const each of this.#checks)
      if (each.id === check || each.state === 'failed') this.decide(each.id, { state: 'passed', verdict });
    this.setState('passed');
  }

  view(): StepView {
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
      ...(this.#prediction === undefined ? {} : { prediction: this.#prediction }),
      ...(this.#startedAt === undefined ? {} : { startedAt: this.#startedAt }),
      ...(this.#durationMs === undefined ? {} : { durationMs: this.#durationMs }),
    };
    return this.#view;
  }
}
