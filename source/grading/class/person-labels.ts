/** A place in which journals were handed in, and the name that they give. */
export interface Named {
  readonly place: string;
  readonly name: string | undefined;
}

/**
 * How pages call people, each differently. The place decides whose a journal is, so it leads wherever the name alone would mislead: a copy of
 * Ada's journal that Zoe handed in is `Zoe (Ada Abel)`. Where place and name agree, the name is enough.
 */
export function personLabels(people: readonly Named[]): string[] {
  const short = people.map(({ place, name }) => (name !== undefined && isOf(place, name) ? name : place));
  const known = new Map<string, number>();
  for (const label of short) known.set(label, (known.get(label) ?? 0) + 1);
  return people.map(({ place, name }, index) => {
    const isPlain = known.get(short[index]!) === 1 && (name === undefined || short[index] === name);
    return isPlain || name === undefined ? short[index]! : name === place ? place : `${place} (${name})`;
  });
}

/** Whether a place is called after this name: `Ada Abel`, `abel-ada` and `AdaAbel_1234_submission` are. */
function isOf(place: string, name: string): boolean {
  const [ofPlace, ofName] = [wordsOf(place), wordsOf(name)];
  if (ofName.length === 0) return place === name;
  return ofName.every((word) => ofPlace.includes(word)) || ofPlace.join('').startsWith(ofName.join(''));
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];
