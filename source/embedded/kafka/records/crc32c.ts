import { endianness } from 'node:os';

/*
 * CRC-32C (Castagnoli, reflected 0x82F63B78), sixteen bytes at a time. The table of slice n starts at n · 256: the effect of a byte on
 * the checksum when n bytes follow it. A single array and reading the data as words save half of the loads and bounds checks.
 */
const slices = 16;
const table = new Int32Array(slices * 256);
for (let byte = 0; byte < 256; byte++) {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  table[byte] = value;
}
for (let at = 256; at < table.length; at++) {
  const before = table[at - 256]!;
  table[at] = (before >>> 8) ^ table[before & 0xff]!;
}

// Words in memory match words of the checksum only on little-endian machines.
const wordsFit = endianness() === 'LE';

/** CRC-32C of `data[start, end)`, as an unsigned 32-bit number. `before` is the CRC of the data that precede it. */
export function crc32c(data: Uint8Array, start = 0, end: number = data.length, before = 0): number {
  const misaligned = (data.byteOffset + start) & 3;
  const aligned = misaligned === 0 ? start : start + 4 - misaligned;
  if (!wordsFit || end - aligned < slices) return ~overBytes(~before, data, start, end) >>> 0;
  let crc = overBytes(~before, data, start, aligned);
  const count = ((end - aligned) >>> 4) * 4;
  const words = new Int32Array(data.buffer, data.byteOffset + aligned, count);
  for (let at = 0; at < count; at += 4) {
    const a = words[at]! ^ crc;
    const b = words[at + 1]!;
    const c = words[at + 2]!;
    const d = words[at + 3]!;
    crc =
      table[3840 | (a & 0xff)]! ^
      table[3584 | ((a >>> 8) & 0xff)]! ^
      table[3328 | ((a >>> 16) & 0xff)]! ^
      table[3072 | (a >>> 24)]! ^
      table[2816 | (b & 0xff)]! ^
      table[2560 | ((b >>> 8) & 0xff)]! ^
      table[2304 | ((b >>> 16) & 0xff)]! ^
      table[2048 | (b >>> 24)]! ^
      table[1792 | (c & 0xff)]! ^
      table[1536 | ((c >>> 8) & 0xff)]! ^
      table[1280 | ((c >>> 16) & 0xff)]! ^
      table[1024 | (c >>> 24)]! ^
      table[768 | (d & 0xff)]! ^
      table[512 | ((d >>> 8) & 0xff)]! ^
      table[256 | ((d >>> 16) & 0xff)]! ^
      table[d >>> 24]!;
  }
  return ~overBytes(crc, data, aligned + count * 4, end) >>> 0;
}

/** How much is summed, walked or written in one step: about 4 ms of work. */
export const stepBytes = 1024 * 1024;

/** The same in steps of {@link stepBytes}. */
export function* crc32cInSteps(data: Uint8Array, start: number, end: number): Generator<undefined, number> {
  let crc = 0;
  for (let at = start; at < end; at += stepBytes) {
    if (at > start) yield;
    crc = crc32c(data, at, Math.min(end, at + stepBytes), crc);
  }
  return crc;
}

function overBytes(crc: number, data: Uint8Array, start: number, end: number): number {
  let value = crc;
  for (let at = start; at < end; at++) value = (value >>> 8) ^ table[(value ^ data[at]!) & 0xff]!;
  return value;
}
