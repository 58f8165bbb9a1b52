import { nearestNames } from '../../text/nearest-name.ts';
import type { CommandId } from '../bindings/bindings.ts';
import { worksInReplay } from '../bindings/in-replay.ts';
import { typedNames } from '../bindings/typed-form.ts';
import { rangeLabel, timeRanges } from '../logs/time-range.ts';
import type { UiState } from '../state/ui-state.ts';
import { themeNames } from '../theme/themes.ts';
import { placeOfName } from './name-order.ts';

/** Names that people bring along. */
export const aliases: ReadonlyMap<string, CommandId> = new Map([
  ['q', 'quit'],
  ['q!', 'quit-now'],
  ['h', 'help'],
]);

export const exportFormats = ['md'] as const;

/** So many near names are offered for one that does not exist. */
export const mostNear = 3;

/** What a line may name: the ids of the lab's steps, its files, its views, and the lines that were typed before, the last one at the end. */
export interface LineSources {
  readonly steps: readonly string[];
  readonly files: readonly string[];
  /** The names of views. */
  readonly views: readonly string[];
  /** What else views may be called: completed only where no name begins so. */
  readonly otherViews?: readonly string[];
  /** What may follow the names of views, as far as it is known. */
  readonly viewArguments?: ReadonlyMap<string, readonly string[]>;
  readonly typed: readonly string[];
  /** The session is a replay, which has fewer commands. */
  readonly replaying?: boolean;
}

/** What lines may name now. */
export function lineSources(
  { fileNames, viewNames, otherViewNames, viewArguments, typed, replaying }: UiState,
  steps: readonly string[],
): LineSources {
  return {
    steps,
    files: fileNames,
    views: viewNames,
    otherViews: otherViewNames,
    viewArguments,
    typed,
    replaying,
  };
}

/** What a command may be followed by; undefined where it takes nothing or anything. */
export function argumentsOf(
  name: string,
  { steps, files, viewArguments }: Pick<LineSources, 'steps' | 'files' | 'viewArguments'>,
): readonly string[] | undefined {
  if (name === 'theme') return themeNames;
  if (name === 'since') return [...timeRanges.map(rangeLabel), 'all'];
  if (name === 'export') return exportFormats;
  if (name === 'go-to') return steps;
  if (name === 'open' || name === 'edit') return files;
  return viewArguments?.get(name);
}

/**
 * Lines that what is typed can become. What was used last comes first, then what a newcomer may want, what ends the session last. Where no
 * name begins so, those that are near.
 */
export function completions(text: string, sources: LineSources): readonly string[] {
  const { steps, views, otherViews = [], typed, replaying } = sources;
  const [name = '', ...rest] = text.split(' ');
  const starts = (word: string): boolean => word.startsWith(rest.join(' '));
  if (rest.length > 0)
    return (argumentsOf(name, sources) ?? []).filter(starts).map((word) => `${name} ${word}`);
  if (/^\d/.test(name)) return steps.filter((id) => id.startsWith(name));
  const commands: readonly string[] = replaying ? typedNames.filter(worksInReplay) : typedNames;
  const names = [...new Set([...views, ...commands])];
  const begun = names.filter((one) => one.startsWith(name));
  if (begun.length === 0 && !aliases.has(name))
    return nearestNames(name, [...names, ...otherViews], mostNear);
  return begun
    .map((one) => ({ one, used: typed.findLastIndex((line) => line.split(' ', 1)[0] === one) }))
    .sort((a, b) => b.used - a.used || placeOfName(a.one) - placeOfName(b.one))
    .map(({ one }) => one);
}
