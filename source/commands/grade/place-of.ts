/** Names of folders and files that are the same for everyone. */
const ofEveryone = /^(?:journal\.jsonl|sessions?|\d{8}-\d{6}-\d{3}|kafka-lab|\.local|share)$/i;

/**
 * Whose journal it is, by the path in which it was handed in: the folder of a person, or else the file. A session's own folder counts for
 * nothing, so that all sessions of a home, or of a person's folder, are of one person.
 */
export function placeOf(path: readonly string[]): string {
  const names = path.filter((name, index) => index === 0 || !ofEveryone.test(name));
  const last = names.at(-1) ?? '';
  return last.replace(/\.(?:jsonl|zip)$/i, '') || last;
}
