/** `10.0.0.0/8` or `10.1.2.3`, as an ACL of scheme `ip` has it: the bits outside the mask are 0. ZooKeeper knows IPv4 alone. */
export interface AddressRange {
  readonly prefix: number;
  readonly mask: number;
}

/** Undefined for anything else. */
export function readAddressRange(text: string): AddressRange | undefined {
  const slash = text.indexOf('/');
  const end = slash < 0 ? text.length : slash;
  let address = 0;
  let start = 0;
  for (let index = 0; index < 4; index++) {
    const dot = index < 3 ? text.indexOf('.', start) : end;
    if (dot < 0 || dot > end) return undefined;
    const byte = readNumber(text, start, dot);
    if (byte > 255) return undefined;
    address = (address << 8) | byte;
    start = dot + 1;
  }
  const bits = slash < 0 ? 32 : readNumber(text, slash + 1, text.length);
  if (bits > 32) return undefined;
  const mask = bits === 0 ? 0 : -1 << (32 - bits);
  return { prefix: address & mask, mask };
}

const digits = { first: 48, last: 57, most: 10 } as const;
const [plus, minus] = [43, 45];

/** As Integer.parseInt reads it: a sign and leading zeros are fine. NaN and negative numbers are Infinity. */
function readNumber(text: string, from: number, end: number): number {
  const sign = text.charCodeAt(from);
  const start = sign === plus || sign === minus ? from + 1 : from;
  if (start >= end || end - start > digits.most) return Number.POSITIVE_INFINITY;
  let value = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < digits.first || code > digits.last) return Number.POSITIVE_INFINITY;
    value = value * 10 + code - digits.first;
  }
  return sign === minus && value > 0 ? Number.POSITIVE_INFINITY : value;
}
