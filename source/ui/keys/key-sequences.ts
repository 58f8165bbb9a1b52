/**
 * What terminals send for keys that have a name: arrows, home, end, function keys, shift-Tab, the keys of kitty's protocol, and the brackets
 * of a paste. Ink throws at some other sequences, such as a colour in a pasted line or ctrl-F1, and takes the rest for text.
 */
const ofKeys: readonly RegExp[] = [
  /^\[(?:1;)?\d*[A-FHZa-e]$/,
  /^\[\[[A-E]$/,
  /^O\d*[A-FHP-Sa-e]$/,
  /^\[(?:[1-8]|1[1-57-9]|2[0134])(?:;\d+)?~$/,
  /^\[[235-8][$^]$/,
  /^\[\[[56]~$/,
  /^\[\d+[\d;:]*u$/,
  /^\[20[01]~$/,
];

/** Of the character that begins a sequence. */
const escapeCode = 27;

/** Whether a piece of what a terminal sent is text or a key, and no sequence that means something else, or nothing. */
export function isTextOrKey(piece: string): boolean {
  let escapes = 0;
  while (piece.charCodeAt(escapes) === escapeCode) escapes += 1;
  const body = piece.slice(escapes);
  const isSequence = escapes > 0 && /^(?:O|\[)./s.test(body);
  return !isSequence || ofKeys.some((one) => one.test(body));
}
