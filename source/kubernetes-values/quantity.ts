// <quantity> = <signed number><suffix>; suffix = Ki Mi Gi Ti Pi Ei | n u m "" k M G T P E | e<signed integer>
const grammar = /^([+-]?)(\d+\.?\d*|\.\d+)(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]|[eE][+-]?\d{1,3})?$/;

const binary = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const decimal: Record<string, number> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const decimalSuffix = new Map(Object.entries(decimal).map(([suffix, power]) => [power, suffix]));

interface Parsed {
  /** The value in billionths, exactly. */
  readonly nano: bigint;
  readonly format: 'binary' | 'decimal' | 'exponent';
}

function parse(text: string): Parsed | undefined {
  const match = text.length <= 64 ? grammar.exec(text) : null;
  if (!match) return undefined;
  const [, sign, digits = '', suffix = ''] = match;
  const [whole = '', fraction = ''] = digits.split('.');
  let numerator = BigInt(`${whole}${fraction}` || '0');
  const isBinary = suffix.endsWith('i');
  const isExponent = /^[eE]./.test(suffix);
  let power = 9 - fraction.length;
  if (isBinary) numerator *= 1024n ** BigInt(binary.indexOf(suffix));
  else if (isExponent) power += Number(suffix.slice(1));
  else if (suffix) power += decimal[suffix] ?? 0;
  if (power > 60) return undefined;
  // Rounds fractions of a billionth up, like resource.Quantity.
  let nano: bigint;
  if (power >= 0) nano = numerator * 10n ** BigInt(power);
  else {
    const scale = 10n ** BigInt(Math.min(-power, 80));
    nano = (numerator + scale - 1n) / scale;
  }
  return {
    nano: sign === '-' ? -nano : nano,
    format: isBinary ? 'binary' : isExponent ? 'exponent' : 'decimal',
  };
}

/** The canonical form of a `resource.Quantity` (`0.5` is `500m`, `1024Mi` is `1Gi`); undefined if malformed. */
export function canonicalQuantity(text: string): string | undefined {
  const parsed = parse(text);
  if (!parsed) return undefined;
  const { nano, format } = parsed;
  if (nano === 0n) return '0';
  const sign = nano < 0n ? '-' : '';
  let value = nano < 0n ? -nano : nano;
  const unit = 10n ** 9n;
  if (format === 'binary' && value >= 1024n * unit && value % unit === 0n) {
    value /= unit;
    let power = 0;
    while (value % 1024n === 0n && power < binary.length - 1) {
      value /= 1024n;
      power += 1;
    }
    return `${sign}${value}${binary[power]}`;
  }
  let power = -9;
  while (value % 1000n === 0n && power < 18) {
    value /= 1000n;
    power += 3;
  }
  if (power === 0) return `${sign}${value}`;
  return `${sign}${value}${format === 'exponent' ? `e${power}` : decimalSuffix.get(power)}`;
}

/** A quantity as a number of whole units (bytes, cores); NaN if malformed. */
export function quantityValue(text: string): number {
  const parsed = parse(text);
  return parsed ? Number(parsed.nano) / 1e9 : Number.NaN;
}

/** The same for an object's field; 0 if malformed or missing. */
export function parseQuantity(value: unknown): number {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  return quantityValue(text) || 0;
}

/** A quantity in whole thousandths or units, rounded up, exactly; 0n if malformed. */
export function quantityIn(text: string, unit: 'milli' | 'one'): bigint {
  const nano = parse(String(text))?.nano ?? 0n;
  const by = unit === 'milli' ? 10n ** 6n : 10n ** 9n;
  return nano > 0n ? (nano + by - 1n) / by : nano / by;
}
