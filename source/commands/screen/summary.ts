import type { StepView } from '../../session/view.ts';
import { joinSafe, type SafeText, safe, safeLines, trusted } from '../../text/safe-text.ts';
import type { Options } from '../command-line/options.ts';
import { flagWords, labelledCommand } from '../output/typed-command.ts';

const columns = 80;

/** Printed on leaving: the progress, where it is recorded, and what to type next. */
export function summarize(
  steps: readonly Pick<StepView, 'state'>[],
  { id, directory }: { readonly id: string; readonly directory: string },
  { flags }: Pick<Options, 'flags'>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): SafeText {
  const passed = steps.filter(({ state }) => state === 'passed').length;
  const unjudged = steps.filter(({ state }) => state === 'unjudged').length;
  const recorded = [trusted('Recorded in'), safe`${directory}`] as const;
  const isShort = recorded.join(' ').length <= columns;
  return safeLines([
    safe`${passed} of ${steps.length} steps passed${unjudged === 0 ? '' : `, ${unjudged} not judged`}.`,
    joinSafe(recorded, isShort ? ' ' : '\n'),
    // Both commands look in this session's home.
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
  ]);
}

const homeWords = ({ home }: Options['flags']): string[] => flagWords({ home });
