/** Text that is being typed. `cursor` is where the next character goes: an index into `text`, never within a grapheme. */
export interface TypedText {
  readonly text: string;
  readonly cursor: number;
}

export function typedText(text: string): TypedText {
  return { text, cursor: text.length };
}

/** Puts text where the cursor is, as much of it as fits into `longest` characters. */
export function insertText({ text, cursor }: TypedText, added: string, longest: number): TypedText {
  const fitting = added.slice(0, Math.max(0, longest - text.length));
  return { text: text.slice(0, cursor) + fitting + text.slice(cursor), cursor: cursor + fitting.length };
}
