import type { LabSource } from '../../../lab/format/lab-source.ts';
import type { Lab } from '../../../lab/model/step.ts';

export interface TotalMarks {
  /** `marks: 100, of which checks 60, predictions 10, questions 30` */
  readonly line: string;
  readonly faults: readonly string[];
}

/**
 * What the lab is worth in all, for the facts of its own manifests. The marks of a step are for its checks together; without them, each check
 * has those of `lab.yml`. A question may have its own.
 */
export function totalMarks({ manifest, steps }: LabSource, lab: Lab): TotalMarks {
  const {
    check: perCheck = 0,
    prediction: perPrediction = 0,
    question: perQuestion = 0,
  } = manifest.marks ?? {};
  const faults: string[] = [];
  const total = { checks: 0, predictions: 0, questions: 0 };
  for (const step of lab.steps.filter(({ leftOut }) => leftOut === undefined)) {
    const own = steps.find((each) => each.manifest.id === step.id)?.manifest;
    if (own?.marks !== undefined && step.checks.length === 0)
      faults.push(`${step.id}: has \`marks: ${own.marks}\`, but no check to earn them`);
    total.checks += step.checks.length === 0 ? 0 : (own?.marks ?? perCheck * step.checks.length);
    total.predictions += step.prediction === undefined ? 0 : perPrediction;
    for (const { id } of step.questions)
      total.questions += own?.questions?.find((question) => question.id === id)?.marks ?? perQuestion;
  }
  const sum = total.checks + total.predictions + total.questions;
  if (sum === 0) {
    if (manifest.marks !== undefined) faults.push('lab.yml: has `marks`, but nothing is worth any');
    return { line: 'marks: none', faults };
  }
  const isThere = {
    check: lab.steps.some(({ checks }) => checks.length > 0),
    prediction: lab.steps.some(({ prediction }) => prediction !== undefined),
    question: lab.steps.some(({ questions }) => questions.length > 0),
  };
  for (const [kind, worth] of Object.entries(manifest.marks ?? {}))
    if (worth !== undefined && worth > 0 && !isThere[kind as keyof typeof isThere])
      faults.push(`lab.yml: has marks for each ${kind}, but the lab has no ${kind}`);
  const parts = Object.entries(total).map(([kind, marks]) => `${kind} ${marks}`);
  return { line: `marks: ${sum}, of which ${parts.join(', ')}`, faults };
}
