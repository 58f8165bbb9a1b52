const leastMatch = 4;
const hashBits = 14;

/** Literals, followed by a copy of `length` bytes from `distance` bytes before; the last piece of a block copies nothing. */
export interface MatchedPiece {
  readonly literals: Buffer;
  readonly distance: number;
  readonly length: number;
}

/**
 * Splits a block of at most 64 KiB into literals and repetitions, greedily, as LZ4 and snappy both encode it. The last `tail` bytes are
 * always literals.
 */
export function* findMatches(block: Buffer, tail: number): Generator<MatchedPiece> {
  const lastPositions = new Int32Array(1 << hashBits).fill(-1);
  const matchable = block.length - tail;
  let literalsFrom = 0;
  let at = 0;
  while (at + leastMatch <= matchable) {
    const word = block.readUInt32LE(at);
    const hash = Math.imul(word, 0x9e3779b1) >>> (32 - hashBits);
    const earlier = lastPositions[hash]!;
    lastPositions[hash] = at;
    if (earlier < 0 || at - earlier > 0xffff || block.readUInt32LE(earlier) !== word) {
      at++;
      continue;
    }
    let length = leastMatch;
    while (at + length < matchable && block[earlier + length] === block[at + length]) length++;
    yield { literals: block.subarray(literalsFrom, at), distance: at - earlier, length };
    at += length;
    literalsFrom = at;
  }
  yield { literals: block.subarray(literalsFrom), distance: 0, length: 0 };
}
