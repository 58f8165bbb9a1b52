import { type SafeText, visible } from '../text/safe-text.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup that was made here, and may stand as it is. */
export class Html {
  readonly text: SafeText;
  constructor(text: SafeText) {
    this.text = text;
  }
}

type Piece = Html | string | number | readonly Piece[] | undefined;

/** Text in which no character means anything to HTML, in content and in a quoted attribute. */
export function escapeHtml(text: string): SafeText {
  return visible(text.replaceAll(/[&<>"']/g, (character) => entities[character]!));
}

/** The same, with blanks that do not collapse. */
export function blanksKept(text: string): Html {
  return new Html(visible(escapeHtml(text).replaceAll(' ', '&#160;')));
}

/** A template whose values are escaped, all but those that are `Html` already; lists are joined, undefined is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return new Html(
    visible(strings.reduce((text, part, index) => `${text}${render(values[index - 1])}${part}`)),
  );
}

function render(piece: Piece): string {
  if (piece === undefined) return '';
  if (piece instanceof Html) return piece.text;
  if (Array.isArray(piece)) return (piece as readonly Piece[]).map(render).join('');
  return escapeHtml(String(piece));
}
