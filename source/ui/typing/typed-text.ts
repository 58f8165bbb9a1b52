/** Text that is being typed. `cursor` is where the next character goes: an index into `text`, never within a grapheme. */
export interface TypedText {
  readonly text: string;
  readonly cursor: number;
}

export function typedText(text: string): TypedText {
  return { text, cursor: text.length };
}

/** Puts text where the cursor is. */
export function insertText({ text, cursor }: TypedText, added: string): TypedText {
  return { text: text.slice(0, cursor) + added + text.slice(cursor), cursor: cursor + added.length };
}

const segmenter = new Intl.Segmenter();

/** As many whole graphemes of a text as fit into `most` characters. */
export function takeFitting(text: string, most: number): string {
  const cut = segmenter.segment(text).containing(Math.max(0, most));
  return cut === undefined ? text : text.slice(0, cut.index);
}
