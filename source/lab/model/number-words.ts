const numbers = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
] as const;
const ordinals = [
  '',
  'first',
  'second',
  'third',
  'fourth',
  'fifth',
  'sixth',
  'seventh',
  'eighth',
  'ninth',
  'tenth',
  'eleventh',
  'twelfth',
] as const;

/** `4` → `four`; from thirteen on, digits. 0 is `no`, as in `no partitions`. */
export function inWords(n: number): string {
  return numbers[n] ?? String(n);
}

/** `4, 'partition'` → `four partitions` */
export function counted(n: number, noun: string): string {
  return `${inWords(n)} ${n === 1 ? noun : `${noun}s`}`;
}

/** `four partitions` → `Four partitions` */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** `5` → `fifth`; from the thirteenth on, `13th`. */
export function ordinal(n: number): string {
  if (ordinals[n]) return ordinals[n];
  const ending = n % 100 >= 11 && n % 100 <= 13 ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[n % 10] ?? 'th');
  return `${n}${ending}`;
}

/** A part of `whole` as a share: `1, 4` → `a quarter`, `5, 6` → `five sixths`, `1, 2` → `half`, `3, 3` → `all`. */
export function shareInWords(part: number, whole: number): string {
  if (part === 0) return 'none';
  if (part === whole) return 'all';
  if (2 * part === whole) return 'half';
  const piece = whole === 4 ? 'quarter' : ordinal(whole);
  if (part > 1) return `${inWords(part)} ${piece}s`;
  return `${/^(?:eight|eleven|8|11\D|18\D)/.test(piece) ? 'an' : 'a'} ${piece}`;
}

/** `0, 1, 2` → `0, 1 and 2` */
export function listed(items: readonly (string | number)[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** `4` → `all four partitions` */
export function allPartitions(partitions: number): string {
  if (partitions === 1) return 'the partition';
  return partitions === 2 ? 'both partitions' : `all ${inWords(partitions)} partitions`;
}
