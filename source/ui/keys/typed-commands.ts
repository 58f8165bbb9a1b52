import { type Binding, bindings, type CommandId, type Scope } from '../bindings/bindings.ts';
import { rangeLabel, timeRanges } from '../logs/time-range.ts';
import { themeNames } from '../theme/themes.ts';

/** Where a command can be typed: not in dialogs and text boxes, whose keys are their own. */
export const typedScopes: readonly Scope[] = ['always', 'browse', 'steps', 'step', 'logs', 'replay'];

/** What is typed for a command, with its argument: `:swap`, `:theme NAME`, `:STEP`. Undefined where it has keys alone. */
export function typedForm({ id, scope, argument }: Binding): string | undefined {
  if (!typedScopes.includes(scope) || id === 'command') return undefined;
  if (id === 'go-to') return `:${argument}`;
  return argument === undefined ? `:${id}` : `:${id} ${argument}`;
}

/** Every name that can be typed, once, in the order of the table. */
export const typedNames: readonly CommandId[] = [
  ...new Set(bindings.filter((one) => typedForm(one) !== undefined).map(({ id }) => id)),
];

/** Names that people bring along. */
export const aliases: Readonly<Record<string, CommandId>> = { q: 'quit', 'q!': 'quit-now', h: 'help' };

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
