import type { Random } from '../../../embedded/kafka/random.ts';
import { pick } from '../../pieces/seeds.ts';

/** The effects of a bad disk, a bad copy or a text editor on a file. */
const damages: readonly ((bytes: Buffer, random: Random) => Buffer)[] = [
  function flipBit(bytes, random) {
    const at = random.below(bytes.length);
    bytes[at] = bytes[at]! ^ (1 << random.below(8));
    return bytes;
  },
  function replaceBytes(bytes, random) {
    random.bytes(1 + random.below(8)).copy(bytes, random.below(bytes.length));
    return bytes;
  },
  function zeroBlock(bytes, random) {
    const from = random.below(bytes.length);
    return bytes.fill(0, from, Math.min(bytes.length, from + 1 + random.below(512)));
  },
  function dropBytes(bytes, random) {
    const from = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(from + 1 + random.below(300))]);
  },
  function insertBytes(bytes, random) {
    const at = random.below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), random.bytes(1 + random.below(40)), bytes.subarray(at)]);
  },
  function repeatBytes(bytes, random) {
    const [from, at] = [random.below(bytes.length), random.below(bytes.length)];
    const piece = bytes.subarray(from, from + 1 + random.below(300));
    return Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);
  },
];

/** A damaged copy of a file. */
export function damage(whole: Buffer, random: Random): Buffer {
  let bytes: Buffer = Buffer.from(whole);
  for (let times = 1 + random.below(3); times > 0; times -= 1) bytes = pick(random, damages)(bytes, random);
  return bytes;
}
