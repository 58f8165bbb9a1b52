import { exitCodes, LabError } from '../errors/lab-error.ts';
import { type SafeText, safe } from '../text/safe-text.ts';
import { type Options, sessionOf } from './command-line/options.ts';
import { complain, printInTurn } from './output/streams.ts';
import { JournalDamage } from './transcript/journal-damage.ts';
import { type ExportFormat, exportFormats, journalOf, renderJournal } from './transcript/render-journal.ts';
import { progressLine } from './transcript/show-progress.ts';
import { writeAtomically } from './transcript/write-atomically.ts';

/** `kafka-lab export [SESSION] --format md|html|json|cast [-o PATH]`. */
export async function exportTranscript(options: Options): Promise<number> {
  const { format = 'md', output } = options.flags as { format?: string; output?: string };
  return exportSession({
    home: options.home,
    session: sessionOf(options),
    format,
    output,
  });
}

export interface ExportRequest {
  readonly home: string;
  /** The session's id; without it, the latest session in which anything was done. */
  readonly session?: string | undefined;
  readonly format: string;
  /** Where the transcript goes; by default the standard output. */
  readonly output?: string | undefined;
}

/**
 * Writes a session's transcript, whole or not at all; resolves with the exit code: 1 if records of its journal were changed or removed.
 * @throws LabError `usage`: no such session or format. `journal`: its record cannot be read, or the path not written.
 */
export async function exportSession(
  { home, session, format, output }: ExportRequest,
  out: (text: SafeText) => unknown = printInTurn,
): Promise<number> {
  if (!isFormat(format)) {
    throw new LabError('usage', `\`${format}\` is not a format`, {
      hint: `formats are ${exportFormats.join(', ')}`,
    });
  }
  const journal = await journalOf(home, session);
  const progress = progressLine(`export as ${format}`, journal);
  const damage = new JournalDamage();
  const chunks = renderJournal(journal, format, progress.show, damage);
  try {
    if (output === undefined) for await (const chunk of chunks) await out(chunk);
    else await writeAtomically(output, chunks);
  } finally {
    progress.end();
  }
  if (output !== undefined) await out(safe`${output}\n`);
  const damaged = damage.describe(journal);
  if (damaged !== undefined) complain(safe`${damaged}\n`);
  return damage.isChanged ? exitCodes.failed : exitCodes.passed;
}

function isFormat(format: string): format is ExportFormat {
  return (exportFormats as readonly string[]).includes(format);
}
