import type { Lab } from '../lab/model/step.ts';
import { trusted } from '../text/safe-text.ts';
import { jsonParts } from './json-parts.ts';
import type { Part } from './output-part.ts';
import type { SessionRecord } from './session-record.ts';
import { compareShares } from './share-table.ts';

/** A session's transcript as JSON, `version` 1: the record of `session-record.ts`, the lab's questions and the shares. */
export function renderRecordAsJson(record: SessionRecord, lab: Lab): Iterable<Part> {
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
  const transcript = {
    version: 1,
    lab: { id: lab.id, title: lab.title },
    summary,
    shares: compareShares(record, lab),
    questions,
    ...rest,
    steps,
  };
  return documentOf(transcript);
}

/** How far below the transcript commands are: `steps`, a step, `commands`, a command. */
const depthOfCommands = 4;

function* documentOf(transcript: object): Generator<Part, void, undefined> {
  yield* jsonParts(transcript, depthOfCommands);
  yield trusted('\n');
}
