/** Fields of protobuf messages. A message is the concatenation of its fields. */

const lengthDelimited = 2;

/** A string; empty where there is none. */
export function text(field: number, value: string | undefined): Buffer {
  return value === undefined || value === '' ? Buffer.alloc(0) : bytes(field, Buffer.from(value));
}

/** A message or bytes. */
export function bytes(field: number, value: Buffer): Buffer {
  return Buffer.concat([varint(field * 8 + lengthDelimited), varint(value.length), value]);
}

/** A bool; empty where it is false. */
export function flag(field: number, value: boolean): Buffer {
  return value ? Buffer.concat([varint(field * 8), varint(1)]) : Buffer.alloc(0);
}

function varint(value: number): Buffer {
  const digits: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    digits.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  digits.push(rest);
  return Buffer.from(digits);
}
