import { describe, expect, it } from 'vitest';
import { gradePredictions } from '../../../source/grading/class/grade-predictions.ts';
import type { PredictionGrade } from '../../../source/grading/model/class-grades.ts';
import { summarizeJournal } from '../../../source/grading/reading/summarize-journal.ts';
import type { JournalEntry } from '../../../source/journal/events.ts';
import type { Lab, Prediction } from '../../../source/lab/model/step.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { opening } from '../full-session.ts';
import { Timeline, writeJournal } from '../write-journal.ts';

/** The lab, with another way to grade the prediction of step 4.3. */
function changed(change: (prediction: Prediction) => Partial<Prediction>): Lab {
  const steps = kafkaLab.steps.map((step) =>
    step.id === '4.3' && step.prediction
      ? { ...step, prediction: { ...step.prediction, ...change(step.prediction) } }
      : step,
  );
  return { ...kafkaLab, steps, digest: 'changed' };
}

const worth = { isUsual: false, check: () => 1, prediction: () => 1, question: () => 4 };
const brokers = JSON.stringify({ brokers: [{ id: 0 }, { id: 1 }] });
const choice = kafkaLab.steps.find(({ id }) => id === '4.3')!.prediction!.choices[0]!.id;

/** A session in which `choice` was predicted for step 4.3, with what its check and its grade hold of what was seen. */
async function gradedAgain(
  lab: Lab,
  { seen, saw, isGraded = true }: { seen?: string; saw?: string; isGraded?: boolean },
): Promise<PredictionGrade> {
  const graded: JournalEntry = {
    ...{ type: 'graded', step: '4.3', choice, actual: 'else', right: false, evidence: 'as recorded' },
    ...(saw === undefined ? {} : { saw }),
  };
  const timeline = new Timeline('2026-11-23T09:00:00.000Z')
    .add(opening)
    .add({ type: 'prediction', step: '4.3', choice, text: 'it' })
    .add({ type: 'step-started', step: '4.3', title: 't' })
    .add({
      ...{ type: 'check-passed', step: '4.3', check: 'c', title: 't', evidence: 'e', durationMs: 1 },
      ...(seen === undefined ? {} : { saw: seen }),
    });
  if (isGraded) timeline.add(graded);
  timeline
    .add({ type: 'step-ended', step: '4.3', outcome: 'passed', durationMs: 1 })
    .add({ type: 'session-ended' });
  async function* bytes(): AsyncGenerator<Buffer> {
    yield writeJournal(timeline.events);
  }
  const summary = await summarizeJournal(bytes(), { source: 'it', again: true, labFor: async () => lab });
  if ('wrong' in summary) expect.fail(summary.wrong);
  return gradePredictions(lab, summary, worth, true).find(({ step }) => step === '4.3')!;
}

const byBrokers = changed(() => ({
  look: ['brokers'],
  grade: ({ brokers: ids }: { brokers?: readonly unknown[] }) =>
    ids!.length === 2 ? { choice, evidence: 'two of them' } : undefined,
}));

describe('a prediction that is graded again', () => {
  it('has the grade of the other lab, by what the session graded it by', async () => {
    expect(await gradedAgain(byBrokers, { saw: brokers })).toMatchObject({
      state: 'right',
      evidence: 'two of them',
      recorded: 'wrong',
      marks: 1,
    });
  });

  it('has it by what the checks of the step saw, in a journal of an earlier version', async () => {
    expect(await gradedAgain(byBrokers, { seen: brokers })).toMatchObject({
      state: 'right',
      recorded: 'wrong',
    });
  });

  it('has one where the session could not grade it', async () => {
    expect(await gradedAgain(byBrokers, { seen: brokers, isGraded: false })).toMatchObject({
      state: 'right',
      recorded: 'not-graded',
    });
  });

  it.each([
    ['what decides it was not recorded', byBrokers, {}, 'the journal does not hold what decides it: brokers'],
    ['it decides nothing', byBrokers, { saw: '{"brokers":[]}' }, 'decides it neither way'],
    ['it has another form', byBrokers, { saw: '{"brokers":null}' }, 'another form'],
    [
      'the lab no longer has the choice',
      changed(() => ({
        choices: [{ id: 'x', text: 'x' }],
        look: [],
        grade: () => ({ choice: 'x', evidence: 'e' }),
      })),
      {},
      `this lab has no choice \`${choice}\``,
    ],
  ])('keeps the grade of the session, and says why, where %s', async (_why, lab, seen, says) => {
    expect(await gradedAgain(lab, seen)).toMatchObject({
      state: 'wrong',
      evidence: 'as recorded',
      notAgain: expect.stringContaining(says) as string,
      marks: 0,
    });
  });
});
