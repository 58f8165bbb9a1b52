/** Of the character that begins a sequence. */
const escapeCode = 27;

/** What ends the sequences of F1 to F4, in order. */
const byLetter = 'PQRS';
/** The numbers of F1 to F12. */
const byNumber = [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24];
const modifiers = ['shift', 'alt', 'ctrl'] as const;

/**
 * The name of a function key or Insert, which no command has: `F5`, `ctrl+F1`, `insert`; undefined for anything else. Ink gives such a key no
 * name, and throws at some. The sequences are those of xterm, rxvt and the Linux console.
 */
export function idleKey(piece: string): string | undefined {
  if (piece.charCodeAt(0) !== escapeCode) return undefined;
  const body = piece.slice(1);
  const [, letter] = /^O([PQRS])$/.exec(body) ?? [];
  if (letter !== undefined) return functionKey(byLetter.indexOf(letter));
  const [, held, last] = /^\[1;(\d{1,2})([PQRS])$/.exec(body) ?? [];
  if (last !== undefined) return functionKey(byLetter.indexOf(last), held);
  const [, console] = /^\[\[([A-E])$/.exec(body) ?? [];
  if (console !== undefined) return functionKey('ABCDE'.indexOf(console));
  const [, number, modified] = /^\[(\d{1,2})(?:;(\d{1,2}))?[~^$]$/.exec(body) ?? [];
  if (number === '2') return `${prefix(modified)}insert`;
  return functionKey(byNumber.indexOf(Number(number)), modified);
}

function functionKey(index: number, modified?: string): string | undefined {
  return index < 0 ? undefined : `${prefix(modified)}F${index + 1}`;
}

/** `2` is shift, `3` alt, `5` ctrl; the rest are sums of them. */
function prefix(modified = '1'): string {
  const bits = Number(modified) - 1;
  return modifiers
    .filter((_, bit) => bits & (1 << bit))
    .map((name) => `${name}+`)
    .join('');
}
