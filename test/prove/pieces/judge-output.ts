/** Output that kafka-lab must never write, whatever its input. */

// Tab and newline stay, and so do joiners and selectors of emoji, and the format characters of Arabic and its like that are drawn.
const hostile =
  /(?![\u200d\ufe0e\ufe0f\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}])[\u0000-\u0008\u000b-\u001f\u007f-\u009f\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu;

/** What the screen writes: modes, erasing, the cursor movements of Ink's rendering (up, to the next line, to a column, home), and colours. */
const ofTheScreen =
  /\u001b\[(?:\?(?:1049|25|2004|2026)[hl]|2J|2?K|H|\d*[AEG]|\d+;1H|(?:0|1|2|4|7|22|24|27|39|49|39;49|[39][0-7]|[34]8;5;\d+|[34]8;2;\d+;\d+;\d+)(?:;(?:[34]8;5;\d+|[34]8;2;\d+;\d+;\d+))?m)/g;

/** A question, as Node's readline draws it: to the first column, erase below, the question, the cursor after it, and the end of the answer. */
const ofTheQuestion = /\u001b\[1G\u001b\[0J([^\u001b]*\[y\/N\] )\u001b\[\d+G(?:n\r\r\n)?/g;

/** The sequences in a recording: bold, dim, green, red, and reset. */
const ofTheCast = /\u001b\[(?:0|1|2|31|32)m/g;

/** The hostile characters of a text, as one complaint with the context of the first; empty if there are none. */
export function hostileIn(text: string): string[] {
  const codes = new Set<string>();
  let first: string | undefined;
  for (const match of text.matchAll(hostile)) {
    codes.add(`U+${match[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`);
    first ??= text.slice(Math.max(0, match.index - 16), match.index + 16);
  }
  if (first === undefined) return [];
  const some = [...codes].slice(0, 8);
  const more = codes.size > some.length ? ` and ${codes.size - some.length} more` : '';
  return [`${some.join(' ')}${more} (in ${JSON.stringify(first).replaceAll(hostile, '·')})`];
}

/** The same for the output of a verb without a screen to a terminal, which turns each line break into two characters. */
export const hostileOnTerminal = (bytes: string): string[] =>
  hostileIn(bytes.replaceAll(ofTheQuestion, '$1').replaceAll('\r\n', '\n'));

/** The same for the output of the screen, except for its own sequences. A given number of copies is allowed, whose clipboard contents are judged. */
export function hostileOnScreen(bytes: string, copies = 0): string[] {
  const copied: string[] = [];
  const rest = bytes
    .replaceAll(/\u001b\]52;c;([A-Za-z0-9+/=]+)(?:\u0007|\u001b\\)/g, (sequence, base64: string) => {
      copied.push(Buffer.from(base64, 'base64').toString());
      return copied.length > copies ? sequence : '';
    })
    .replaceAll(ofTheScreen, '');
  return [...hostileOnTerminal(rest), ...copied.flatMap(hostileIn)];
}

/** The same for an asciicast: the file, and what it plays. */
export function hostileInCast(text: string): string[] {
  const played = text
    .split('\n')
    .filter((line) => line.startsWith('['))
    .map((line) => (JSON.parse(line) as [number, string, string])[2].replaceAll(ofTheCast, ''));
  return [...hostileIn(text), ...hostileOnTerminal(played.join(''))];
}
