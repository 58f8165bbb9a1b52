import { nextTurn } from '../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../bounds/slices.ts';
import { PatternError } from '../regular-expression/parse.ts';
import { Pattern } from '../regular-expression/pattern.ts';
import { ExpansionError } from './expansion-error.ts';

/** Text of a shell pattern; quoted text matches itself. */
export interface Piece {
  readonly text: string;
  readonly quoted: boolean;
}

/** One element of a pattern. */
type Element =
  | { readonly kind: 'any' }
  | { readonly kind: 'one'; readonly source: string }
  | {
      readonly kind: 'group';
      readonly operator: string;
      readonly alternatives: readonly (readonly Element[])[];
    };

interface Character {
  readonly char: string;
  readonly quoted: boolean;
}

/** A pattern that is refused: it is too big, or has `!(…)` beside other text. */
export class GlobError extends ExpansionError {}

/** A value may grow to this many characters. */
const longestResult = 1024 * 1024;
/** A pattern of more characters has more than a regular expression may have. */
const longestPattern = 65_536;

const special = /[\\^$.*+?()[\]{}|/]/g;
const literal = (char: string): Element => ({ kind: 'one', source: char.replace(special, '\\$&') });

/** Whether there is anything to match by. */
export function isPattern(pieces: readonly Piece[]): boolean {
  return pieces.some(({ text, quoted }) => !quoted && /[*?[]|[@!+]\(/.test(text));
}

/** Parses a shell pattern: `*`, `?`, `[a-z]`, `[!x]`, `[[:digit:]]`, and `@(a|b)`, `*(…)`, `+(…)`, `?(…)`. */
function elementsOf(pieces: readonly Piece[]): Element[] {
  if (pieces.reduce((sum, { text }) => sum + text.length, 0) > longestPattern)
    throw new GlobError('the pattern is too big');
  const characters = pieces.flatMap(({ text, quoted }) => [...text].map((char) => ({ char, quoted })));
  return new Reader(characters).sequence(false);
}

class Reader {
  readonly #characters: readonly Character[];
  #at = 0;

  constructor(characters: readonly Character[]) {
    this.#characters = characters;
  }

  /** `isInside`: up to `|` or `)`. */
  sequence(isInside: boolean): Element[] {
    const elements: Element[] = [];
    for (;;) {
      const next = this.#characters[this.#at];
      if (next === undefined) return elements;
      const { char, quoted } = next;
      if (quoted) elements.push(literal(char));
      else if (isInside && (char === '|' || char === ')')) return elements;
      else if ('?*+@!'.includes(char) && this.#isPlain('(', 1)) {
        elements.push(this.#group(char));
        continue;
      } else if (char === '*') {
        if (elements.at(-1)?.kind !== 'any') elements.push({ kind: 'any' });
      } else if (char === '?') elements.push({ kind: 'one', source: '[^\\0]' });
      else if (char === '[') {
        elements.push(this.#bracket() ?? literal(char));
      } else if (char === '\\' && this.#characters[this.#at + 1] !== undefined) {
        this.#at++;
        elements.push(literal((this.#characters[this.#at] as Character).char));
      } else elements.push(literal(char));
      this.#at++;
    }
  }

  #group(operator: string): Element {
    this.#at += 2;
    const alternatives = [this.sequence(true)];
    while (this.#isPlain('|', 0)) {
      this.#at++;
      alternatives.push(this.sequence(true));
    }
    this.#at++;
    return { kind: 'group', operator, alternatives };
  }

  /** `[a-z]` or `[!a-z]`; a leading `]` is a member. Leaves the position at its end. undefined: it is not closed. */
  #bracket(): Element | undefined {
    let at = this.#at + 1;
    const isNegated = ['!', '^'].includes(this.#plainAt(at) ?? '');
    if (isNegated) at++;
    let members = '';
    const first = at;
    for (; ; at++) {
      const next = this.#characters[at];
      if (next === undefined) return undefined;
      if (next.char === ']' && !next.quoted && at > first) break;
      const named = /^\[:\w+:\]/.exec(
        this.#characters
          .slice(at, at + 12)
          .map(({ char }) => char)
          .join(''),
      );
      if (named !== null && !next.quoted) {
        members += named[0];
        at += named[0].length - 1;
      } else if (next.char === '-' && !next.quoted && at > first && this.#plainAt(at + 1) !== ']')
        members += '-';
      else members += next.char.replace(/[\\\]^-]/g, '\\$&');
    }
    this.#at = at;
    return { kind: 'one', source: `[${isNegated ? '^' : ''}${members}]` };
  }

  #isPlain(char: string, offset: number): boolean {
    return this.#plainAt(this.#at + offset) === char;
  }

  #plainAt(at: number): string | undefined {
    const found = this.#characters[at];
    return found === undefined || found.quoted ? undefined : found.char;
  }
}

/** The regular expression of the elements; `isReversed`: for a text that is read from its end. */
function sourceOf(elements: readonly Element[], isReversed: boolean): string {
  const ordered = isReversed ? [...elements].reverse() : elements;
  return ordered
    .map((element) => {
      if (element.kind === 'any') return '[^\\0]*';
      if (element.kind === 'one') return element.source;
      if (element.operator === '!')
        throw new GlobError('a pattern with !(…) beside other text is not supported here');
      const inner = element.alternatives.map((one) => sourceOf(one, isReversed)).join('|');
      return `(?:${inner})${element.operator === '@' ? '' : element.operator}`;
    })
    .join('');
}

function patternFor(...[source, options]: ConstructorParameters<typeof Pattern>): Pattern {
  try {
    return new Pattern(source, options);
  } catch (error) {
    if (error instanceof PatternError) throw new GlobError('the pattern is too big');
    throw error;
  }
}

/** What a pattern matches. Throws GlobError. */
export class Glob {
  readonly #pattern: Pattern;
  readonly #isNegated: boolean;

  constructor(pieces: readonly Piece[], options: { readonly ignoresCase?: boolean } = {}) {
    let elements = elementsOf(pieces);
    const [only] = elements;
    this.#isNegated = elements.length === 1 && only?.kind === 'group' && only.operator === '!';
    if (this.#isNegated && only?.kind === 'group') elements = [{ ...only, operator: '@' }];
    this.#pattern = patternFor(sourceOf(elements, false), options);
  }

  async matches(text: string): Promise<boolean> {
    return (await this.#pattern.matches(text)) !== this.#isNegated;
  }
}

/** Changes the value of a parameter. */
export type Change = (value: string) => Promise<string> | string;

/** `${value#pattern}` and its three relatives: the value without the matched prefix or suffix. */
export function trimmer(operator: '#' | '##' | '%' | '%%', pieces: readonly Piece[]): Change {
  const fromStart = operator.startsWith('#');
  const pattern = patternFor(sourceOf(elementsOf(pieces), !fromStart));
  return async (value) => {
    const text = fromStart ? value : reversed(value);
    const length = await pattern.lengths(text, () => true, operator.length === 2);
    if (length === undefined) return value;
    return fromStart ? value.slice(length) : value.slice(0, value.length - length);
  };
}

/** `${value/pattern/replacement}` */
export function replacer(
  where: 'first' | 'all' | 'start' | 'end',
  pieces: readonly Piece[],
  replacement: string,
): Change {
  if (pieces.every(({ text }) => text === ''))
    return (value) =>
      where === 'start' ? replacement + value : where === 'end' ? value + replacement : value;
  if (where === 'start' || where === 'end') {
    const trim = trimmer(where === 'start' ? '##' : '%%', pieces);
    return async (value) => {
      const rest = await trim(value);
      if (rest === value) return value;
      return where === 'start' ? replacement + rest : rest + replacement;
    };
  }
  const pattern = patternFor(sourceOf(elementsOf(pieces), false), { isLongest: true });
  return (value) => replaced(value, pattern, replacement, where === 'first');
}

/** How many replacements are made between two looks at the clock. */
const replacementsAtOnce = 500;

async function replaced(
  value: string,
  pattern: Pattern,
  replacement: string,
  isFirst: boolean,
): Promise<string> {
  const { literal } = pattern;
  let [result, done, count] = ['', 0, 0];
  for (let from = 0; from <= value.length; ) {
    const start = literal === undefined ? undefined : value.indexOf(literal, from);
    const match =
      start === undefined
        ? await pattern.find(value, from)
        : start < 0
          ? undefined
          : { start, end: start + literal!.length };
    if (match === undefined) break;
    from = Math.max(match.end, match.start + 1);
    if (match.end === match.start) continue;
    result += value.slice(done, match.start) + replacement;
    done = match.end;
    if (isFirst) break;
    if (result.length > longestResult) throw new GlobError('word too long');
    if (++count % replacementsAtOnce === 0 && sharedSlice.isOver()) await nextTurn();
  }
  return result + value.slice(done);
}

function reversed(text: string): string {
  let result = '';
  for (let at = text.length - 1; at >= 0; at--) result += text[at];
  return result;
}
