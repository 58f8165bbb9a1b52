/** What is wrong with the bytes; a closed set. */
export type WireErrorCode =
  | 'truncated' // the bytes end before the field does
  | 'length' // a negative or too large length or count
  | 'null' // a null where the version does not allow one
  | 'varint' // a variable-length integer that does not end
  | 'range' // a number that its type, or a JavaScript number, cannot hold
  | 'value' // a value that the field's type does not have
  | 'crc' // a checksum that does not match
  | 'magic'; // a record format that is not read here

/** Bytes from a peer or a file that violate Kafka's protocol. */
export class WireError extends Error {
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode, message: string) {
    super(message);
    this.name = 'WireError';
    this.code = code;
  }
}
