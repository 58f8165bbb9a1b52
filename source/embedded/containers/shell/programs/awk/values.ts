import { exponential, general } from '../tool/numbers.ts';
import { ToolError } from '../tool/tool.ts';

/** A value of awk: a number, a text, or a text from input that counts as a number where it looks like one. */
export type Value = number | string | InputText;

export class InputText {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const looksNumeric = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;
const leadingNumber = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/;

export function isNumeric(value: Value): boolean {
  return typeof value === 'number' || (value instanceof InputText && looksNumeric.test(value.text));
}

export function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  const text = value instanceof InputText ? value.text : value;
  return Number(leadingNumber.exec(text)?.[0] ?? 0);
}

/** As `print` and concatenation write a value: whole numbers plainly, others by a format such as `%.6g`. */
export function textOf(value: Value, format = '%.6g'): string {
  if (typeof value === 'string') return value;
  if (value instanceof InputText) return value.text;
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return String(value === 0 ? 0 : value);
  return shownNumber(value, format);
}

function shownNumber(value: number, format: string): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  const match = /^%(?:\.(\d{1,2}))?([gfed])$/.exec(format);
  if (match === null) return general(value, 6);
  const digits = Number(match[1] ?? 6);
  if (match[2] === 'f') return value.toFixed(digits);
  if (match[2] === 'e') return exponential(value, digits);
  return match[2] === 'd' ? String(Math.trunc(value)) : general(value, digits);
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'number') return value !== 0;
  if (value instanceof InputText) return isNumeric(value) ? numberOf(value) !== 0 : value.text !== '';
  return value !== '';
}

/** Numbers compare as numbers, everything else as text. */
export function compare(left: Value, right: Value): number {
  if (isNumeric(left) && isNumeric(right)) return numberOf(left) - numberOf(right);
  const [a, b] = [textOf(left), textOf(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `+`, `-`, `*`, `/`, `%` and `^`. */
export function arithmetic(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      if (right === 0) throw new ToolError('division by zero', 2);
      return left / right;
    case '%':
      if (right === 0) throw new ToolError('division by zero in %', 2);
      return left % right;
    default:
      return left ** right;
  }
}
