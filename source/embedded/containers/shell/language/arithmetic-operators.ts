/** Makes the error of an expression: what is wrong, and the token at which. */
export type Fail = (what: string, at: string) => Error;

/** The value of two operands, in 64 bits. Throws what `fail` returns. */
export function applyOperator(operator: string, left: bigint, right: bigint, fail: Fail): bigint {
  const truth = (holds: boolean): bigint => (holds ? 1n : 0n);
  const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);
  const nonZero = (): bigint => {
    if (right === 0n) throw fail('division by 0', String(right));
    return right;
  };
  switch (operator) {
    case '+':
      return wrap(left + right);
    case '-':
      return wrap(left - right);
    case '*':
      return wrap(left * right);
    case '/':
      return wrap(left / nonZero());
    case '%':
      return left % nonZero();
    case '**':
      if (right < 0n) throw fail('exponent less than 0', String(right));
      return power(left, right);
    case '<<':
      return wrap(left << (right & 63n));
    case '>>':
      return left >> (right & 63n);
    case '&':
      return left & right;
    case '|':
      return left | right;
    case '^':
      return left ^ right;
    case '&&':
      return truth(left !== 0n && right !== 0n);
    case '||':
      return truth(left !== 0n || right !== 0n);
    case '==':
      return truth(left === right);
    case '!=':
      return truth(left !== right);
    case '<':
      return truth(left < right);
    case '<=':
      return truth(left <= right);
    case '>':
      return truth(left > right);
    default:
      return truth(left >= right);
  }
}

/** In 64 bits, by squaring: the exponent may be large. */
function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, base];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return result;
}
