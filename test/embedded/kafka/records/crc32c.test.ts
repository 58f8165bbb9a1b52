import { expect, it } from 'vitest';
import { crc32c } from '../../../../source/embedded/kafka/records/crc32c.ts';
import { Random } from '../random.ts';

// The first and those of RFC 3720 (B.4) are published; the last is computed bit by bit.
it.each([
  ['123456789', Buffer.from('123456789'), 0xe3069283],
  ['nothing', Buffer.alloc(0), 0],
  ['32 zeros', Buffer.alloc(32), 0x8a9136aa],
  ['32 ones', Buffer.alloc(32, 0xff), 0x62a8ab43],
  ['0 to 31', Buffer.from(Array.from({ length: 32 }, (_, index) => index)), 0x46dd794e],
])('%s', (_name, data, expected) => {
  expect(crc32c(data)).toBe(expected);
});

it('is the same as computed bit by bit, for every length and start', () => {
  const data = new Random(1).bytes(64);
  for (let start = 0; start < 9; start++) {
    for (let end = start; end <= data.length; end++) {
      expect(crc32c(data, start, end)).toBe(bitByBit(data.subarray(start, end)));
    }
  }
});

function bitByBit(data: Buffer): number {
  let crc = 0xffff_ffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}
