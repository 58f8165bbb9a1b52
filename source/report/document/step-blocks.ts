import type { Step } from '../../lab/model/step.ts';
import { count } from '../../lab/model/text-format.ts';
import { describeHints } from '../describe-record.ts';
import type { SessionRecord, StepRecord } from '../session-record.ts';
import { shortPercent } from './comparison.ts';
import type { Block } from './model.ts';
import { bullets, codeRun, note, paragraph, plainRun, prose } from './prose.ts';
import { figuresOf, type Making } from './step-figures.ts';
import { traced } from './trace.ts';

/** A step as the report tells it: what it is about, its figures, what was counted, and how its checks turned out. */
export function blocksOfStep(step: Step, making: Making): Block[] {
  const { record } = making;
  const made = record.steps.find(({ id }) => id === step.id);
  const figures = figuresOf(step, making);
  if (made === undefined) return [...figures, note(plainRun(`Step ${step.id} was not run.`))];
  return [
    { kind: 'text', runs: [{ text: `Step ${step.id}: ${step.title}. ` }, ...prose(step.text)] },
    ...predictionOf(step, record),
    ...figures,
    ...countsOf(step.id, record),
    ...resultOf(made, step, record),
  ];
}

function predictionOf(step: Step, { predictions }: SessionRecord): Block[] {
  const made = predictions[step.id];
  if (made === undefined || step.prediction === undefined) return [];
  const outcome =
    made.graded === undefined
      ? ''
      : ` This was ${made.graded.right ? 'right' : 'wrong'}: ${made.graded.evidence}.`;
  const text =
    made.text === undefined ? 'The learner made no prediction.' : `Predicted: ${made.text}.${outcome}`;
  return [note([{ text: `${step.prediction.question} ` }, ...plainRun(text)])];
}

function countsOf(step: string, record: SessionRecord): Block[] {
  const counted = record.counted.findLast((each) => each.step === step);
  if (counted === undefined || counted.window === 0) return [];
  const { received, window } = counted;
  const how = counted.estimated === true ? 'Estimated' : 'Counted';
  return [
    paragraph(
      `${how}: ${count(received)} of ${count(window)} messages received, ${shortPercent(received / window)} (${traced(counted)}).${againIn(counted)}`,
    ),
  ];
}

/** What came again, and why a count may be over 100 %. */
function againIn({
  consumer,
  received,
  partitions,
  window,
  estimated,
}: SessionRecord['counted'][number]): string {
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const again = sum(partitions.map(({ duplicates }) => duplicates));
  if (again === 0 || estimated === true) return '';
  const once = sum(partitions.map(({ distinct }) => distinct));
  if (consumer === 'partition' && received === once)
    return ` ${count(again)} more came again, and do not count: without a group, each replica of a consumer reads for itself.`;
  return ` ${count(again)} of these came again: delivery is at least once, so what was read and not yet committed, or lies after an offset that was set back, is delivered once more. Each counted once, ${count(once)} of ${count(window)} were received, ${shortPercent(once / window)}.`;
}

function resultOf(made: StepRecord, step: Step, record: SessionRecord): Block[] {
  const passed = made.checks.filter(({ ok }) => ok).length;
  const runs = made.runs > 1 ? `, run ${made.runs} times` : '';
  const open = made.checks.filter(({ ok }) => !ok);
  return [
    note(
      plainRun(
        `Step ${made.id}: ${passed} of ${step.checks.length} checks passed${runs}${describeHints(record.hints[made.id], step)}.`,
      ),
    ),
    ...(open.length === 0
      ? []
      : [
          bullets(
            open.map((check) => [
              { text: `${check.unjudged ? 'Not judged' : 'Failed'}: ${check.title}: ` },
              ...codeRun(check.evidence),
              { text: ` (${traced(check)})` },
            ]),
          ),
        ]),
  ];
}
