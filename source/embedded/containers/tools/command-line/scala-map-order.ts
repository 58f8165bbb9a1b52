/** Up to four entries, Scala's immutable maps keep the order in which they came. */
const smallMap = 4;
const bits = 5;

/** Distinct keys in the iteration order of Scala's immutable Map; more than four are in a trie by five bits of the hash at a time. */
export function scalaMapOrder<Key>(keys: readonly Key[], hash: (key: Key) => number): Key[] {
  if (keys.length <= smallMap) return [...keys];
  const improved = keys.map((key) => ({ key, code: improve(hash(key)) }));
  return trieOrder(improved, 0).map(({ key }) => key);
}

/** scala.collection.Hashing.improve */
function improve(hash: number): number {
  let mixed = (hash + ~(hash << 9)) | 0;
  mixed ^= mixed >>> 14;
  mixed = (mixed + (mixed << 4)) | 0;
  return (mixed ^ (mixed >>> 10)) >>> 0;
}

/** A node's own entries come before those of its branches. */
function trieOrder<Entry extends { readonly code: number }>(
  entries: readonly Entry[],
  shift: number,
): Entry[] {
  if (shift >= 32) return [...entries];
  const places = new Map<number, Entry[]>();
  for (const entry of entries) {
    const place = (entry.code >>> shift) & (2 ** bits - 1);
    places.set(place, [...(places.get(place) ?? []), entry]);
  }
  const ordered = [...places].sort(([a], [b]) => a - b).map(([, inside]) => inside);
  return [
    ...ordered.filter(({ length }) => length === 1).flat(),
    ...ordered.filter(({ length }) => length > 1).flatMap((inside) => trieOrder(inside, shift + bits)),
  ];
}
