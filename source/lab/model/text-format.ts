/** `46301` → `46,301` */
export function count(value: number): string {
  return Math.trunc(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `0.25` → `25.00 %` */
export function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

/** `['a', 'b']` → `a, b`; an empty list is `none`. */
export function list(items: readonly (string | number)[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}
