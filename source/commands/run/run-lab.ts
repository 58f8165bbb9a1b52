import { join } from 'node:path';
import { exitCodes } from '../../errors/lab-error.ts';
import type { Session } from '../../session/live/session-options.ts';
import type { RunAllResult } from '../../session/run/run-steps.ts';
import { type SafeText, safe, trusted, visible } from '../../text/safe-text.ts';
import { print } from '../output/streams.ts';
import { exportFormats, renderJournal } from '../transcript/render-journal.ts';
import { writeAtomically } from '../transcript/write-atomically.ts';
import { sampleClientLines } from './sample-client-lines.ts';

export interface RunLabOptions {
  /** The id of the last step to run. */
  readonly until?: string | undefined;
  /** How many messages the window of a count holds; the session's own number without it. */
  readonly messages?: number | undefined;
  /** Where `transcript.md` and `transcript.json` are written at the end. */
  readonly exportDirectory?: string | undefined;
  /** Ends the run during its current step. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs the lab without a screen: prints each command, its output and its checks, and last `lab: N of M checks passed`.
 * Resolves with the exit code: 0 when all passed but for those that could not be judged, else 1.
 * @throws LabError `usage`: `until` names no step. `journal`: the transcript cannot be written.
 */
export async function runLab(
  session: Pick<Session, 'runAll' | 'journalPath'>,
  { until, messages, exportDirectory, signal }: RunLabOptions,
  out: (line: SafeText) => void = (line) => print(safe`${line}\n`),
): Promise<number> {
  const linesOf = sampleClientLines();
  const result = await session.runAll({
    ...(until === undefined ? {} : { until }),
    ...(messages === undefined ? {} : { messages }),
    signal,
    print: (event) => {
      for (const line of linesOf(event)) out(visible(line));
    },
  });
  out(trusted(''));
  if (result.stopped) out(describeStop(result.stopped));
  try {
    if (exportDirectory !== undefined) {
      for (const path of await exportTranscripts(session.journalPath, exportDirectory))
        out(safe`transcript: ${path}`);
    }
  } finally {
    if (result.unjudged > 0)
      out(
        safe`${result.unjudged === 1 ? '1 check was' : `${result.unjudged} checks were`} not judged: neither passed nor failed`,
      );
    out(safe`lab: ${result.passed} of ${result.total} checks passed`);
  }
  return result.passed + result.unjudged === result.total ? exitCodes.passed : exitCodes.failed;
}

async function exportTranscripts(journalPath: string, directory: string): Promise<string[]> {
  const paths: string[] = [];
  for (const format of exportFormats) {
    const path = join(directory, `transcript.${format}`);
    await writeAtomically(path, renderJournal(journalPath, format));
    paths.push(path);
  }
  return paths;
}

function describeStop({ step, why, notMade }: NonNullable<RunAllResult['stopped']>): SafeText {
  const reason = why === 'cancelled' ? 'cancelled' : 'later steps depend on it';
  return safe`stopped at ${step.id} ${step.title} (${reason}): ${notMade === 1 ? '1 check was' : `${notMade} checks were`} not run`;
}
