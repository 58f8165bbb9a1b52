import { ExpressionError } from '../expressions/expression-error.ts';
import { parseExpression, type Scope } from '../expressions/expressions.ts';
import { expressionFacts, factNames } from '../model/expression-facts.ts';
import type { LabFacts } from '../model/step.ts';
import { RenderError } from './renderer.ts';

type Expressions = Readonly<Record<string, string>>;

/** The names that texts and expressions of a lab may use. */
export function labScope(ownFacts: readonly string[], values: readonly string[]): Scope {
  const key = JSON.stringify([ownFacts, values]);
  const scope = scopes.get(key) ?? { facts: [...factNames, ...ownFacts], values };
  // The same object each time, for what is kept with it; of a lab that is being edited, only the last.
  if (scopes.size >= mostScopes) scopes.clear();
  scopes.set(key, scope);
  return scope;
}

const mostScopes = 20;
const scopes = new Map<string, Scope>();

/** The facts of a session with the lab's own. */
export function factsWith(
  facts: LabFacts,
  ownFacts: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return { ...ownFacts, ...expressionFacts(facts) };
}

/**
 * The values of lab.yml in an order in which each comes after those that it uses.
 * @throws RenderError: they use each other in a circle
 */
export function orderValues(values: Expressions): string[] {
  const order: string[] = [];
  const visit = (name: string, through: readonly string[]): void => {
    if (order.includes(name)) return;
    if (through.includes(name)) {
      const circle = [...through.slice(through.indexOf(name)), name]
        .map((each) => `\`${each}\``)
        .join(' uses ');
      throw new RenderError(
        'lab.yml',
        ['values', name],
        new ExpressionError('syntax', `the values go in a circle: ${circle}`),
      );
    }
    for (const [, used = ''] of (values[name] ?? '').matchAll(/\bvalues\.([A-Za-z0-9_]+)/g))
      if (Object.hasOwn(values, used)) visit(used, [...through, name]);
    order.push(name);
  };
  for (const name of Object.keys(values)) visit(name, []);
  return order;
}

/** @throws RenderError */
export function evaluateValues(
  expressions: Expressions,
  scope: Scope,
  facts: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of orderValues(expressions)) {
    try {
      values[name] = parseExpression(expressions[name]!, scope).evaluate({ facts, values });
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new RenderError('lab.yml', ['values', name], error);
    }
  }
  return values;
}
