/** The most bytes of one stored entry: containerd's `max_container_log_line_size`. */
export const longestPiece = 16 * 1024;

/** No character takes more bytes of UTF-8 for each unit of a string. */
const mostBytesOfUnit = 3;

/**
 * A line in pieces of at most 16 KiB of UTF-8; at least one. containerd cuts after exactly so many bytes; here a character is not cut, so
 * that a piece may be up to three bytes shorter.
 */
export function linePieces(line: string): string[] {
  if (line.length * mostBytesOfUnit <= longestPiece) return [line];
  const bytes = Buffer.from(line);
  const pieces: string[] = [];
  let from = 0;
  while (bytes.length - from > longestPiece) {
    let to = from + longestPiece;
    while (isInsideCharacter(bytes[to] as number)) to -= 1;
    pieces.push(bytes.toString('utf8', from, to));
    from = to;
  }
  pieces.push(bytes.toString('utf8', from));
  return pieces;
}

function isInsideCharacter(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}
