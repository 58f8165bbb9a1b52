/*
 * A Kubernetes quantity: a decimal number, then n u m (thousandths and below), k M G T P E (powers of ten), Ki Mi Gi Ti Pi Ei (powers
 * of 1024), or an exponent.
 */
const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
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

/** The number that a quantity stands for: cores, or bytes; 0 for what is none. */
export function parseQuantity(value: unknown): number {
  const match = /^([+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)([numkMGTPE]i?|)$/.exec(String(value ?? '').trim());
  const factor = factors[match?.[2] ?? '?'];
  return match === null || factor === undefined ? 0 : Number(match[1]) * factor;
}
