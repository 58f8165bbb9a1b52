import type { Word, WordPart } from '../syntax/syntax.ts';

/** How many words one word with braces may become. */
export const mostWords = 100_000;

export class BraceError extends Error {}

/** Unquoted text, a character where braces are looked for, or a part that braces do not look into. */
type Unit = string | WordPart;

/** `a{b,c}d` and `{1..3}`: the words that a word stands for. */
export function* expandBraces(word: Word): Generator<Word> {
  if (!word.some((part) => part.kind === 'text' && !part.quoted && part.text.includes('{')))
    return yield word;
  const units = word.flatMap((part): Unit[] =>
    part.kind === 'text' && !part.quoted ? [...part.text] : [part],
  );
  let count = 0;
  for (const one of expanded(units, 0)) {
    if (++count > mostWords) throw new BraceError('brace expansion: too many words');
    yield wordOf(one);
  }
}

function* expanded(units: readonly Unit[], depth: number): Generator<Unit[]> {
  const brace = findBrace(units);
  if (brace === undefined || depth > 50) return yield joined(units);
  const before = joined(units.slice(0, brace.start));
  const after: Unit[][] = [];
  for (const rest of expanded(units.slice(brace.end + 1), depth + 1)) {
    if (after.push(rest) > mostWords) throw new BraceError('brace expansion: too many words');
  }
  for (const item of brace.items)
    for (const middle of brace.isRange ? [item] : expanded(item, depth + 1))
      for (const rest of after) yield [...before, ...middle, ...rest];
}

/** The same units, with neighbouring characters as one text. */
function joined(units: readonly Unit[]): Unit[] {
  const result: Unit[] = [];
  for (const unit of units) {
    const last = result.at(-1);
    if (typeof unit === 'string' && typeof last === 'string') result[result.length - 1] = last + unit;
    else result.push(unit);
  }
  return result;
}

interface Brace {
  readonly start: number;
  readonly end: number;
  readonly items: Iterable<readonly Unit[]>;
  readonly isRange: boolean;
}

/** How many characters are looked at for one word. */
const mostSteps = 200_000;

/** The first brace with a comma or a range in it. */
function findBrace(units: readonly Unit[]): Brace | undefined {
  const ends = new Map<number, number>();
  const open: number[] = [];
  for (const [at, unit] of units.entries()) {
    if (unit === '{') open.push(at);
    const start = unit === '}' ? open.pop() : undefined;
    if (start !== undefined) ends.set(start, at);
  }
  let steps = 0;
  for (let start = 0; start < units.length; start++) {
    const end = ends.get(start);
    if (end === undefined) continue;
    steps += end - start;
    if (steps > mostSteps) throw new BraceError('brace expansion: the word is too long');
    let depth = 0;
    const commas: number[] = [];
    for (let at = start; at < end; at++) {
      if (units[at] === '{') depth++;
      else if (units[at] === '}') depth--;
      else if (units[at] === ',' && depth === 1) commas.push(at);
    }
    if (commas.length > 0) return { start, end, items: split(units, start, end, commas), isRange: false };
    const range = rangeOf(units.slice(start + 1, end));
    if (range) return { start, end, items: range, isRange: true };
  }
  return undefined;
}

function split(units: readonly Unit[], start: number, end: number, commas: readonly number[]): Unit[][] {
  const places = [start, ...commas, end];
  return places.slice(1).map((place, index) => units.slice((places[index] as number) + 1, place));
}

function rangeOf(inner: readonly Unit[]): Iterable<readonly Unit[]> | undefined {
  if (inner.some((unit) => typeof unit !== 'string')) return undefined;
  const text = inner.join('');
  const numbers = /^(-?\d{1,15})\.\.(-?\d{1,15})(?:\.\.(-?\d{1,15}))?$/.exec(text);
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d{1,15}))?$/.exec(text);
  const found = numbers ?? letters;
  if (found === null) return undefined;
  const [, from = '', to = '', by] = found;
  const [first, last] = numbers ? [Number(from), Number(to)] : [from.charCodeAt(0), to.charCodeAt(0)];
  const step = Math.abs(Number(by ?? 1)) || 1;
  if (Math.abs(last - first) / step >= mostWords) throw new BraceError('brace expansion: too many words');
  const isPadded = (numbers !== null && /^-?0\d/.test(from)) || (numbers !== null && /^-?0\d/.test(to));
  const width = isPadded ? Math.max(from.length, to.length) : 0;
  const shown = (value: number): string =>
    numbers
      ? `${value < 0 ? '-' : ''}${String(Math.abs(value)).padStart(width - (value < 0 ? 1 : 0), '0')}`
      : String.fromCharCode(value);
  return rising(first, last, step, shown);
}

function* rising(
  first: number,
  last: number,
  step: number,
  shown: (value: number) => string,
): Generator<readonly Unit[]> {
  const by = first <= last ? step : -step;
  for (let value = first; first <= last ? value <= last : value >= last; value += by) yield [shown(value)];
}

function wordOf(units: readonly Unit[]): Word {
  const parts: WordPart[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') parts.push({ kind: 'text', text, quoted: false });
    text = '';
  };
  for (const unit of units) {
    if (typeof unit === 'string') text += unit;
    else {
      flush();
      parts.push(unit);
    }
  }
  flush();
  return parts;
}
