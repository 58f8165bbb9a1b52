import { expressionFacts, factNames } from '../model/expression-facts.ts';
import type { ExpressionData, LabData } from '../model/lab-data.ts';
import type { Observations } from '../model/observations.ts';
import type { LabFacts, Verdict } from '../model/step.ts';
import { ExpressionError } from './expression-error.ts';
import { parseExpression, type Scope } from './expressions.ts';
import { parseTemplate } from './template.ts';

/** The names that the expressions of a check may use. */
export function checkScope(lab: Pick<LabData, 'values' | 'ownFacts'>, look: readonly string[]): Scope {
  return {
    facts: [...factNames, ...Object.keys(lab.ownFacts)],
    values: Object.keys(lab.values),
    ...Object.fromEntries(look.map((name) => [name, undefined])),
  };
}

/**
 * Judges a check by its expression: a pure function of what is seen, like any check. An expression that has no value for what is seen
 * does not hold; the evidence says why.
 */
export function judgeExpression(
  check: ExpressionData & { readonly hint?: string },
  lab: LabData,
): (seen: Partial<Observations>, facts: LabFacts) => Verdict {
  const scope = checkScope(lab, check.look);
  const that = parseExpression(check.that, scope);
  const evidence = parseTemplate(check.evidence, scope);
  const hint = check.hint === undefined ? undefined : parseTemplate(check.hint, scope);
  return (seen, facts) => {
    const values = { ...seen, facts: { ...lab.ownFacts, ...expressionFacts(facts) }, values: lab.values };
    try {
      const holds = that.evaluate(values);
      if (typeof holds !== 'boolean')
        return { ok: false, evidence: `the expression is ${JSON.stringify(holds)}, neither true nor false` };
      const text = evidence.text(values);
      if (holds) return { ok: true, evidence: text };
      return { ok: false, evidence: text, ...(hint === undefined ? {} : { hint: hint.text(values) }) };
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      return { ok: false, evidence: `the expression cannot be judged: ${error.message}` };
    }
  };
}
