import { commandMistake } from '../../../cluster/command-mistake.ts';
import { clusterKinds } from '../../../lab/model/lab-data.ts';
import type { LabFacts, Step } from '../../../lab/model/step.ts';

/** What is wrong with a command line of a step, with its place in the step's file. */
export type PlaceCommand = (step: string, line: string, message: string) => string;

const withoutPlace: PlaceCommand = (step, _line, message) => `${step}: ${message}`;

/** The command lines of a step that a session could not run, for each kind of cluster: a line each. */
export function lintCommands(
  { id, commands, undo }: Step,
  facts: LabFacts,
  place: PlaceCommand = withoutPlace,
): string[] {
  const lines = new Set(
    clusterKinds.flatMap((cluster) => [
      ...commands({ cluster, facts }).map(({ line }) => line),
      ...(undo?.({ cluster, facts }) ?? []),
    ]),
  );
  return [...lines].flatMap((line) => {
    const mistake = commandMistake(line);
    if (mistake === undefined) return [];
    // Some messages quote the whole line already.
    return [place(id, line, mistake.includes(line) ? mistake : `\`${line}\`: ${mistake}`)];
  });
}
