/*
 * A Kubernetes quantity (apimachinery's resource.Quantity): a decimal number, then one of
 *   n u m (thousandths and below), k M G T P E (powers of ten), Ki Mi Gi Ti Pi Ei (powers of 1024), or an exponent, `e3` or `E-3`.
 */
const grammar = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE])|([eE][+-]?\d{1,3}))?$/;
const longest = 64;

const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** The number that a quantity stands for, cores or bytes; undefined for what is none. */
export function readQuantity(value: unknown): number | undefined {
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  const match = text.length <= longest ? grammar.exec(text) : null;
  if (match === null) return undefined;
  const [, digits, suffix, exponent = ''] = match;
  const number = Number(`${digits}${exponent}`);
  return suffix === undefined ? number : number * factors[suffix]!;
}

/** The same, 0 for what is none: nothing is asked for. */
export function parseQuantity(value: unknown): number {
  return readQuantity(value) ?? 0;
}
