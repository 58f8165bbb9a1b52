import { isJsonObject } from '../json/json-value.ts';

/** One requirement on labels; all of a selector's must hold. */
export interface Requirement {
  readonly key: string;
  readonly operator: 'in' | 'notin' | 'exists' | 'absent';
  readonly values: readonly string[];
}

export function matchesLabels(
  requirements: readonly Requirement[],
  labels: Readonly<Record<string, string>> | undefined,
): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = labels && Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (operator === 'in') return value !== undefined && values.includes(value);
    if (operator === 'notin') return value === undefined || !values.includes(value);
    return (value !== undefined) === (operator === 'exists');
  });
}

const operators: Record<string, Requirement['operator']> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: 'absent',
};

/** A `LabelSelector` object; undefined if one of its expressions is none. */
export function parseLabelSelector(selector: Record<string, unknown>): Requirement[] | undefined {
  const requirements: Requirement[] = [];
  if (isJsonObject(selector.matchLabels)) {
    for (const [key, value] of Object.entries(selector.matchLabels))
      requirements.push({ key, operator: 'in', values: [String(value)] });
  }
  if (!Array.isArray(selector.matchExpressions)) return requirements;
  for (const expression of selector.matchExpressions) {
    if (!isJsonObject(expression) || typeof expression.key !== 'string') return undefined;
    const operator = operators[String(expression.operator)];
    const values = Array.isArray(expression.values) ? expression.values.map(String) : [];
    if (!operator || (operator === 'in' || operator === 'notin') !== values.length > 0) return undefined;
    requirements.push({ key: expression.key, operator, values });
  }
  return requirements;
}

// selector    = [ requirement *( "," requirement ) ]
// requirement = key ( "=" | "==" | "!=" ) value | key ( "in" | "notin" ) "(" values ")" | key | "!" key

/** The `labelSelector` of a query; undefined if it does not parse. */
export function parseLabelQuery(text: string): Requirement[] | undefined {
  const requirements: Requirement[] = [];
  for (const part of splitLabelQuery(text)) {
    const requirement = parseRequirement(part);
    if (!requirement) return undefined;
    requirements.push(requirement);
  }
  return requirements;
}

/** The requirements of a label query as texts; none for an empty query. */
export function splitLabelQuery(text: string): string[] {
  return text.trim() === '' ? [] : splitOutsideParentheses(text).map((part) => part.trim());
}

function splitOutsideParentheses(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === ',' && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return parts;
}

const keyPattern = '[A-Za-z0-9][-A-Za-z0-9_./]*';
const equality = new RegExp(`^(${keyPattern})\\s*(==?|!=)\\s*([-A-Za-z0-9_.]*)$`);
const membership = new RegExp(`^(${keyPattern})\\s+(in|notin)\\s*\\(([^()]*)\\)$`);
const existence = new RegExp(`^(!?)\\s*(${keyPattern})$`);

/** One requirement of a label query; undefined if it does not parse. */
export function parseRequirement(text: string): Requirement | undefined {
  const equal = equality.exec(text);
  if (equal) {
    const [, key = '', operator, value = ''] = equal;
    return { key, operator: operator === '!=' ? 'notin' : 'in', values: [value] };
  }
  const member = membership.exec(text);
  if (member) {
    const [, key = '', operator, values = ''] = member;
    return {
      key,
      operator: operator as 'in' | 'notin',
      values: values.split(',').map((value) => value.trim()),
    };
  }
  const exists = existence.exec(text);
  if (!exists) return undefined;
  return { key: exists[2] ?? '', operator: exists[1] ? 'absent' : 'exists', values: [] };
}
