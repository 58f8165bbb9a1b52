import type { FlagName } from './flags.ts';

/**
 * Splits the words of a verb that passes words on: its own leading flags, each with its value, and everything after them, or after a `--`
 * that ends them.
 */
export function splitLeadingFlags(
  words: readonly string[],
  flags: readonly FlagName[],
): { readonly own: readonly string[]; readonly passedOn: readonly string[] } {
  const leading = flags.map((name) => `--${name}`);
  const own: string[] = [];
  let at = 0;
  while (at < words.length) {
    if (words[at] === '--') return { own, passedOn: words.slice(at + 1) };
    const [name = '', value] = words[at]!.split(/=(.*)/s);
    if (!leading.includes(name)) break;
    // Only a context has a namespace of kafka-lab's choosing; otherwise kubectl reads the flag itself.
    if (name === '--namespace' && !own.includes('--context') && !own.includes('context')) break;
    const next = value ?? words[at + 1];
    if (next === undefined) break;
    own.push(name, next);
    at += value === undefined ? 2 : 1;
  }
  return { own, passedOn: words.slice(at) };
}
