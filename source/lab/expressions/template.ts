import { replaceHostile } from '../../text/hostile.ts';
import { ExpressionError } from './expression-error.ts';
import { type Expression, parseExpression, type Scope } from './expressions.ts';

/** A text with expressions in it: `{{ counted(facts.brokers, 'broker') }} start`. */
export interface Template {
  readonly source: string;
  /** The text, or of a single expression and nothing else its value. @throws ExpressionError */
  evaluate(values: Readonly<Record<string, unknown>>): unknown;
  /** The text. @throws ExpressionError: also if an expression results in a list or a map */
  text(values: Readonly<Record<string, unknown>>): string;
}

interface Hole {
  readonly expression: Expression;
  readonly offset: number;
}

const opening = '{{';
const closing = '}}';

/**
 * Parses a text with expressions between `{{` and `}}`; `{{ '{{' }}` writes two braces.
 * @throws ExpressionError, with its place in the whole text
 */
export function parseTemplate(source: string, scope: Scope): Template {
  const parts: (string | Hole)[] = [];
  let at = 0;
  while (at < source.length) {
    const begin = source.indexOf(opening, at);
    if (begin < 0) break;
    const end = endOf(source, begin + opening.length);
    if (begin > at) parts.push(source.slice(at, begin));
    parts.push(parseHole(source, begin + opening.length, end, scope));
    at = end + closing.length;
  }
  if (at < source.length) parts.push(source.slice(at));
  const [only] = parts;
  const text = (values: Readonly<Record<string, unknown>>): string =>
    // A string in an expression may have any character as an escape.
    clean(
      parts.map((part) => (typeof part === 'string' ? part : textOf(valueIn(part, values), part))).join(''),
    );
  return {
    source,
    text,
    evaluate: (values) =>
      parts.length === 1 && only !== undefined && typeof only !== 'string'
        ? cleanDeep(valueIn(only, values))
        : text(values),
  };
}

/** Whether a text has expressions in it. */
export function hasExpressions(source: string): boolean {
  return source.includes(opening);
}

/** Where the `}}` of an expression is: not within one of its strings. */
function endOf(source: string, from: number): number {
  let quote: string | undefined;
  for (let at = from; at < source.length; at += 1) {
    const character = source[at]!;
    if (quote !== undefined) {
      if (character === '\\') at += 1;
      else if (character === quote) quote = undefined;
    } else if (character === '"' || character === "'") quote = character;
    else if (source.startsWith(closing, at)) return at;
  }
  throw new ExpressionError('syntax', '`{{` without `}}`', from - opening.length);
}

function parseHole(source: string, begin: number, end: number, scope: Scope): Hole {
  const inner = source.slice(begin, end);
  const offset = begin + (inner.length - inner.trimStart().length);
  try {
    if (inner.trim() === '')
      throw new ExpressionError('syntax', 'there is no expression between `{{` and `}}`');
    return { expression: parseExpression(inner.trim(), scope), offset };
  } catch (error) {
    throw moved(error, offset);
  }
}

function valueIn({ expression, offset }: Hole, values: Readonly<Record<string, unknown>>): unknown {
  try {
    return expression.evaluate(values);
  } catch (error) {
    throw moved(error, offset);
  }
}

const clean = (text: string): string => replaceHostile(text, () => '');

function cleanDeep(value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  return Array.isArray(value) ? value.map(cleanDeep) : value;
}

function moved(error: unknown, by: number): unknown {
  return error instanceof ExpressionError
    ? new ExpressionError(error.reason, error.message, error.offset + by, error.unknownName)
    : error;
}

function textOf(value: unknown, { offset }: Hole): string {
  if (typeof value !== 'object' || value === null) return String(value);
  throw new ExpressionError(
    'value',
    'a list or a map is no text; `listed(…)` or `list(…)` writes one',
    offset,
  );
}
