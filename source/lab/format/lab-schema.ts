import * as v from 'valibot';
import { comparisonSchema, reportSchema } from './report-schema.ts';
import { described, expression, line, marks, name, path, some, stepId, text } from './schema-parts.ts';

/*
 * The shape of lab.yml and of a step's front matter. The JSON Schemas in schemas/ are made of it (scripts/lab-schemas.ts), so that an editor
 * completes. What it cannot say (names of checks, expressions, references between files) is checked after it.
 */

/** The format that this version reads. A folder of a later one is refused. */
export const formatVersion = 1;

/** `500ms`, `30s`, `2m` */
export const durationPattern = /^\d{1,6}(ms|s|m)$/;
const duration = v.pipe(v.string(), v.regex(durationPattern, 'a number and a unit: `500ms`, `30s`, `2m`'));
const when = described(
  expression,
  'a CEL expression over `facts` and `values`; the item is left out unless it is true',
);
const each = described(
  expression,
  'a CEL expression for a list: the item is there once for each of its items, called `each`, with `index` from 0',
);
const repeated = { when: v.optional(when), each: v.optional(each) };

const item = v.union([text, v.strictObject({ ...repeated, text })]);
const scalar = v.union([text, v.number(), v.boolean()]);
/** Parameters of what is named: any value, in which every text may have expressions. */
const parameters = v.record(v.string(), v.union([scalar, some(scalar, 100)]));

const command = v.union([
  line,
  v.strictObject({
    ...repeated,
    line: described(line, 'what a person would type'),
    standsFor: v.optional(described(line, 'the command on kind that this one replaces')),
    figure: v.optional(
      described(
        line,
        'which of the figures of the step shows it; a command without one is then in none. If no command has one, they are shared in order',
      ),
    ),
    follows: v.optional(
      described(v.boolean(), 'true for `kubectl logs -f` and the like: it ends when the checks are decided'),
    ),
    repeats: v.optional(
      described(
        v.boolean(),
        'true if it only reads: it runs again while a check of its output does not hold',
      ),
    ),
    whenSettled: v.optional(
      described(
        v.boolean(),
        'true if it shows the result of an experiment: it runs once the watch has settled',
      ),
    ),
    pod: v.optional(
      described(
        v.strictObject({ when: v.optional(when), word: line, selector: line }),
        'a placeholder in the line: the name of a ready pod with these labels replaces it',
      ),
    ),
    brokerId: v.optional(
      described(
        v.strictObject({ when: v.optional(when), word: line, broker: v.union([v.number(), line]) }),
        'a placeholder in the line: the id of the broker of this number replaces it',
      ),
    ),
  }),
]);
const commands = some(command);

const named = v.union([
  name,
  v.strictObject({ when: v.optional(when), named: name, with: v.optional(parameters) }),
]);

const effect = v.union([
  v.picklist(['fresh-cluster', 'resume-producer']),
  v.strictObject({
    'collect-window': v.strictObject({
      says: line,
      atLeast: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
    }),
  }),
  v.strictObject({
    watch: v.strictObject({
      says: line,
      within: duration,
      begins: described(some(named, 10), 'the conditions that must hold before the commands run'),
      settles: described(some(named, 10), 'the conditions that end the watch'),
    }),
  }),
]);

/** What a check by expression may look at. */
export const observationNames = [
  'output',
  'outputs',
  'nodes',
  'pods',
  'services',
  'workloads',
  'brokers',
  'topics',
  'tally',
  'logs',
  'timeline',
  'file',
] as const;
const observation = v.picklist(observationNames);

const judged = {
  id: described(name, 'unique within the lab'),
  title: described(line, 'what holds when it passes, as a short phrase'),
  when: v.optional(when),
  hint: v.optional(described(text, 'shown when it fails')),
  within: v.optional(described(duration, 'how long it may take to hold')),
  lasting: v.optional(described(v.boolean(), 'true if it must hold from then on')),
};
const namedCheck = v.strictObject({
  ...judged,
  named: described(name, 'a check of the vocabulary: see docs/lab-checks.md'),
  with: v.optional(described(parameters, 'its parameters')),
});
const expressionCheck = v.strictObject({
  ...judged,
  look: described(some(observation, 5), 'what the expression is about'),
  that: described(expression, 'a CEL expression that is true when the check passes'),
  evidence: described(text, 'the line that shows what was seen, with expressions'),
});

const choice = v.strictObject({ ...repeated, id: line, text: line });
const prediction = v.strictObject({
  question: line,
  choices: some(choice, 20),
  gradedAfter: v.optional(described(stepId, 'the step after which it is graded, if not its own')),
  named: described(name, 'how it is graded: see docs/lab-checks.md'),
  with: v.optional(parameters),
});

const question = v.strictObject({
  id: stepId,
  text,
  when: v.optional(when),
  hints: v.optional(some(item, 10)),
  answer: described(text, 'the model answer, shown after the learner has answered'),
  evidence: v.optional(
    described(
      some(v.union([v.strictObject({ check: name }), v.strictObject({ step: stepId, contains: line })]), 10),
      'what of the session shows that the model answer is true',
    ),
  ),
  marks: v.optional(marks),
});

const task = v.strictObject({
  file: described(
    v.pipe(v.string(), v.regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/, 'the name of a file, without a folder')),
    'the file in the working directory that the learner changes until the checks hold',
  ),
  goal: described(text, 'what is to be reached, in a sentence or two'),
  starts: v.optional(described(path, "a file of the lab's folder: what the learner's file holds at first")),
  solution: described(
    path,
    "a file of the lab's folder: what the learner's file holds once the task is solved",
  ),
});

export const stepSchema = v.strictObject({
  id: described(stepId, 'stable: what `--until` takes, and what records name'),
  title: described(line, 'a short title'),
  lookFor: v.optional(described(text, 'what to look for')),
  figures: v.optional(some(line, 10)),
  needs: v.optional(described(v.literal('group'), 'the step needs a consumer that joins a group')),
  leftOut: v.optional(
    described(
      some(v.strictObject({ when, why: text, instead: text }), 10),
      'when the step makes no sense, and what to change',
    ),
  ),
  commands: v.optional(
    v.union([commands, v.strictObject({ embedded: commands, kind: commands, context: commands })]),
  ),
  effects: v.optional(some(effect, 10)),
  checks: v.optional(some(v.union([namedCheck, expressionCheck]))),
  prediction: v.optional(prediction),
  questions: v.optional(some(question, 20)),
  hints: v.optional(some(item, 20)),
  undo: v.optional(described(some(item, 20), 'the commands that undo the step')),
  unnoticed: v.optional(
    described(
      text,
      'why no check notices when the commands of the step are left out; `lab check` then accepts it',
    ),
  ),
  marks: v.optional(marks),
  sources: v.optional(described(some(line, 20), 'where what the step says is documented')),
  task: v.optional(task),
});

export const labSchema = v.strictObject({
  format: described(v.literal(formatVersion), 'the version of the format'),
  id: described(name, 'stable: what `--lab` takes, and what records name'),
  version: v.optional(described(line, "the lab's own version")),
  title: described(line, 'the title'),
  promise: described(line, 'what the lab demonstrates, in one line'),
  facts: v.optional(
    described(
      v.record(v.string(), v.union([scalar, some(scalar, 100)])),
      "facts of the lab's own with their defaults, beside those that the manifests tell",
    ),
  ),
  values: v.optional(
    described(
      v.record(v.string(), expression),
      'expressions with a name; they may use each other as `values.NAME`',
    ),
  ),
  files: v.optional(described(path, 'the folder whose files are put into the working directory')),
  steps: described(
    v.pipe(v.array(path), v.minLength(1), v.maxLength(100)),
    'the files of the steps, in order',
  ),
  required: v.optional(described(some(stepId, 100), 'the steps without which a run stops')),
  marks: v.optional(
    described(
      v.strictObject({
        check: v.optional(marks),
        prediction: v.optional(marks),
        question: v.optional(marks),
      }),
      'what each is worth where it does not say',
    ),
  ),
  comparison: v.optional(comparisonSchema),
  report: v.optional(reportSchema),
});

export type LabManifest = v.InferOutput<typeof labSchema>;
export type StepManifest = v.InferOutput<typeof stepSchema>;
export type CheckManifest = NonNullable<StepManifest['checks']>[number];
export type CommandManifest = v.InferOutput<typeof command>;
export type NamedManifest = v.InferOutput<typeof named>;
export type ItemManifest = v.InferOutput<typeof item>;
