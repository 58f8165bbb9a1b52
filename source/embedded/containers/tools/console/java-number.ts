/** A double as Java's `Double.toString` prints it: `1.0`, `1.0E10`, `NaN`. */
export function javaDouble(value: number): string {
  return javaDecimal(value, String(Math.abs(value)));
}

/** A float (a number that has four bytes) as Java's `Float.toString` prints it: the fewest digits that tell it from its neighbours. */
export function javaFloat(value: number): string {
  for (let digits = 1; digits <= 9; digits++) {
    const text = Math.abs(value).toPrecision(digits);
    if (Math.fround(Number(text)) === Math.abs(value)) return javaDecimal(value, text);
  }
  return javaDecimal(value, String(Math.abs(value)));
}

/** `shortest`: the digits of the absolute value, in any notation. */
function javaDecimal(value: number, shortest: string): string {
  if (Number.isNaN(value)) return 'NaN';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (!Number.isFinite(value)) return `${sign}Infinity`;
  if (value === 0) return `${sign}0.0`;
  const [mantissa = '', exponentText = '0'] = Number(shortest).toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const exponent = Number(exponentText);
  if (exponent < -3 || exponent >= 7) return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}
