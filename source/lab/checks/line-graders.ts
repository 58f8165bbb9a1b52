import type { CommandOutput } from '../model/observations.ts';
import { linesOf } from './command-output.ts';
import { matchesPattern } from './line-pattern.ts';
import { namedGrader } from './named-check.ts';

const command = {
  type: 'number',
  optional: true,
  says: 'the number of the command, from 0; the last one otherwise',
} as const;

export const linePrinted = namedGrader({
  name: 'line-printed',
  says: 'By what a command printed, errors included: of `choices`, the one whose pattern a line matches. Nothing is graded where lines match the patterns of several.',
  parameters: {
    choices: { type: 'texts', says: 'the ids of the choices that may come true' },
    patterns: {
      type: 'texts',
      says: 'for each of them, a whole line without the blanks around it; `*` stands for any characters',
    },
    command,
  },
  look: ['outputs'],
  grade: ({ outputs }, _facts, { choices, patterns, command: index = -1 }) => {
    const lines = linesPrinted(outputs.at(index));
    const found = choices.flatMap((choice, at) => {
      const pattern = patterns[at];
      const evidence =
        pattern === undefined ? undefined : lines.findLast((line) => matchesPattern(line, pattern));
      return evidence === undefined ? [] : [{ choice, evidence }];
    });
    return found.length === 1 ? found[0] : undefined;
  },
});

export const linesCounted = namedGrader({
  name: 'lines-counted',
  says: 'How many lines of what a command printed are like a pattern; the id is the number.',
  parameters: {
    pattern: {
      type: 'text',
      says: 'the whole line without the blanks around it; `*` stands for any characters',
    },
    command,
  },
  look: ['outputs'],
  grade: ({ outputs }, _facts, { pattern, command: index = -1 }) => {
    const output = outputs.at(index);
    if (output === undefined || output.exitCode !== 0) return undefined;
    const found = linesPrinted(output).filter((line) => matchesPattern(line, pattern));
    return {
      choice: String(found.length),
      evidence: found.at(-1) ?? `no line is like \`${pattern}\``,
    };
  },
});

/** Without the blanks around them; those of standard error come last. */
function linesPrinted(output: CommandOutput | undefined): string[] {
  if (output === undefined) return [];
  return [...linesOf(output.stdout), ...linesOf(output.stderr)].map((line) => line.trim());
}
