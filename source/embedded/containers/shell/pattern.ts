import { nextTurn } from '../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../bounds/slices.ts';

type Part = { readonly text: string; readonly quoted: boolean };

/** One element of a pattern: any text, or one character of a set. */
type Element = 'any text' | ((char: string) => boolean);

/** Parses a shell pattern (`*`, `?`, `[a-z]`, `[!x]`). Quoted text matches itself. */
function elementsOf(parts: readonly Part[]): Element[] {
  return parts.flatMap(({ text, quoted }) => (quoted ? [...text].map(literal) : unquoted(text)));
}

function unquoted(text: string): Element[] {
  const elements: Element[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    const set = char === '[' ? bracketAt(text, at) : undefined;
    if (char === '*') {
      if (elements.at(-1) !== 'any text') elements.push('any text');
    } else if (char === '?') elements.push(() => true);
    else if (set) {
      elements.push(set.has);
      at = set.end;
    } else elements.push(literal(char));
  }
  return elements;
}

function literal(char: string): Element {
  return (other) => other === char;
}

/** `[a-z]` or `[!a-z]`; a leading `]` is a member. undefined: an empty or unterminated one. */
function bracketAt(
  text: string,
  at: number,
): { readonly has: (char: string) => boolean; readonly end: number } | undefined {
  const isNegated = text[at + 1] === '!';
  const first = at + (isNegated ? 2 : 1);
  const end = text.indexOf(']', text[first] === ']' ? first + 1 : first);
  if (end <= first) return undefined;
  const members = text.slice(first, end);
  const ranges: [from: string, to: string][] = [];
  for (let index = 0; index < members.length; index++) {
    const from = members[index] as string;
    const to = members[index + 1] === '-' ? members[index + 2] : undefined;
    ranges.push([from, to ?? from]);
    if (to !== undefined) index += 2;
  }
  return { has: (char) => ranges.some(([from, to]) => char >= from && char <= to) !== isNegated, end };
}

/** `${value#pattern}` and its three relatives: the value without the matched prefix or suffix. */
export async function trim(
  value: string,
  operator: '#' | '##' | '%' | '%%',
  pattern: readonly Part[],
): Promise<string> {
  const fromStart = operator.startsWith('#');
  const elements = elementsOf(pattern);
  if (!fromStart) elements.reverse();
  const length = await matchedLength(value, elements, fromStart, operator.length === 2);
  if (length === undefined) return value;
  return fromStart ? value.slice(length) : value.slice(0, value.length - length);
}

/**
 * The longest or shortest match of the elements, from the value's start or end. All alternatives advance together, one character at a
 * time: the time is the value's length times the pattern's.
 */
async function matchedLength(
  value: string,
  elements: readonly Element[],
  fromStart: boolean,
  longest: boolean,
): Promise<number | undefined> {
  let found: number | undefined;
  // The indexes of the possible next elements; the number of elements means a full match.
  let places = closure(new Set([0]), elements);
  for (let length = 0; ; length++) {
    if (places.has(elements.length)) {
      found = length;
      if (!longest) return found;
    }
    if (length === value.length || places.size === 0) return found;
    if (sharedSlice.isOver()) await nextTurn();
    const char = value[fromStart ? length : value.length - 1 - length] as string;
    const next = new Set<number>();
    for (const place of places) {
      const element = elements[place];
      if (element === 'any text') next.add(place);
      else if (element?.(char)) next.add(place + 1);
    }
    places = closure(next, elements);
  }
}

/** "Any text" may be empty. */
function closure(places: Set<number>, elements: readonly Element[]): Set<number> {
  for (const place of places) if (elements[place] === 'any text') places.add(place + 1);
  return places;
}
