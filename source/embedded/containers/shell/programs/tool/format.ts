import { characterCount, characterSlice } from '../../characters.ts';
import { exponential, general } from './numbers.ts';
import { ToolError } from './tool.ts';

/** One conversion of printf(3): `%-10.3f`. */
export interface Conversion {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

/** A width or precision that a script may ask for. */
const widest = 1024 * 1024;

/** Writes a value by a conversion. `value` is a number for the numeric letters. Throws ToolError where the result is too long. */
export function convert(
  { flags, width, precision, letter }: Conversion,
  value: string | number | bigint,
): string {
  const isLeft = flags.includes('-') || width < 0;
  const length = Math.abs(width);
  if (length > widest || (precision ?? 0) > widest) throw new ToolError('output is too long');
  // A negative precision counts as none.
  const digits = precision === undefined || precision < 0 ? undefined : precision;
  let text: string;
  let isNumber = true;
  switch (letter) {
    case 'd':
    case 'i':
      text = whole(value, digits);
      break;
    case 'u':
      text = whole(typeof value === 'bigint' && value < 0n ? BigInt.asUintN(64, value) : value, digits);
      break;
    case 'x':
    case 'X':
    case 'o':
      text = based(value, letter, flags.includes('#'), digits);
      break;
    case 'f':
    case 'F':
      text = fixed(Number(value), digits ?? 6);
      break;
    case 'e':
    case 'E':
      text = exponential(Number(value), digits ?? 6);
      break;
    case 'g':
    case 'G':
      text = general(Number(value), digits ?? 6);
      break;
    default:
      isNumber = false;
      text = digits === undefined ? String(value) : characterSlice(String(value), 0, digits);
  }
  if (isNumber) {
    if (!/^-/.test(text)) text = (flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + text;
    if ('XEG'.includes(letter)) text = text.toUpperCase();
    if (flags.includes('0') && !isLeft && !(digits !== undefined && 'diuxXo'.includes(letter))) {
      const sign = /^[-+ ]?(?:0x)?/i.exec(text)![0];
      return sign + text.slice(sign.length).padStart(length - sign.length, '0');
    }
  }
  const missing = length - characterCount(text);
  if (missing <= 0) return text;
  return isLeft ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}

/** JavaScript has at most a hundred digits after the point. */
function fixed(value: number, digits: number): string {
  if (digits <= 100 || !Number.isFinite(value)) return value.toFixed(Math.min(100, digits));
  return value.toFixed(100).padEnd(value.toFixed(100).length + digits - 100, '0');
}

function whole(value: string | number | bigint, digits: number | undefined): string {
  const number =
    typeof value === 'bigint'
      ? value
      : BigInt(Number.isFinite(Number(value)) ? Math.trunc(Number(value)) : 0);
  const text = String(number < 0n ? -number : number).padStart(digits ?? 1, '0');
  return number < 0n ? `-${text}` : text;
}

function based(
  value: string | number | bigint,
  letter: string,
  isMarked: boolean,
  digits: number | undefined,
): string {
  const number =
    typeof value === 'bigint'
      ? value
      : BigInt(Number.isFinite(Number(value)) ? Math.trunc(Number(value)) : 0);
  const text = BigInt.asUintN(64, number)
    .toString(letter === 'o' ? 8 : 16)
    .padStart(digits ?? 1, '0');
  return (isMarked && number !== 0n ? (letter === 'o' ? '0' : '0x') : '') + text;
}
