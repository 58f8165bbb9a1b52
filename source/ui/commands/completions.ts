import { nearestNames } from '../../text/nearest-name.ts';
import type { CommandId } from '../bindings/bindings.ts';
import { worksInReplay } from '../bindings/in-replay.ts';
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

/** Nobody should come upon these by completing. */
const ends: ReadonlySet<string> = new Set(['quit-now', 'suspend']);

/** So many near names are offered for one that does not exist. */
export const mostNear = 3;

/** What a command may be followed by; undefined where it takes nothing or anything. */
export function argumentsOf(name: string): readonly string[] | undefined {
  if (name === 'theme') return themeNames;
  if (name === 'since') return [...timeRanges.map(rangeLabel), 'all'];
  if (name === 'export') return exportFormats;
  return undefined;
}

export const takesFile = (name: string): boolean => name === 'open' || name === 'edit';

/** What a line may name: the ids of the lab's steps, its files, its views, and the lines that were typed before, the last one at the end. */
export interface LineSources {
  readonly steps: readonly string[];
  readonly files: readonly string[];
  /** The names of views. */
  readonly views: readonly string[];
  readonly typed: readonly string[];
  /** The session is a replay, which has fewer commands. */
  readonly replaying?: boolean;
}

/**
 * Lines that what is typed can become. The commands used last come first, those that end the session last. Where no name begins so, those
 * that are near.
 */
export function completions(
  text: string,
  { steps, files, views, typed, replaying }: LineSources,
): readonly string[] {
  const [name = '', ...rest] = text.split(' ');
  const starts = (word: string): boolean => word.startsWith(rest.join(' '));
  if (rest.length > 0)
    return (name === 'go-to' ? steps : takesFile(name) ? files : (argumentsOf(name) ?? []))
      .filter(starts)
      .map((word) => `${name} ${word}`);
  if (/^\d/.test(name)) return steps.filter((id) => id.startsWith(name));
  const commands: readonly string[] = replaying ? typedNames.filter(worksInReplay) : typedNames;
  const names = [...commands, ...views.filter((one) => !commands.includes(one))];
  const begun = names.filter((one) => one.startsWith(name));
  if (begun.length === 0 && !aliases.has(name)) return nearestNames(name, names, mostNear);
  return begun
    .map((one) => ({ one, used: typed.findLastIndex((line) => line.split(' ', 1)[0] === one) }))
    .sort((a, b) => b.used - a.used || Number(ends.has(a.one)) - Number(ends.has(b.one)))
    .map(({ one }) => one);
}
