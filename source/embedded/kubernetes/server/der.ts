// DER (X.690): element = tag length contents
// length  = one byte below 128, or 0x80 + n and n bytes, big-endian

function element(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  if (body.length < 128) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length: number[] = [];
  for (let rest = body.length; rest > 0; rest = Math.floor(rest / 256)) length.unshift(rest % 256);
  return Buffer.concat([Buffer.from([tag, 0x80 + length.length, ...length]), body]);
}

export const sequence = (...items: readonly Uint8Array[]) => element(0x30, ...items);
export const set = (...items: readonly Uint8Array[]) => element(0x31, ...items);
export const octets = (content: Uint8Array) => element(0x04, content);
export const utf8 = (text: string) => element(0x0c, Buffer.from(text));
export const boolean = (value: boolean) => element(0x01, Buffer.from([value ? 0xff : 0]));

/** `unused`: how many of the last byte's low bits are not part of the string. */
export const bits = (content: Uint8Array, unused = 0) => element(0x03, Buffer.from([unused]), content);

/** An unsigned integer from its big-endian bytes. */
export function integer(content: Uint8Array): Buffer {
  const first = content[0] ?? 0;
  return element(0x02, first >= 128 ? Buffer.concat([Buffer.from([0]), content]) : content);
}

/** Context-specific tag `number`; `constructed` unless it wraps raw bytes. */
export function tagged(number: number, content: Uint8Array, constructed = true): Buffer {
  return element((constructed ? 0xa0 : 0x80) + number, content);
}

export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return element(0x06, Buffer.from(bytes));
}

/** UTCTime until 2049, GeneralizedTime from 2050, as RFC 5280 asks. */
export function time(at: Date): Buffer {
  const digits = `${at.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`;
  return at.getUTCFullYear() < 2050
    ? element(0x17, Buffer.from(digits.slice(2)))
    : element(0x18, Buffer.from(digits));
}
