import type { Requirement } from './label-requirement.ts';

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
    return { key, operator: operator === '!=' ? 'NotIn' : 'In', values: [value] };
  }
  const member = membership.exec(text);
  if (member) {
    const [, key = '', operator, values = ''] = member;
    return {
      key,
      operator: operator === 'in' ? 'In' : 'NotIn',
      values: values.split(',').map((value) => value.trim()),
    };
  }
  const exists = existence.exec(text);
  if (!exists) return undefined;
  return { key: exists[2] ?? '', operator: exists[1] ? 'DoesNotExist' : 'Exists' };
}
