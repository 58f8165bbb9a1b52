import { parameterFaults } from '../checks/parameters.ts';
import { checkNamed, conditionNamed, graderNamed } from '../checks/vocabulary.ts';
import type {
  CheckData,
  EffectData,
  ExpressionData,
  LabData,
  NamedData,
  PredictionData,
} from '../model/lab-data.ts';
import type { Observations, TimelineSeen } from '../model/observations.ts';
import type { Check, Lab, LabFacts, Prediction, Step, StepEffect, Verdict } from '../model/step.ts';

/** Judges checks by expression: rendering/judge-expression.ts, which loads the parser of CEL and is therefore passed in. */
export type ExpressionJudge = (
  check: ExpressionData & { readonly hint?: string },
  lab: LabData,
) => (seen: Partial<Observations>, facts: LabFacts) => Verdict;

const usualWithinMs = 30_000;

/**
 * A lab of its data, for these facts.
 * @throws RangeError: it names what the vocabulary lacks, or parameters that do not fit. A folder that was loaded does neither.
 */
export function assembleLab(data: LabData, facts: LabFacts, judge?: ExpressionJudge): Lab {
  return {
    id: data.id,
    title: data.title,
    promise: data.promise,
    ...(data.version === undefined ? {} : { version: data.version }),
    digest: data.digest,
    facts,
    steps: data.steps.map(
      ({ commands, effects, undo, checks, prediction, ...rest }): Step => ({
        ...rest,
        commands: ({ cluster }) => commands[cluster],
        ...(effects.length === 0 ? {} : { effects: effects.map(effectOf) }),
        ...(undo.length === 0 ? {} : { undo: () => undo }),
        checks: checks.map((check) => checkOf(check, data, judge)),
        ...(prediction === undefined ? {} : { prediction: predictionOf(prediction) }),
      }),
    ),
    comparison: data.comparison,
    ...(data.report === undefined ? {} : { report: data.report }),
  };
}

/** Whether a lab has expressions to judge by, for which `assembleLab` needs a judge. */
export function hasExpressionChecks({ steps }: LabData): boolean {
  return steps.some(({ checks }) => checks.some((check) => 'that' in check));
}

function checkOf(check: CheckData, lab: LabData, judge: ExpressionJudge | undefined): Check {
  const { id, title, hint } = check;
  if ('that' in check) {
    if (judge === undefined) throw new RangeError(`check \`${id}\` needs a judge of expressions`);
    return {
      id,
      title,
      look: check.look,
      rule: ruleOf([check.look, check.that, lab.values, lab.ownFacts]),
      expression: `${check.that}\n${check.evidence}`,
      withinMs: check.withinMs ?? usualWithinMs,
      ...(check.lasting === true ? { lasting: true } : {}),
      verify: judge(check, lab),
    };
  }
  const { definition, parameters } = resolved(checkNamed(check.named), check);
  const isLasting = check.lasting ?? definition.lasting ?? false;
  return {
    id,
    title,
    look: definition.look,
    rule: ruleOf([check.named, parameters]),
    ...(typeof parameters.topic === 'string' ? { topic: parameters.topic } : {}),
    withinMs: check.withinMs ?? definition.withinMs,
    ...(isLasting ? { lasting: true } : {}),
    verify: (seen, facts) => {
      const verdict = definition.verify(seen, facts, parameters);
      return verdict.ok || verdict.unjudged === true || hint === undefined ? verdict : { ...verdict, hint };
    },
  };
}

/** Of JSON, whatever the order of its keys. */
function ruleOf(parts: readonly unknown[]): string {
  return JSON.stringify(parts, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

function predictionOf({ question, choices, gradedAfter, ...named }: PredictionData): Prediction {
  const { definition, parameters } = resolved(graderNamed(named.named), named);
  const ids = choices.map(({ id }) => id);
  return {
    question,
    choices,
    ...(gradedAfter === undefined ? {} : { gradedAfter }),
    look: definition.look,
    grade: (seen, facts) => definition.grade(seen, facts, parameters, ids),
  };
}

function effectOf(effect: EffectData): StepEffect {
  if (effect.kind !== 'watch') return effect as StepEffect;
  const all = (list: readonly NamedData[]): ((timeline: TimelineSeen, facts: LabFacts) => boolean) => {
    const conditions = list.map((each) => resolved(conditionNamed(each.named), each));
    return (timeline, facts) =>
      conditions.every(({ definition, parameters }) => definition.holds(timeline, facts, parameters));
  };
  const begins = all(effect.begins);
  return {
    kind: 'watch',
    says: effect.says,
    withinMs: effect.withinMs,
    begins: (now, facts) => begins({ before: now, moments: [] }, facts),
    settles: all(effect.settles),
  };
}

function resolved<
  D extends { readonly name: string; readonly parameters: Parameters<typeof parameterFaults>[0] },
>(
  definition: D | undefined,
  { named, with: parameters }: NamedData,
): { definition: D; parameters: NamedData['with'] } {
  if (definition === undefined) throw new RangeError(`the vocabulary has no \`${named}\``);
  const [fault] = parameterFaults(definition.parameters, parameters);
  if (fault !== undefined) throw new RangeError(`\`${named}\`: ${fault.message}`);
  return { definition, parameters };
}
