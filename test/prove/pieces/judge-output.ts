/** What may not be in anything that kafka-lab writes, whatever it was made from. */

// Tab and newline stay. ZWJ, ZWNJ and variation selectors are part of ordinary writing and of emoji.
const hostile =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{1d173}-\u{1d17a}\u{e0000}-\u{e007f}]/gu;

/** What the screen writes: modes, erasing, the start of a row, and colours. */
const ofTheScreen =
  /\u001b\[(?:\?(?:1049|25|2004|2026)[hl]|2J|K|\d+;1H|(?:0|1|2|4|7|22|24|27|39|49|39;49|[34]8;5;\d+|[34]8;2;\d+;\d+;\d+)(?:;(?:[34]8;5;\d+|[34]8;2;\d+;\d+;\d+))?m)/g;

/** What a recording holds: bold, dim, green, red, and plain again. */
const ofTheCast = /\u001b\[(?:0|1|2|31|32)m/g;

/** The hostile characters of a text, with what stands around them; empty where there are none. */
export function hostileIn(text: string): string[] {
  const found = new Map<string, string>();
  for (const match of text.matchAll(hostile)) {
    const code = `U+${match[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
    const around = text.slice(Math.max(0, match.index - 16), match.index + 16);
    if (!found.has(code)) found.set(code, `${code} in ${JSON.stringify(around).replaceAll(hostile, '·')}`);
  }
  return [...found.values()];
}

/** The same of what a verb without a screen wrote to a terminal, which turns each line end into two characters. */
export const hostileOnTerminal = (bytes: string): string[] => hostileIn(bytes.replaceAll('\r\n', '\n'));

/** The same of what the screen wrote: its own sequences apart. What it copies to the clipboard is judged by what that would hold. */
export function hostileOnScreen(bytes: string): string[] {
  const copied: string[] = [];
  const rest = bytes
    .replaceAll(/\u001b\]52;c;([A-Za-z0-9+/=]+)(?:\u0007|\u001b\\)/g, (_, base64: string) => {
      copied.push(Buffer.from(base64, 'base64').toString());
      return '';
    })
    .replaceAll(ofTheScreen, '');
  return [...hostileOnTerminal(rest), ...copied.flatMap(hostileIn)];
}

/** The same of an asciicast: of the file, and of what it plays. */
export function hostileInCast(text: string): string[] {
  const played = text
    .split('\n')
    .filter((line) => line.startsWith('['))
    .map((line) => (JSON.parse(line) as [number, string, string])[2].replaceAll(ofTheCast, ''));
  return [...hostileIn(text), ...hostileOnTerminal(played.join(''))];
}
