/** `String.trim` of Java: everything up to the space character. */
export function trimmed(text: string): string {
  return text.replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '');
}

/** `String.split`: without the empty pieces at the end, and one piece for the empty text. */
export function split(text: string, separator: string | RegExp): string[] {
  const pieces = text.split(separator);
  while (pieces.length > 1 && pieces.at(-1) === '') pieces.pop();
  return pieces.length === 1 && pieces[0] === '' && text !== '' ? [] : pieces;
}

/** `Integer.parseInt` and its like for an integer of so many bits; undefined where they throw. */
export function parseInteger(text: string, bits: 16 | 32 | 64): bigint | undefined {
  if (!/^[+-]?\d{1,40}$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  return BigInt.asIntN(bits, value) === value ? value : undefined;
}

/** `Double.parseDouble` without its hexadecimal form; undefined where it throws. */
export function parseDouble(text: string): number | undefined {
  const match = /^([+-]?)(NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?:(?<=[\d.])[fFdD])?$/.exec(
    text,
  );
  return match ? Number(`${match[1]}${match[2]}`) : undefined;
}

/** `Double.toString`: `2.0`, `1.0E7`, `5.0E-4`. */
export function doubleText(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || size === 0 || (size >= 1e-3 && size < 1e7))
    return Number.isInteger(value) ? `${Object.is(value, -0) ? '-0' : value}.0` : String(value);
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent.replace('+', '')}`;
}
