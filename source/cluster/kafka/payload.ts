import { isUtf8 } from 'node:buffer';
import type { SafeText } from '../../text/safe-text.ts';
import { visible } from '../../text/safe-text.ts';

/** A key, value or header as it may be shown: bounded, and clean. */
export interface Payload {
  /** `binary`: it is not UTF-8 */
  readonly kind: 'null' | 'text' | 'binary';
  /** How many bytes it has in all. */
  readonly size: number;
  /** Its beginning as text, its unsafe characters written out; empty for binary. */
  readonly text: SafeText;
  /** Its beginning as hexadecimal digits, two a byte. */
  readonly hex: string;
  /** The text is not all of it. */
  readonly isCut: boolean;
}

const mostHexBytes = 512;
/** A character has at most four bytes: a cut may leave three of them. */
const mostTail = 3;

/** Keeps the first `mostBytes` of a payload. */
export function payloadOf(bytes: Buffer | null, mostBytes: number): Payload {
  if (bytes === null) return { kind: 'null', size: 0, text: visible(''), hex: '', isCut: false };
  const isCut = bytes.length > mostBytes;
  const first = wholeCharacters(isCut ? bytes.subarray(0, mostBytes) : bytes, isCut);
  const isText = isUtf8(first) && !first.includes(0);
  return {
    kind: isText ? 'text' : 'binary',
    size: bytes.length,
    text: visible(isText ? first.toString('utf8') : ''),
    hex: bytes.subarray(0, Math.min(mostBytes, mostHexBytes)).toString('hex'),
    isCut,
  };
}

/** Without the beginning of a character whose end was cut off. */
function wholeCharacters(bytes: Buffer, isCut: boolean): Buffer {
  if (!isCut) return bytes;
  for (let tail = 0; tail <= mostTail; tail += 1) {
    const shorter = bytes.subarray(0, bytes.length - tail);
    if (isUtf8(shorter)) return shorter;
  }
  return bytes;
}
