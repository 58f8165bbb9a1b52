import {
  type AnsiCode,
  ansiCodesToString,
  styledCharsFromTokens as charsFromTokens,
  diffAnsiCodes,
  type StyledChar,
  tokenize as tokensOf,
} from '@alcalzone/ansi-tokenize';
import { isSingleCells } from '../../text/width.ts';

/*
 * What Ink uses of @alcalzone/ansi-tokenize, faster. For every frame Ink 6.8 turns each line into one object for each cell and back into
 * text, which takes two thirds of a frame's time: the package segments graphemes, copies the styles for each cell, and compares the
 * styles of neighbours through three sets. Here equal styles are one array, equal cells one object, and the sequences between two styles are
 * computed once. The bundle replaces the package with this (scripts/bundle-plugins.js), and a test compares the two.
 */

type Styles = AnsiCode[];

const noStyles: Styles = [];
/** Every combination of styles met, and its cells. Bounded: only our own styles and characters of one cell get here. */
const knownCells = new Map<Styles, Map<string, StyledChar>>([[noStyles, new Map()]]);
const afterCode = new Map<Styles, Map<string, Styles>>();
const between = new Map<Styles, Map<Styles, string>>();

const sgrSequence = /(\u001b\[[\d;]*m)/;

/** Leaves the work to `styledCharsFromTokens`: Ink passes on what it gets here, and nothing else looks at it. */
export function tokenize(line: string): string {
  return line;
}

/** One object for each grapheme of a line, with the styles that hold there. */
export function styledCharsFromTokens(line: string): StyledChar[] {
  const chars: StyledChar[] = [];
  let styles = noStyles;
  // Sequences are at the odd indices.
  for (const [index, part] of line.split(sgrSequence).entries()) {
    if (index % 2 === 1) styles = stylesAfter(styles, part);
    else if (!isSingleCells(part)) return charsFromTokens(tokensOf(line));
    else addCells(chars, part, styles);
  }
  return chars;
}

/** The line of such objects, with the sequences that lead from each one's styles to the next one's. */
export function styledCharsToString(chars: readonly StyledChar[]): string {
  let text = '';
  let current = noStyles;
  for (const { styles, value } of chars) {
    const wanted = styles.length === 0 ? noStyles : styles;
    if (wanted !== current) text += sequenceBetween(current, wanted);
    text += value;
    current = wanted;
  }
  return current === noStyles ? text : text + sequenceBetween(current, noStyles);
}

function addCells(chars: StyledChar[], text: string, styles: Styles): void {
  const known = knownCells.get(styles)!;
  for (let at = 0; at < text.length; at += 1) {
    const value = text[at]!;
    let cell = known.get(value);
    if (!cell) {
      cell = { type: 'char', value, fullWidth: false, styles };
      known.set(value, cell);
    }
    chars.push(cell);
  }
}

function stylesAfter(styles: Styles, sequence: string): Styles {
  return remembered(afterCode, styles, sequence, () => {
    const [char] = charsFromTokens(tokensOf(`${ansiCodesToString(styles)}${sequence}x`));
    const found = char!.styles;
    const same = [...knownCells.keys()].find((one) => namesOf(one) === namesOf(found));
    if (same) return same;
    knownCells.set(found, new Map());
    return found;
  });
}

function namesOf(styles: Styles): string {
  return styles.map(({ code }) => code).join('');
}

function sequenceBetween(from: Styles, to: Styles): string {
  // Styles of a line that the package parsed are arrays of its own: computed, not cached.
  if (!knownCells.has(from) || !knownCells.has(to)) return ansiCodesToString(diffAnsiCodes(from, to));
  return remembered(between, from, to, () => ansiCodesToString(diffAnsiCodes(from, to)));
}

function remembered<Key, Value>(
  table: Map<Styles, Map<Key, Value>>,
  styles: Styles,
  key: Key,
  make: () => Value,
): Value {
  let row = table.get(styles);
  if (!row) {
    row = new Map();
    table.set(styles, row);
  }
  let value = row.get(key);
  if (value === undefined) {
    value = make();
    row.set(key, value);
  }
  return value;
}
