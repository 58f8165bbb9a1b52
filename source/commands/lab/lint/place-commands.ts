import type { LoadedLab } from '../../../lab/loading/load-lab.ts';
import { describeMistake } from '../../../lab/loading/mistake.ts';
import type { ValuePath } from '../../../lab/loading/yaml-text.ts';
import type { PlaceCommand } from './lint-commands.ts';

/**
 * Places what is wrong with a command line: `steps/topic.md:23:5: …`. A line that expressions are written out in stands nowhere as it is: for
 * these it is the list of commands, of which one is meant.
 */
export function placeCommands({ source, texts }: Pick<LoadedLab, 'source' | 'texts'>): PlaceCommand {
  return (id, line, message) => {
    const step = source.steps.find(({ manifest }) => manifest.id === id);
    const text = step && texts.get(step.file);
    if (step === undefined || text === undefined) return `${id}: ${message}`;
    const { commands, undo } = step.manifest;
    const path = pathOf(commands, line, ['commands']) ?? pathOf(undo, line, ['undo']) ?? ['commands'];
    return describeMistake(text.mistakeAt(path, message));
  };
}

/** Where a text stands in a value. */
function pathOf(value: unknown, wanted: string, at: ValuePath): ValuePath | undefined {
  if (value === wanted) return at;
  if (typeof value !== 'object' || value === null) return undefined;
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value);
  for (const [key, each] of entries) {
    const found = pathOf(each, wanted, [...at, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
