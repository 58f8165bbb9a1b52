import { fails, holds } from '../model/verdict.ts';
import { describeFailure, linesOf } from './command-output.ts';
import { matchesPattern } from './line-pattern.ts';
import { logNamesPartitions, logTells } from './log-checks.ts';
import { namedCheck } from './named-check.ts';

export const commandSucceeded = namedCheck({
  name: 'command-succeeded',
  says: 'Every command of the step ended with exit code 0. The evidence is the last line of the last one.',
  parameters: {
    shown: {
      type: 'number',
      optional: true,
      says: 'the number of the command whose last line is the evidence, from 0',
    },
  },
  look: ['outputs'],
  withinMs: 0,
  verify: ({ outputs }, _facts, { shown = -1 }) => {
    const failed = outputs.find((output) => output.exitCode !== 0);
    if (failed) return fails(describeFailure(failed));
    if (outputs.length === 0) return fails('no command ran');
    return holds(
      linesOf(outputs.at(shown)?.stdout ?? '')
        .at(-1)
        ?.trim() ?? 'exit code 0, no output',
    );
  },
});

export const outputMatches = namedCheck({
  name: 'output-matches',
  says: 'A line of the output matches a pattern. The evidence is the line, or what stands below it if it names the columns of a table. (An expression can look for more: `output.stdout.matches(…)`.)',
  parameters: {
    pattern: {
      type: 'text',
      says: 'the whole line without the blanks around it; `*` stands for any characters',
    },
    command: {
      type: 'number',
      optional: true,
      says: 'the number of the command, from 0; the last one otherwise',
    },
  },
  look: ['outputs'],
  withinMs: 20_000,
  verify: ({ outputs }, _facts, { pattern, command = -1 }) => {
    const output = outputs.at(command);
    if (output === undefined) return fails('no command ran');
    if (output.exitCode !== 0) return fails(describeFailure(output));
    const lines = linesOf(output.stdout).map((line) => line.trim());
    const at = lines.findLastIndex((each) => matchesPattern(each, pattern));
    return at < 0
      ? fails(`no line is like \`${pattern}\`: ${lines.at(-1) ?? 'no output'}`)
      : holds(valuesBelow(lines.slice(at)) ?? lines[at]!);
  },
});

const tableHeader = /^[A-Z][A-Z-]*(?: {2,}[A-Z][A-Z-]*)+$/;
/** Nobody reads a longer list. */
const mostValues = 12;

/** The last column of a table, by its name: `NEW-OFFSET 0, 0, 0, 0`; undefined where the first line is no header. */
function valuesBelow([header = '', ...rows]: readonly string[]): string | undefined {
  const end = rows.indexOf('');
  const values = (end < 0 ? rows : rows.slice(0, end)).map((row) => row.split(/ +/).at(-1)!);
  if (!tableHeader.test(header) || values.length === 0) return undefined;
  const more = values.length > mostValues ? ', …' : '';
  return `${header.split(/ +/).at(-1)} ${values.slice(0, mostValues).join(', ')}${more}`;
}

const counting = {
  kind: { type: 'text', choices: ['published', 'received'], says: 'what the client counts' },
  until: {
    type: 'number',
    says: 'how many messages the topic must hold until a client that logs every 1,000th has certainly written a line',
  },
  hint: { type: 'text', says: 'what to do if the command fails' },
} as const;

const kindOf = (kind: string): 'published' | 'received' => (kind === 'published' ? kind : 'received');

export const logCounts = namedCheck({
  name: 'log-counts',
  says: 'A line of the log that the last command printed says how many messages a client published or received. It is not judged where no line can be read.',
  parameters: counting,
  look: ['output', 'tally'],
  withinMs: 90_000,
  verify: ({ output, tally }, _facts, { kind, until, hint }) =>
    logTells({ kind: kindOf(kind), output, tally, until, hint }),
});

export const followedLogCounts = namedCheck({
  name: 'followed-log-counts',
  says: 'The same for one of several logs that the commands of the step follow.',
  parameters: { ...counting, command: { type: 'number', says: 'the number of the command, from 0' } },
  look: ['outputs', 'tally'],
  withinMs: 90_000,
  verify: ({ outputs, tally }, _facts, { command, kind, until, hint }) => {
    const output = outputs.at(command);
    if (output === undefined) return fails('no command ran', hint);
    return logTells({ kind: kindOf(kind), output, tally, until, hint });
  },
});

export const logNamesEach = namedCheck({
  name: 'log-names-partitions',
  says: "The lines of the consumer's log name several partitions, or the only one. It is not judged where they name none.",
  parameters: {},
  look: ['outputs', 'tally'],
  withinMs: 90_000,
  verify: ({ outputs, tally }, facts) => logNamesPartitions(outputs, tally, facts),
});
