import type { CommandId } from '../bindings/bindings.ts';
import { typedNames } from '../bindings/typed-form.ts';
import { rangeLabel, timeRanges } from '../logs/time-range.ts';
import { themeNames } from '../theme/themes.ts';

/** Names that people bring along. */
export const aliases: ReadonlyMap<string, CommandId> = new Map([
  ['q', 'quit'],
  ['q!', 'quit-now'],
  ['h', 'help'],
]);

export const exportFormats = ['md'] as const;

/** What a command may be followed by; undefined where it takes nothing or anything. */
export function argumentsOf(name: string): readonly string[] | undefined {
  if (name === 'theme') return themeNames;
  if (name === 'since') return [...timeRanges.map(rangeLabel), 'all'];
  if (name === 'export') return exportFormats;
  return undefined;
}

/** Lines that what is typed can become, for a lab with these steps. */
export function completions(text: string, steps: readonly string[]): readonly string[] {
  const [name = '', ...rest] = text.split(' ');
  const starts = (word: string): boolean => word.startsWith(rest.join(' '));
  if (rest.length > 0)
    return (name === 'go-to' ? steps : (argumentsOf(name) ?? []))
      .filter(starts)
      .map((word) => `${name} ${word}`);
  if (/^\d/.test(name)) return steps.filter((id) => id.startsWith(name));
  return typedNames.filter((one) => one.startsWith(name));
}
