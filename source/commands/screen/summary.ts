import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { journalFileName } from '../../journal/journal.ts';
import type { Session } from '../../session/live/session-options.ts';
import type { StepView } from '../../session/view.ts';
import { joinSafe, type SafeText, safe, safeLines, trusted } from '../../text/safe-text.ts';
import type { Options } from '../command-line/options.ts';
import { flagWords, labelledCommand } from '../output/typed-command.ts';

const columns = 80;

interface Summarized extends Pick<Session, 'recordProblem' | 'journalPath'> {
  readonly id: string;
  readonly directory: string;
}

/**
 * Printed on leaving: the progress, where it is recorded, and what to type next. What is not so is not said: nothing is recorded completely if there is a
 * problem with the record, and the commands find only a record that is in its place.
 */
export function summarize(
  steps: readonly Pick<StepView, 'state'>[],
  { id, directory, recordProblem, journalPath }: Summarized,
  { flags }: Pick<Options, 'flags'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): SafeText {
  const passed = steps.filter(({ state }) => state === 'passed').length;
  const unjudged = steps.filter(({ state }) => state === 'unjudged').length;
  const recorded = [trusted('Recorded in'), safe`${directory}`] as const;
  const isShort = recorded.join(' ').length <= columns;
  const isInPlace = journalPath === join(directory, journalFileName) && existsSync(journalPath);
  return safeLines([
    safe`${passed} of ${steps.length} steps passed${unjudged === 0 ? '' : `, ${unjudged} not judged`}.`,
    ...(recordProblem === undefined ? [joinSafe(recorded, isShort ? ' ' : '\n')] : []),
    // Both commands look in this session's home.
    ...(recordProblem === undefined || isInPlace
      ? [
          labelledCommand(
            trusted('Transcript: '),
            ['export', id, ...homeWords(flags), '-o', 'report.md'],
            environment,
          ),
          labelledCommand(
            trusted('Continue:   '),
            ['--session', id, ...flagWords(flags, ['session', 'force'])],
            environment,
          ),
        ]
      : []),
  ]);
}

const homeWords = ({ home }: Options['flags']): string[] => flagWords({ home });
