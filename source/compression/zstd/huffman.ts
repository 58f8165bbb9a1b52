import type { ByteReader } from '../bytes/byte-reader.ts';
import { CompressedDataError } from '../bytes/compressed-data-error.ts';
import { BackwardBits, highestBit } from './bits.ts';
import { nextState, readTable } from './entropy-table.ts';

/** For the next `bits` bits: which symbol they begin with, and how long its code is (RFC 8878, 4.2). */
export interface HuffmanTable {
  readonly bits: number;
  readonly symbols: Uint8Array;
  readonly lengths: Uint8Array;
}

const mostBits = 11;
const mostWeights = 255;

/*
 * tree => size:uint8 < 128, then so many bytes: an entropy table, and the weights coded by it with two states in turn
 *       | 127 + count:uint8, then the weights in four bits each, the high four first
 * The weight of the last symbol is what makes the codes complete.
 */
export function readHuffman(reader: ByteReader): HuffmanTable {
  const head = reader.littleEndian(1);
  if (head < 128) return huffmanOf(codedWeights(reader.view(head)));
  const count = head - 127;
  const bytes = reader.view((count + 1) >>> 1);
  return huffmanOf(
    Array.from({ length: count }, (_, at) => (at % 2 === 0 ? bytes[at >>> 1]! >>> 4 : bytes[at >>> 1]! & 15)),
  );
}

function codedWeights(content: Buffer): number[] {
  const { table, bytes } = readTable(content, { mostAccuracy: 6, mostSymbols: 16 });
  const bits = new BackwardBits(content.subarray(bytes));
  const weights: number[] = [];
  let [one, other] = [bits.read(table.accuracy), bits.read(table.accuracy)];
  while (weights.length < mostWeights) {
    weights.push(table.symbols[one]!);
    one = nextState(table, one, bits);
    if (bits.left < 0) return [...weights, table.symbols[other]!];
    [one, other] = [other, one];
  }
  throw wrong();
}

function huffmanOf(weights: readonly number[]): HuffmanTable {
  const sum = weights.reduce((all, weight) => all + (weight === 0 ? 0 : 2 ** (weight - 1)), 0);
  if (sum === 0 || weights.length > mostWeights) throw wrong();
  const bits = highestBit(sum) + 1;
  const rest = 2 ** bits - sum;
  if (bits > mostBits || rest !== 1 << highestBit(rest)) throw wrong();
  const all = [...weights, highestBit(rest) + 1];
  const symbols = new Uint8Array(1 << bits);
  const lengths = new Uint8Array(1 << bits);
  let at = 0;
  // The longest codes come first, those of one length in the order of their symbols.
  for (let weight = 1; weight <= bits; weight += 1)
    for (const [symbol, own] of all.entries()) {
      if (own !== weight) continue;
      const end = at + 2 ** (weight - 1);
      symbols.fill(symbol, at, end);
      lengths.fill(bits + 1 - weight, at, end);
      at = end;
    }
  if (at !== 1 << bits) throw wrong();
  return { bits, symbols, lengths };
}

/** Decodes a stream into `output`, which it fills to the last byte. */
export function decodeHuffman(
  { bits, symbols, lengths }: HuffmanTable,
  stream: Buffer,
  output: Buffer,
): void {
  const reader = new BackwardBits(stream);
  const mask = (1 << bits) - 1;
  let state = reader.read(bits);
  for (let at = 0; at < output.length; at += 1) {
    output[at] = symbols[state]!;
    const length = lengths[state]!;
    state = ((state << length) | reader.read(length)) & mask;
  }
  if (reader.left !== -bits) throw wrong();
}

const wrong = (): CompressedDataError =>
  new CompressedDataError('value', 'a zstd Huffman code that is wrong');
