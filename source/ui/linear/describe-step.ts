import type { Question } from '../../lab/model/step.ts';
import { evidenceFor } from '../../session/evidence.ts';
import { hintsOf } from '../../session/hints-of.ts';
import { hiddenStep } from '../../session/open-prediction.ts';
import type { CheckView, OutputLine, SessionView, StepState, StepView } from '../../session/view.ts';
import { isDone } from '../../session/view.ts';
import { predictionRows, predictionsGradedBy } from '../steps/predictions.tsx';
import { questionsAreOpen } from '../steps/questions.tsx';
import { plainText } from '../text/text.tsx';
import { duration } from '../theme/numbers.ts';

const stateNames: Readonly<Record<StepState, string>> = {
  todo: 'not run yet',
  running: 'running',
  passed: 'passed',
  failed: 'failed',
  cancelled: 'cancelled',
  regressed: 'no longer holds',
  unjudged: 'not judged',
};

/** `Step 3 of 26: 1.3 Start ZooKeeper and Kafka, passed`. */
export function stepPosition(steps: readonly StepView[], index: number): string {
  const one = steps[index];
  return one === undefined
    ? 'no steps'
    : `Step ${index + 1} of ${steps.length}: ${stepName(one)}, ${stateOf(one)}`;
}

export function stepName({ step }: StepView): string {
  return `${step.id} ${step.title}`;
}

export function stateOf({ state, durationMs }: StepView): string {
  const took = durationMs === undefined || state === 'todo' ? '' : ` after ${duration(durationMs)}`;
  return stateNames[state] + took;
}

/** A step as sentences: its text, commands, checks, predictions and questions. */
export function describeStep(view: Pick<SessionView, 'steps' | 'replay'>, index: number): string[] {
  const { steps } = view;
  const isReplay = view.replay !== undefined;
  const one = steps[index];
  if (one === undefined) return [];
  const by = hiddenStep(view, index);
  if (by !== undefined)
    return [
      stepPosition(steps, index),
      `This step is shown after the prediction of step ${by.step.id}: ${by.prediction?.question ?? ''}`,
      'Enter asks for it.',
    ];
  return [
    stepPosition(steps, index),
    one.step.text,
    `Look for: ${one.step.lookFor}`,
    ...one.commands.map((command) => `Command: ${command}`),
    ...one.standsFor.map((command) => `On kind: ${command}`),
    ...one.checks.map(describeCheck),
    ...describePredictions(steps, one),
    ...describeQuestions(one, isReplay),
    isReplay ? 'Enter plays from here.' : describeNext(one),
  ];
}

export function describeCheck({ state, title, verdict }: CheckView): string {
  if (state === 'todo') return `Check: ${title}`;
  if (state === 'waiting') return `Check, waiting: ${title}`;
  const hint = verdict && !verdict.ok && verdict.hint ? ` Try: ${verdict.hint}` : '';
  return `Check ${state === 'unjudged' ? 'not judged' : state}: ${title}.${verdict ? ` Saw: ${withStop(verdict.evidence)}` : ''}${hint}`;
}

function withStop(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

export function describeOutput({ stream, text }: OutputLine): string {
  const lead = { command: 'Command: ', stdout: '', stderr: 'Error: ', note: 'Note: ' }[stream];
  return lead + text;
}

/** The step's own prediction, and the earlier ones that this step graded. */
export function describePredictions(steps: readonly StepView[], one: StepView): string[] {
  return [one, ...predictionsGradedBy(steps, one.step.id)].flatMap((each) =>
    predictionRows(each, endless).map((row) => plainText(row)),
  );
}

const endless = 100_000;

function describeQuestions(one: StepView, isReplay: boolean): string[] {
  if (!questionsAreOpen(one)) return [];
  return one.step.questions.map((question) => {
    const answer = one.answers[question.id];
    if (!answer)
      return `Question: ${question.text} ${isReplay ? 'Not answered.' : 'Not answered yet; press a to answer.'}`;
    return `Question: ${question.text} Your answer: ${withStop(answer)} Model answer: ${question.answer}`;
  });
}

/** An answer, the model answer, and what the session has seen of it. */
export function describeComparison(step: StepView, question: Question, steps: readonly StepView[]): string[] {
  return [
    `Your answer: ${step.answers[question.id] ?? ''}`,
    `Model answer: ${question.answer}`,
    ...evidenceFor(question, steps).map(({ step: id, text }) => `Seen in step ${id}: ${text}`),
  ];
}

function describeNext(one: StepView): string {
  if (isDone(one.state)) return 'Enter goes to the next step.';
  if (one.state === 'running') return 'Escape cancels it.';
  return one.state === 'todo' ? 'Enter runs it.' : 'Enter runs it again.';
}

/** The last hint that was taken. */
export function describeHint({ step, hintsTaken }: StepView): string[] {
  const all = hintsOf(step);
  const hint = all[hintsTaken - 1];
  return hint === undefined ? [] : [`Hint ${hintsTaken} of ${all.length}: ${hint}`];
}
