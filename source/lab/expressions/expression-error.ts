/** Why an expression has no value. The caller knows the file, and adds where the expression begins in it. */
export class ExpressionError extends Error {
  /** `syntax`: it does not parse or uses what does not exist; `bounds`: it is too large or too costly; `value`: it fails on these values. */
  readonly reason: 'syntax' | 'bounds' | 'value';
  /** Where in the expression, in characters from 0. */
  readonly offset: number;
  /** The name that it uses and nothing has. */
  readonly unknownName: string | undefined;

  constructor(reason: ExpressionError['reason'], message: string, offset = 0, unknownName?: string) {
    super(message);
    this.name = 'ExpressionError';
    this.reason = reason;
    this.offset = offset;
    this.unknownName = unknownName;
  }
}
