/** `%g` of C. */
export function general(value: number, digits: number): string {
  if (value === 0) return '0';
  const precision = Math.min(100, Math.max(1, digits));
  const exponent = Number(value.toExponential(precision - 1).split('e')[1]);
  if (exponent < -4 || exponent >= precision)
    return exponential(value, precision - 1).replace(/\.?0+(?=e)/, '');
  const text = value.toFixed(Math.min(100, Math.max(0, precision - 1 - exponent)));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** `%e` of C: at least two digits in the exponent. */
export function exponential(value: number, digits: number): string {
  return value.toExponential(Math.min(100, digits)).replace(/e([-+])(\d)$/, 'e$10$2');
}
