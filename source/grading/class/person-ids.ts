/** Ids that are plain file names on every system, one for each name, in the same order: `Ada Lovelace` → `ada-lovelace`. */
export function uniqueIds(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = name
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 60);
    const base = plain === '' || reserved.test(plain) ? `person-${plain}`.replace(/-$/, '') : plain;
    let id = base;
    for (let number = 2; taken.has(id); number += 1) id = `${base}-${number}`;
    taken.add(id);
    return id;
  });
}

/** Windows has no files of these names. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/;
