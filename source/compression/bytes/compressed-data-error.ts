/** What is wrong with compressed bytes: they end too early, become too many, or are not what the format has. */
export type CompressedDataCode = 'truncated' | 'length' | 'value';

/** Compressed bytes of a peer or a file that cannot be read. */
export class CompressedDataError extends Error {
  readonly code: CompressedDataCode;

  constructor(code: CompressedDataCode, message: string) {
    super(message);
    this.name = 'CompressedDataError';
    this.code = code;
  }
}
