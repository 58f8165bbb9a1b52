import type { EvidenceSource, Question } from '../lab/model/step.ts';
import type { StepView } from './view.ts';

/** What a step of this session has shown: the line that decided a check, or a line that a command printed. */
export interface EvidenceSeen {
  readonly step: string;
  readonly text: string;
}

/** Lines of one output beyond these would say the same once more. */
const mostLines = 3;

/** What the session has seen of the evidence for a model answer; nothing of a step that has not run, or of a check that did not pass. */
export function evidenceFor(
  { evidence }: Pick<Question, 'evidence'>,
  steps: readonly StepView[],
): EvidenceSeen[] {
  return evidence.flatMap((source) =>
    'check' in source ? ofCheck(source.check, steps) : ofOutput(source, steps),
  );
}

function ofCheck(id: string, steps: readonly StepView[]): EvidenceSeen[] {
  return steps.flatMap(({ step, checks }) =>
    checks.flatMap(({ id: own, state, title, verdict }) =>
      own === id && state === 'passed' && verdict
        ? [{ step: step.id, text: `${title}: ${verdict.evidence}` }]
        : [],
    ),
  );
}

function ofOutput(
  source: Extract<EvidenceSource, { readonly step: string }>,
  steps: readonly StepView[],
): EvidenceSeen[] {
  const printed = steps.find(({ step }) => step.id === source.step)?.output ?? [];
  const found = printed.filter(({ text }) => text.includes(source.contains)).map(({ text }) => text.trim());
  return [...new Set(found)].slice(0, mostLines).map((text) => ({ step: source.step, text }));
}
