import type { Lab } from '../lab/model/step.ts';
import { type SafeText, safe, safeJson } from '../text/safe-text.ts';
import type { SessionRecord } from './session-record.ts';
import { compareShares } from './share-table.ts';

/** A session's transcript as JSON, `version` 1: the record of `session-record.ts`, the lab's questions and the shares. */
export function renderRecordAsJson(record: SessionRecord, lab: Lab): SafeText {
  const checks = record.steps.flatMap((step) => step.checks);
  const { answers, agreements, partitionSamples: _, ...rest } = record;
  const questions = lab.steps.flatMap((step) =>
    step.questions.map(({ id, text }) => ({
      step: step.id,
      id,
      text,
      answer: answers[id] ?? null,
      /** Whether it agrees with the model answer, as the learner says. */
      agrees: agreements[id] ?? null,
    })),
  );
  const summary = {
    passed: checks.filter((check) => check.ok).length,
    unjudged: checks.filter((check) => check.unjudged).length,
    total: lab.steps.reduce((sum, step) => sum + step.checks.length, 0),
  };
  const figures = Object.fromEntries(lab.steps.map((step) => [step.id, step.figures]));
  const steps = rest.steps.map((step) => ({ ...step, figures: figures[step.id] ?? [] }));
  const json = safeJson(
    {
      version: 1,
      lab: { id: lab.id, title: lab.title },
      summary,
      shares: compareShares(record, lab),
      questions,
      ...rest,
      steps,
    },
    2,
  );
  return safe`${json}\n`;
}
