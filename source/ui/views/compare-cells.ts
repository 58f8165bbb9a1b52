const suffixes: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 1024,
  Mi: 1024 ** 2,
  Gi: 1024 ** 3,
  Ti: 1024 ** 4,
};
const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, y: 31_536_000 };

const byNature = new Intl.Collator('en', { numeric: true });

/** What a cell is sorted by: a number where it is one, else its text; nothing where it has no value. */
export type SortKey = number | string | undefined;

/** Whether every cell of a column that is no plain number is an age: `5m` is five minutes then, not a thousandth of five. */
export function isAgeColumn(cells: readonly string[]): boolean {
  return (
    cells.some((cell) => /^\d+[hdys]/.test(cell)) &&
    cells.every((cell) => seconds(cell) !== undefined || isEmpty(cell))
  );
}

/** `12`, `1,204`, `2/3`, `3 (5m ago)`, `10Gi`; with `age`, `3d4h`. */
export function sortKey(cell: string, age: boolean): SortKey {
  if (isEmpty(cell)) return undefined;
  if (age) return seconds(cell);
  const [, digits = '', suffix = ''] =
    /^(-?[\d,]+(?:\.\d+)?)(Ki|Mi|Gi|Ti|[mkMGT])?(?:\/\d+|%| \(.*)?$/.exec(cell) ?? [];
  return digits === '' ? cell : Number(digits.replaceAll(',', '')) * suffixes[suffix]!;
}

/** Numbers by size, then texts by nature (`kafka-2` before `kafka-10`), then what has no value. */
export function compareKeys(one: SortKey, other: SortKey): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  if (typeof one === 'string' && typeof other === 'string') return byNature.compare(one, other);
  return rank(one) - rank(other);
}

function rank(key: SortKey): number {
  if (key === undefined) return 2;
  return typeof key === 'number' ? 0 : 1;
}

function isEmpty(cell: string): boolean {
  return cell === '' || /^<(?:none|unset|unknown|invalid|pending)>$/.test(cell);
}

function seconds(cell: string): number | undefined {
  if (!/^(?:\d+[smhdy])+$/.test(cell)) return undefined;
  let total = 0;
  for (const [, count, unit] of cell.matchAll(/(\d+)([smhdy])/g)) total += Number(count) * units[unit!]!;
  return total;
}
