import { isJsonObject } from '../json/json-value.ts';
import { type Labels, matchesLabels, matchesRequirements, type Requirement } from './label-requirement.ts';

/** `metav1.LabelSelector`. */
export interface LabelSelector {
  readonly matchLabels?: Labels | undefined;
  readonly matchExpressions?: readonly Requirement[] | undefined;
}

/** Whether the labels satisfy the selector. No selector matches nothing, an empty one everything. */
export function matchesSelector(selector: LabelSelector | undefined, labels: Labels | undefined): boolean {
  if (!selector) return false;
  return (
    matchesLabels(selector.matchLabels ?? {}, labels) &&
    matchesRequirements(selector.matchExpressions ?? [], labels)
  );
}

/** The operators of a label selector → whether they take values. */
const takesValues = new Map([
  ['In', true],
  ['NotIn', true],
  ['Exists', false],
  ['DoesNotExist', false],
]);

/** A `LabelSelector` that nobody has checked yet, as requirements; undefined if one of its expressions is none. */
export function parseLabelSelector(selector: Record<string, unknown>): Requirement[] | undefined {
  const requirements: Requirement[] = [];
  if (isJsonObject(selector.matchLabels)) {
    for (const [key, value] of Object.entries(selector.matchLabels))
      requirements.push({ key, operator: 'In', values: [String(value)] });
  }
  if (!Array.isArray(selector.matchExpressions)) return requirements;
  for (const expression of selector.matchExpressions) {
    if (!isJsonObject(expression) || typeof expression.key !== 'string') return undefined;
    const operator = String(expression.operator);
    const values = Array.isArray(expression.values) ? expression.values.map(String) : [];
    if (takesValues.get(operator) !== values.length > 0) return undefined;
    requirements.push({ key: expression.key, operator, values });
  }
  return requirements;
}
