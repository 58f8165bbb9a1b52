import type { FlagName } from './flags.ts';

/** The words of a verb that passes words on: its own flags, each with its value, where they come first, and everything after them. */
export function splitLeadingFlags(
  words: readonly string[],
  flags: readonly FlagName[],
): { readonly own: readonly string[]; readonly passedOn: readonly string[] } {
  const leading = flags.map((name) => `--${name}`);
  const own: string[] = [];
  let at = 0;
  while (at < words.length) {
    const [name = '', value] = words[at]!.split(/=(.*)/s);
    if (!leading.includes(name)) break;
    // Elsewhere than on a context the namespace is no choice of kafka-lab's, and kubectl takes it by itself.
    if (name === '--namespace' && !own.includes('--context') && !own.includes('context')) break;
    const next = value ?? words[at + 1];
    if (next === undefined) break;
    own.push(name, next);
    at += value === undefined ? 2 : 1;
  }
  return { own, passedOn: words.slice(at) };
}
