import { CompressedDataError } from '../bytes/compressed-data-error.ts';
import { type BackwardBits, ForwardBits, highestBit } from './bits.ts';

/** A table of Finite State Entropy (RFC 8878, 4.1): in a state stand its symbol, and how many bits lead to which state from there. */
export interface EntropyTable {
  /** How many bits the first state takes. */
  readonly accuracy: number;
  readonly symbols: Uint8Array;
  readonly bits: Uint8Array;
  readonly next: Uint16Array;
}

/** A table in which every state is the same symbol. */
export const constantTable = (symbol: number): EntropyTable => ({
  accuracy: 0,
  symbols: Uint8Array.of(symbol),
  bits: Uint8Array.of(0),
  next: Uint16Array.of(0),
});

/** The state after one, by the bits that come next. */
export function nextState(table: EntropyTable, state: number, bits: BackwardBits): number {
  return table.next[state]! + bits.read(table.bits[state]!);
}

interface TableLimits {
  readonly mostAccuracy: number;
  readonly mostSymbols: number;
}

/** Reads a table; `bytes` is how many of the bytes it takes. */
export function readTable(
  content: Buffer,
  { mostAccuracy, mostSymbols }: TableLimits,
): { readonly table: EntropyTable; readonly bytes: number } {
  const reader = new ForwardBits(content);
  const accuracy = reader.read(4) + 5;
  if (accuracy > mostAccuracy) throw wrong();
  const counts: number[] = [];
  let left = 1 << accuracy;
  while (left > 0 && counts.length < mostSymbols) {
    const count = readCount(reader, left);
    left -= Math.abs(count);
    counts.push(count);
    if (count === 0)
      for (let zeros = 3; zeros === 3; ) {
        zeros = reader.read(2);
        for (let index = 0; index < zeros; index += 1) counts.push(0);
      }
  }
  if (left !== 0 || counts.length > mostSymbols) throw wrong();
  return { table: tableOf(counts, accuracy), bytes: reader.bytes };
}

/** A probability in parts of the table, -1 for "less than one": in as few bits as the parts that are left allow. */
function readCount(reader: ForwardBits, left: number): number {
  const bits = highestBit(left + 1) + 1;
  const value = reader.read(bits);
  const low = value & ((1 << (bits - 1)) - 1);
  const spare = (1 << bits) - 1 - (left + 1);
  if (low < spare) {
    reader.unread(1);
    return low - 1;
  }
  return (value === low ? value : value - spare) - 1;
}

/** The table of these probabilities, which add up to `2 ** accuracy`. */
export function tableOf(counts: readonly number[], accuracy: number): EntropyTable {
  const size = 1 << accuracy;
  const symbols = new Uint8Array(size);
  let high = size;
  for (const [symbol, count] of counts.entries())
    if (count === -1) {
      high -= 1;
      symbols[high] = symbol;
    }
  const step = (size >> 1) + (size >> 3) + 3;
  let at = 0;
  for (const [symbol, count] of counts.entries())
    for (let index = 0; index < count; index += 1) {
      symbols[at] = symbol;
      do at = (at + step) & (size - 1);
      while (at >= high);
    }
  if (at !== 0) throw wrong();
  const bits = new Uint8Array(size);
  const next = new Uint16Array(size);
  const seen = counts.map((count) => Math.abs(count));
  for (let state = 0; state < size; state += 1) {
    const number = seen[symbols[state]!]!;
    seen[symbols[state]!] = number + 1;
    bits[state] = accuracy - highestBit(number);
    next[state] = (number << bits[state]!) - size;
  }
  return { accuracy, symbols, bits, next };
}

const wrong = (): CompressedDataError => new CompressedDataError('value', 'a zstd table that is wrong');
