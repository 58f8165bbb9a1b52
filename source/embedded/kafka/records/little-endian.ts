import type { WireReader } from '../bytes/reader.ts';

/** An unsigned integer of 1 to 4 bytes, low byte first, as LZ4 and snappy have them; Kafka's own integers are big-endian. */
export function littleEndian(reader: WireReader, width: number): number {
  const start = reader.skip(width);
  let value = 0;
  for (let at = start + width - 1; at >= start; at--) value = value * 256 + reader.buffer[at]!;
  return value;
}
