/*
 *   alternation ::= sequence ( "|" sequence )*
 *   sequence    ::= ( atom quantifier? )*
 *   quantifier  ::= ( "*" | "+" | "?" | "{" m "}" | "{" m "," "}" | "{" m "," n "}" ) "?"?
 *   atom        ::= "(" "?:"? alternation ")" | "[" "^"? member* "]" | "." | "^" | "$" | "\" character | character
 */

/** Whether a character (its UTF-16 code) belongs to a set. */
export type CharacterSet = (code: number) => boolean;

/** `word`: at either end of a word; `inside`: at neither. */
export type PlaceKind = 'start' | 'end' | 'word' | 'inside' | 'word-start' | 'word-end';

export type Node =
  | { readonly kind: 'set'; readonly has: CharacterSet; readonly literal?: string }
  | { readonly kind: 'place'; readonly place: PlaceKind }
  /** `\\K`: the match begins here. */
  | { readonly kind: 'keep' }
  | { readonly kind: 'sequence'; readonly nodes: readonly Node[] }
  | { readonly kind: 'either'; readonly nodes: readonly Node[] }
  | { readonly kind: 'group'; readonly number: number; readonly node: Node }
  | {
      readonly kind: 'repeat';
      readonly node: Node;
      readonly least: number;
      readonly most: number;
      readonly isGreedy: boolean;
    };

/** A malformed expression, or one that cannot run in linear time: back references, look-around. */
export class PatternError extends Error {}

const deepest = 100;
const mostRepeats = 1000;

const isDigit: CharacterSet = (code) => code >= 48 && code <= 57;
const isSpace: CharacterSet = (code) =>
  (code >= 9 && code <= 13) ||
  code === 32 ||
  code === 160 ||
  code === 0xfeff ||
  code === 0x2028 ||
  code === 0x2029;
export const isWord: CharacterSet = (code) =>
  isDigit(code) || (code >= 65 && code <= 90) || code === 95 || (code >= 97 && code <= 122);
const not =
  (has: CharacterSet): CharacterSet =>
  (code) =>
    !has(code);

const classes: Readonly<Record<string, CharacterSet>> = {
  d: isDigit,
  D: not(isDigit),
  s: isSpace,
  S: not(isSpace),
  w: isWord,
  W: not(isWord),
};
const places: Readonly<Record<string, PlaceKind>> = {
  b: 'word',
  B: 'inside',
  '<': 'word-start',
  '>': 'word-end',
  '`': 'start',
  "'": 'end',
};
/** `[:digit:]` in brackets. */
export const namedClasses: Readonly<Record<string, CharacterSet>> = {
  alpha: (code) => isWord(code) && !isDigit(code) && code !== 95,
  digit: isDigit,
  alnum: (code) => isWord(code) && code !== 95,
  upper: (code) => code >= 65 && code <= 90,
  lower: (code) => code >= 97 && code <= 122,
  space: isSpace,
  blank: (code) => code === 32 || code === 9,
  punct: (code) => code > 32 && code < 127 && !(isWord(code) && code !== 95),
  print: (code) => code >= 32 && code !== 127,
  graph: (code) => code > 32 && code !== 127,
  cntrl: (code) => code < 32 || code === 127,
  xdigit: (code) => isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102),
};
const controls: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', '0': '\0' };

/** Parses an extended regular expression with Perl's `\d`, `\s`, `\w`, `\b` and lazy quantifiers. Throws {@link PatternError}. */
export function parsePattern(
  source: string,
  ignoresCase: boolean,
): { readonly node: Node; readonly groups: number } {
  const parser = new Parser(source, ignoresCase);
  return { node: parser.parse(), groups: parser.groups };
}

class Parser {
  groups = 0;
  readonly #source: string;
  readonly #ignoresCase: boolean;
  #at = 0;
  #depth = 0;

  constructor(source: string, ignoresCase: boolean) {
    this.#source = source;
    this.#ignoresCase = ignoresCase;
  }

  parse(): Node {
    const node = this.#alternation();
    if (this.#at < this.#source.length) throw new PatternError('Unmatched ) or \\)');
    return node;
  }

  #alternation(): Node {
    this.#depth += 1;
    if (this.#depth > deepest) throw new PatternError('Regular expression too big');
    const nodes = [this.#sequence()];
    while (this.#take('|')) nodes.push(this.#sequence());
    this.#depth -= 1;
    return nodes.length === 1 ? (nodes[0] as Node) : { kind: 'either', nodes };
  }

  #sequence(): Node {
    const nodes: Node[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#peek())) nodes.push(this.#repeated());
    return { kind: 'sequence', nodes };
  }

  #repeated(): Node {
    let node = this.#atom();
    for (;;) {
      const bounds = this.#quantifier();
      if (!bounds) return node;
      const isGreedy = !this.#take('?');
      node = { kind: 'repeat', node, ...bounds, isGreedy };
    }
  }

  #quantifier(): { least: number; most: number } | undefined {
    if (this.#take('*')) return { least: 0, most: Number.POSITIVE_INFINITY };
    if (this.#take('+')) return { least: 1, most: Number.POSITIVE_INFINITY };
    if (this.#take('?')) return { least: 0, most: 1 };
    const match = /^\{(\d{1,5})(,(\d{0,5}))?\}/.exec(this.#source.slice(this.#at, this.#at + 16));
    if (!match) return undefined;
    this.#at += match[0].length;
    const least = Number(match[1]);
    const most =
      match[2] === undefined ? least : match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3]);
    if (least > most || least > mostRepeats || (most > mostRepeats && most !== Number.POSITIVE_INFINITY))
      throw new PatternError('Invalid content of \\{\\}');
    return { least, most };
  }

  #atom(): Node {
    const character = this.#next();
    switch (character) {
      case '(':
        return this.#group();
      case '[':
        return { kind: 'set', has: this.#folded(this.#bracket()) };
      case '.':
        return { kind: 'set', has: (code) => code !== 10 };
      case '^':
        return { kind: 'place', place: 'start' };
      case '$':
        return { kind: 'place', place: 'end' };
      case '*':
      case '+':
      case '?':
        throw new PatternError('Invalid preceding regular expression');
      case '\\':
        return this.#escaped();
      default:
        return this.#literal(character);
    }
  }

  #group(): Node {
    let number: number | undefined;
    if (this.#source.startsWith('?:', this.#at)) this.#at += 2;
    else if (this.#peek() === '?') throw new PatternError('Invalid preceding regular expression');
    else number = ++this.groups;
    const node = this.#alternation();
    if (!this.#take(')')) throw new PatternError('Unmatched ( or \\(');
    return number === undefined ? node : { kind: 'group', number, node };
  }

  #escaped(): Node {
    if (this.#at >= this.#source.length) throw new PatternError('Trailing backslash');
    const character = this.#next();
    if (/[1-9]/.test(character))
      throw new PatternError('Invalid back reference: they are not supported here');
    const place = places[character];
    if (place !== undefined) return { kind: 'place', place };
    if (character === 'K') return { kind: 'keep' };
    const has = classes[character];
    if (has) return { kind: 'set', has };
    return this.#literal(controls[character] ?? character);
  }

  #literal(character: string): Node {
    const code = character.charCodeAt(0);
    if (!this.#ignoresCase) return { kind: 'set', has: (other) => other === code, literal: character };
    return { kind: 'set', has: this.#folded((other) => other === code) };
  }

  #folded(has: CharacterSet): CharacterSet {
    if (!this.#ignoresCase) return has;
    return (code) => {
      if (has(code)) return true;
      const character = String.fromCharCode(code);
      return has(character.toLowerCase().charCodeAt(0)) || has(character.toUpperCase().charCodeAt(0));
    };
  }

  #bracket(): CharacterSet {
    const isNegated = this.#take('^');
    const ranges: [from: number, to: number][] = [];
    const named: CharacterSet[] = [];
    for (let isFirst = true; ; isFirst = false) {
      if (this.#at >= this.#source.length) throw new PatternError('Unmatched [, [^, [:, [., or [=');
      if (!isFirst && this.#take(']')) break;
      if (isFirst && !isNegated && this.#peek() === ']' && !this.#source.includes(']', this.#at + 1))
        throw new PatternError('Unmatched [, [^, [:, [., or [=');
      const from = this.#member(named);
      if (from === undefined) continue;
      const isRange = this.#peek() === '-' && ![']', ''].includes(this.#source[this.#at + 1] ?? '');
      if (!isRange) {
        ranges.push([from, from]);
        continue;
      }
      this.#at += 1;
      const to = this.#member(named);
      if (to === undefined || to < from) throw new PatternError('Invalid range end');
      ranges.push([from, to]);
    }
    const has: CharacterSet = (code) =>
      ranges.some(([from, to]) => code >= from && code <= to) || named.some((set) => set(code));
    return isNegated ? not(has) : has;
  }

  /** The code of the next bracket member; undefined: it was a class, now in `named`. */
  #member(named: CharacterSet[]): number | undefined {
    const posix = /^\[:(\w+):\]/.exec(this.#source.slice(this.#at, this.#at + 12));
    if (posix !== null) {
      const has = namedClasses[posix[1] as string];
      if (!has) throw new PatternError('Invalid character class name');
      this.#at += posix[0].length;
      named.push(has);
      return undefined;
    }
    const character = this.#next();
    if (character !== '\\' || this.#at >= this.#source.length) return character.charCodeAt(0);
    const escaped = this.#next();
    const has = classes[escaped];
    if (!has) return (controls[escaped] ?? escaped).charCodeAt(0);
    named.push(has);
    return undefined;
  }

  #peek(): string {
    return this.#source[this.#at] ?? '';
  }

  #next(): string {
    return this.#source[this.#at++] ?? '';
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at += 1;
    return true;
  }
}
