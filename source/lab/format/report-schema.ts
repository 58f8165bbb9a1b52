import * as v from 'valibot';
import { described, line, name, some, stepId, text } from './schema-parts.ts';

/* How lab.yml compares the two consumers, and lays out the report. */

const section = v.strictObject({
  title: line,
  text: v.optional(described(text, 'a paragraph at its beginning')),
  questions: v.optional(
    described(
      some(stepId, 20),
      'the questions, of any step, whose answers it holds; no other section has them',
    ),
  ),
  steps: v.optional(described(some(stepId, 20), 'the steps that it is about')),
  shows: v.optional(
    described(
      v.picklist(['code', 'counts', 'comparison']),
      'the source of the better consumer, what was counted over time, or the comparison',
    ),
  ),
});

const part = v.strictObject({
  part: described(stepId, 'what the ids of its steps begin with: `1` is that of 1.1, 1.2 and so on'),
  title: line,
  discussion: v.optional(
    described(
      some(section, 10),
      'the sections of a part that is a discussion; without it, tasks and questions',
    ),
  ),
});

export const reportSchema = described(
  some(part, 20),
  'the parts of the report that `kafka-lab report` makes, in order',
);

const cell = v.union([v.strictObject({ checks: some(name, 20) }), v.strictObject({ says: line })]);

const impact = v.strictObject({
  says: line,
  of: v.optional(described(v.picklist(['share', 'partitions']), 'the number that changed, before and after')),
  evidence: v.optional(
    described(some(name, 10), 'the checks whose evidence has the numbers; those that passed are shown'),
  ),
});

export const comparisonSchema = described(
  some(
    v.strictObject({
      feature: line,
      original: cell,
      improved: cell,
      impact: v.optional(described(impact, 'what changed, for the report')),
    }),
    20,
  ),
  'the table that compares the two consumers at the end',
);
