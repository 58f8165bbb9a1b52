/** A malformed message (400), one with unknown content (415), or one with too many fields (413). */
export class ProtobufError extends Error {
  readonly reason: 'broken' | 'unread' | 'tooMany';

  constructor(reason: ProtobufError['reason'], message: string) {
    super(message);
    this.name = 'ProtobufError';
    this.reason = reason;
  }
}

export type WireField =
  | { readonly number: number; readonly wire: 'varint'; readonly value: bigint }
  | { readonly number: number; readonly wire: 'bytes'; readonly value: Buffer };

/**
 * How many fields may still be read, over all messages of a body: a field takes at least two bytes, so 3 MiB could hold a million and a
 * half.
 */
export class FieldBudget {
  #left: number;

  constructor(most: number) {
    this.#left = most;
  }

  take(): void {
    this.#left -= 1;
    if (this.#left < 0) throw new ProtobufError('tooMany', 'a protobuf message has too many fields');
  }
}

/**
 * The fields of one message, in their order. Lengths are checked before anything is taken.
 *
 * ```
 * message   ::= (key value)*
 * key       ::= varint                  // field number << 3 | wire type
 * value     ::= varint                  // wire type 0
 *             | 8 bytes                 // wire type 1: no Kubernetes message has one
 *             | varint byte{varint}     // wire type 2: strings, bytes, messages, map entries
 *             | 4 bytes                 // wire type 5: none either
 * ```
 */
export function* fieldsOf(message: Buffer, budget: FieldBudget): Generator<WireField> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[at++];
      if (byte === undefined) throw new ProtobufError('broken', 'unexpected end of a protobuf message');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, value);
    }
    throw new ProtobufError('broken', 'a protobuf integer has more than 64 bits');
  };
  while (at < message.length) {
    budget.take();
    const key = varint();
    const number = Number(key >> 3n);
    if (number < 1 || number > 0x1fffffff)
      throw new ProtobufError('broken', `illegal protobuf field number \`${number}\``);
    switch (key & 7n) {
      case 0n:
        yield { number, wire: 'varint', value: varint() };
        break;
      case 2n: {
        const length = varint();
        if (length < 0n || length > BigInt(message.length - at))
          throw new ProtobufError('broken', `protobuf field ${number} is longer than its message`);
        const end = at + Number(length);
        yield { number, wire: 'bytes', value: message.subarray(at, end) };
        at = end;
        break;
      }
      default:
        throw new ProtobufError('broken', `illegal protobuf wire type \`${key & 7n}\``);
    }
  }
}
