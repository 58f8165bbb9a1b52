import { type ClientLine, readableForms, readClientLine } from '../model/log-line.ts';
import type { CommandOutput, LoggedCount, TallySeen } from '../model/observations.ts';
import type { LabFacts, Verdict } from '../model/step.ts';
import { count, list } from '../model/text-format.ts';
import { cannotJudge, fails, holds } from '../model/verdict.ts';
import { describeFailure, linesOf } from './command-output.ts';

/** Lines of one shape that say nothing: fewer may be what a client says while it starts. */
const enoughAlike = 2;
/** Lines that say nothing at all. */
const enoughLines = 10;

/** What a client writes that cannot do its work: a failure, and no count in a form of its own. */
const trouble =
  /\b(?:error|warn(?:ing)?|fatal|panic|exception|fail(?:s|ed|ing|ure)?|refused|denied|unreachable|unable|cannot|could not|no such|not (?:known|found|available)|unavailable|invalid|unknown|timed? ?out|retry(?:ing)?)\b/i;

const wayOut = `${readableForms} Or name the numbers with --log-pattern.`;

export interface LogQuestion {
  readonly kind: 'published' | 'received';
  readonly output: CommandOutput;
  readonly tally: TallySeen | undefined;
  /** How many messages the topic must hold until a client that logs every 1,000th has certainly written a line. */
  readonly until: number;
  /** For a command that failed. */
  readonly hint: string;
}

/** A line of the log tells how many messages were published or received; says so soon where no line can be read. */
export function logTells({ kind, output, tally, until, hint }: LogQuestion): Verdict {
  if (output.exitCode !== 0) return fails(describeFailure(output), hint);
  const lines = linesOf(output.stdout);
  const line = lines.findLast((candidate) => (readClientLine(candidate)?.[kind] ?? 0) > 0);
  if (line !== undefined) return holds(line.trim());
  const byPattern: LoggedCount | undefined = tally?.logged?.[kind];
  if (byPattern !== undefined && byPattern.atLeast > 0) return holds(byPattern.line.trim());
  const last = lines.at(-1)?.trim() ?? 'the log is empty';
  if (isUnreadable(lines, tally, until))
    return cannotJudge(`no line says how many messages were ${kind}: ${last}`, wayOut);
  return fails(last, 'The first line comes after 1,000 messages.');
}

/** The lines of a consumer name several partitions, or the only one; says so where they name none. */
export function logNamesPartitions(
  outputs: readonly CommandOutput[],
  tally: TallySeen | undefined,
  facts: LabFacts,
): Verdict {
  const said = outputs
    .flatMap((output) => linesOf(output.stdout))
    .map((line) => readClientLine(line))
    .filter((line): line is ClientLine => line?.received !== undefined);
  const named = said.flatMap(({ partition }) => (partition === undefined ? [] : [partition]));
  const seen = [...new Set([...named, ...(tally?.estimate?.named ?? [])])].sort((a, b) => a - b);
  if (seen.length >= Math.min(2, facts.partitions)) return holds(`partitions ${list(seen)}`);
  if (
    seen.length === 0 &&
    said.length >= enoughAlike &&
    (tally?.estimate?.consumer ?? 'group') !== 'partition'
  )
    return cannotJudge(`${count(said.length)} lines of the consumer, and none names a partition`, wayOut);
  const last = linesOf(outputs.at(-1)?.stdout ?? '');
  if (said.length === 0 && isUnreadable(last, tally, 1_500 * facts.partitions))
    return cannotJudge(`no line says what the consumer received: ${last.at(-1)?.trim()}`, wayOut);
  return fails(`partitions named so far: ${list(seen)}`, 'A line comes after every 1,000 messages.');
}

/** Whether the log seems to count in a form that is not known, as against a client that fails or does something else. */
function isUnreadable(log: readonly string[], tally: TallySeen | undefined, until: number): boolean {
  const lines = log.filter((line) => !trouble.test(line));
  if (lines.some((line) => countsSomething(readClientLine(line)))) return false;
  const all = tally?.partitions.reduce((sum, { endOffset }) => sum + endOffset, 0) ?? 0;
  if (all < until) return false;
  if (lines.length >= enoughLines) return true;
  const shapes = new Map<string, number>();
  for (const line of lines) {
    const shape = line.slice(0, 500).replace(/\d+/g, '#');
    shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
  }
  return Math.max(0, ...shapes.values()) >= enoughAlike;
}

function countsSomething(line: ClientLine | undefined): boolean {
  return (line?.published ?? 0) > 0 || (line?.received ?? 0) > 0;
}
