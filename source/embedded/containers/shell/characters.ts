const surrogate = /[\ud800-\udfff]/;

/** How many characters a text has, where JavaScript counts some as two. */
export function characterCount(text: string): number {
  if (!surrogate.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count++;
  return count;
}

/** A part of a text, counted in characters. */
export function characterSlice(text: string, from: number, to?: number): string {
  return surrogate.test(text) ? [...text].slice(from, to).join('') : text.slice(from, to);
}

const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const none = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** The cells of a terminal that a text takes, as wcwidth(3) of glibc counts them. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const char of text) cells += char < '\u0300' ? 1 : none.test(char) ? 0 : wide.test(char) ? 2 : 1;
  return cells;
}
