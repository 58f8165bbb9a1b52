import type { ByteReader } from '../bytes/byte-reader.ts';
import { CompressedDataError } from '../bytes/compressed-data-error.ts';
import type { ExpandingBuffer } from '../bytes/expanding-buffer.ts';
import { BackwardBits } from './bits.ts';
import { constantTable, type EntropyTable, nextState, readTable, tableOf } from './entropy-table.ts';
import { literalLengths, matchLengths, type SequenceKind, sequenceKinds } from './sequence-codes.ts';

/** What a block takes over from those before it. */
export interface SequenceState {
  tables: Partial<Record<SequenceKind, EntropyTable>>;
  /** The last three distances, the newest first. */
  distances: readonly [number, number, number];
}

export const freshSequences = (): SequenceState => ({ tables: {}, distances: [1, 4, 8] });

/*
 * sequences => count: 1 to 3 bytes; modes:uint8, two bits for each of literal lengths, distances, match lengths; their tables; bits
 * mode      => 0 the table of the format | 1 one symbol:uint8 | 2 a table | 3 the table of the block before          (RFC 8878, 3.1.1.3.2)
 * Each sequence copies some literals, then some bytes from a distance back. What is left of the literals comes at the end.
 */
export function expandSequences(
  reader: ByteReader,
  literals: Buffer,
  state: SequenceState,
  output: ExpandingBuffer,
): void {
  const count = readCount(reader);
  let used = 0;
  if (count > 0) {
    readTables(reader, state);
    const { literalLength, distance, matchLength } = state.tables as Record<SequenceKind, EntropyTable>;
    const bits = new BackwardBits(reader.view(reader.remaining));
    let [ofLiterals, ofDistance, ofMatch] = [
      bits.read(literalLength.accuracy),
      bits.read(distance.accuracy),
      bits.read(matchLength.accuracy),
    ];
    for (let left = count; left > 0; left -= 1) {
      const distanceBits = distance.symbols[ofDistance]!;
      if (distanceBits > 31) throw wrong();
      const coded = 2 ** distanceBits + bits.read(distanceBits);
      const [match, matchBits] = matchLengths[matchLength.symbols[ofMatch]!] ?? none();
      const length = match + bits.read(matchBits);
      const [some, someBits] = literalLengths[literalLength.symbols[ofLiterals]!] ?? none();
      const copied = some + bits.read(someBits);
      if (bits.left < 0 || used + copied > literals.length) throw wrong();
      if (copied > 0) output.appendFrom(literals, used, copied);
      used += copied;
      output.repeat(distanceOf(coded, copied, state), length);
      if (left > 1) {
        ofLiterals = nextState(literalLength, ofLiterals, bits);
        ofMatch = nextState(matchLength, ofMatch, bits);
        ofDistance = nextState(distance, ofDistance, bits);
      }
    }
    if (bits.left !== 0) throw wrong();
  }
  if (used < literals.length) output.appendFrom(literals, used, literals.length - used);
}

function readCount(reader: ByteReader): number {
  const first = reader.littleEndian(1);
  if (first < 128) return first;
  if (first < 255) return (first - 128) * 256 + reader.littleEndian(1);
  return reader.littleEndian(2) + 0x7f00;
}

function readTables(reader: ByteReader, state: SequenceState): void {
  const modes = reader.littleEndian(1);
  if ((modes & 3) !== 0) throw wrong();
  for (const { kind, shift, usual, usualAccuracy, mostAccuracy, mostSymbols } of sequenceKinds) {
    const mode = (modes >>> shift) & 3;
    if (mode === 0) state.tables[kind] = tableOf(usual, usualAccuracy);
    else if (mode === 1) state.tables[kind] = constantTable(reader.littleEndian(1));
    else if (mode === 2) {
      const { table, bytes } = readTable(reader.rest(), { mostAccuracy, mostSymbols });
      reader.skip(bytes);
      state.tables[kind] = table;
    } else if (state.tables[kind] === undefined) throw wrong();
  }
}

/** 1 to 3 mean one of the last distances, the one after it if no literals were copied. */
function distanceOf(coded: number, copied: number, state: SequenceState): number {
  const [first, second, third] = state.distances;
  const index = coded > 3 ? 4 : coded - (copied > 0 ? 1 : 0);
  if (index === 0) return first;
  const distance = index === 4 ? coded - 3 : index === 1 ? second : index === 2 ? third : first - 1;
  state.distances = index === 1 ? [distance, first, third] : [distance, first, second];
  return distance;
}

function none(): never {
  throw wrong();
}

const wrong = (): CompressedDataError => new CompressedDataError('value', 'zstd sequences that are wrong');
