const multipliers: Readonly<Record<string, number>> = {
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

/** A `resource.Quantity` (`500m`, `1Gi`, `2e3`) as a plain number: cores, or bytes. What does not parse counts as 0. */
export function parseQuantity(quantity: unknown): number {
  if (typeof quantity === 'number') return quantity;
  const parts = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([A-Za-z]{0,2})$/.exec(String(quantity ?? ''));
  const multiplier = multipliers[parts?.[2] ?? ''];
  return parts && multiplier !== undefined ? Number(parts[1]) * multiplier : 0;
}
