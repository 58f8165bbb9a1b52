import type { TypedText } from './typed-text.ts';

/** What a key does to typed text. The keys are those of readline, which shells and text fields have too. */
export type Edit = (typed: TypedText) => TypedText;

export const cursorLeft: Edit = ({ text, cursor }) => ({ text, cursor: graphemeBefore(text, cursor) });

export const cursorRight: Edit = ({ text, cursor }) => ({ text, cursor: graphemeAfter(text, cursor) });

/** To the start of the word before the cursor. */
export const wordLeft: Edit = ({ text, cursor }) => ({
  text,
  cursor: goBack(text, goBack(text, cursor, isBetweenWords), isInWord),
});

/** To the end of the word after the cursor. */
export const wordRight: Edit = ({ text, cursor }) => ({
  text,
  cursor: goOn(text, goOn(text, cursor, isBetweenWords), isInWord),
});

export const lineStart: Edit = ({ text, cursor }) => ({ text, cursor: startOfLine(text, cursor) });

export const lineEnd: Edit = ({ text, cursor }) => ({ text, cursor: endOfLine(text, cursor) });

export const eraseBefore: Edit = ({ text, cursor }) => without(text, graphemeBefore(text, cursor), cursor);

/** Erases back to the blank before the cursor's word, as ctrl-w of a shell does. */
export const eraseWord: Edit = ({ text, cursor }) =>
  without(text, goBack(text, goBack(text, cursor, isBlank), isNoBlank), cursor);

/** Erases back to the start of the line; where the cursor is there, the line break. */
export const eraseToStart: Edit = ({ text, cursor }) => {
  const start = startOfLine(text, cursor);
  return without(text, start === cursor ? Math.max(0, cursor - 1) : start, cursor);
};

/** Erases up to the end of the line; where the cursor is there, the line break. */
export const eraseToEnd: Edit = ({ text, cursor }) => {
  const end = endOfLine(text, cursor);
  return without(text, cursor, end === cursor ? Math.min(text.length, cursor + 1) : end);
};

const segmenter = new Intl.Segmenter();
/** Only the text near the cursor is looked at: longer graphemes do not come from a keyboard. */
const longestGrapheme = 64;

function graphemeBefore(text: string, cursor: number): number {
  const near = text.slice(Math.max(0, cursor - longestGrapheme), cursor);
  const last = [...segmenter.segment(near)].at(-1);
  return cursor - (last?.segment.length ?? 0);
}

function graphemeAfter(text: string, cursor: number): number {
  const [first] = segmenter.segment(text.slice(cursor, cursor + longestGrapheme));
  return cursor + (first?.segment.length ?? 0);
}

function startOfLine(text: string, cursor: number): number {
  return text.slice(0, cursor).lastIndexOf('\n') + 1;
}

function endOfLine(text: string, cursor: number): number {
  const end = text.indexOf('\n', cursor);
  return end < 0 ? text.length : end;
}

function without(text: string, from: number, to: number): TypedText {
  return { text: text.slice(0, from) + text.slice(to), cursor: from };
}

/** Of one UTF-16 unit: the halves of a pair and what joins an emoji belong together. */
type UnitTest = (unit: string) => boolean;
const wordUnit = /[\p{L}\p{M}\p{N}\p{Cs}_]|\u200d/u;
const isInWord: UnitTest = (unit) => wordUnit.test(unit);
const isBetweenWords: UnitTest = (unit) => !isInWord(unit);
const isBlank: UnitTest = (unit) => /\s/.test(unit);
const isNoBlank: UnitTest = (unit) => !isBlank(unit);

function goBack(text: string, from: number, holds: UnitTest): number {
  let at = from;
  while (at > 0 && holds(text[at - 1]!)) at -= 1;
  return at;
}

function goOn(text: string, from: number, holds: UnitTest): number {
  let at = from;
  while (at < text.length && holds(text[at]!)) at += 1;
  return at;
}
