import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describeError, exitCodes, LabError } from '../errors/lab-error.ts';
import { journalFileName } from '../journal/journal.ts';
import { readJournal } from '../journal/read-journal.ts';
import { listSessions, refuseSessionLinks, sessionDirectory } from '../journal/session-files.ts';
import { kafkaLab } from '../lab/kafka-lab.ts';
import { CastBuilder } from '../report/render-cast.ts';
import { renderRecordAsHtml } from '../report/render-html.ts';
import { renderRecordAsJson } from '../report/render-json.ts';
import { renderRecord } from '../report/render-markdown.ts';
import { RecordBuilder } from '../report/session-record.ts';
import { type SafeText, safe } from '../text/safe-text.ts';
import { print } from './output.ts';

export const exportFormats = ['md', 'html', 'json', 'cast'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportRequest {
  readonly home: string;
  /** The session's id; without it, the session that was written last. */
  readonly session?: string | undefined;
  readonly format: string;
  /** Where the transcript goes; without it, the standard output. */
  readonly output?: string | undefined;
}

/**
 * Writes a session's transcript, whole or not at all; resolves with the exit code.
 * @throws LabError `usage`: no such session or format. `journal`: its record cannot be read, or the path not written.
 */
export async function exportSession(
  { home, session, format, output }: ExportRequest,
  out: (text: SafeText) => void = print,
): Promise<number> {
  if (!isFormat(format)) {
    throw new LabError('usage', `\`${format}\` is not a format`, {
      hint: `formats are ${exportFormats.join(', ')}`,
    });
  }
  const text = await renderJournal(journalOf(home, session), format);
  if (output === undefined) out(text);
  else {
    await writeWhole(output, text);
    out(safe`${output}\n`);
  }
  return exitCodes.passed;
}

/**
 * The path of a session's journal; of the one written last where none is asked for.
 * @throws LabError `usage`: there is no such session.
 */
export function journalOf(home: string, asked: string | undefined): string {
  const sessions = listSessions(home);
  const id = asked ?? sessions[0];
  if (id === undefined) {
    throw new LabError('usage', `there is no session in \`${home}\` yet`, { hint: 'run the lab first' });
  }
  const directory = sessionDirectory(home, id);
  refuseSessionLinks(directory);
  if (!sessions.includes(id)) {
    const known = sessions.slice(0, 5).join(', ') || 'none';
    throw new LabError('usage', `there is no session \`${id}\``, { hint: `the latest are ${known}` });
  }
  return join(directory, journalFileName);
}

/** The transcript of the journal at `path`. */
export async function renderJournal(path: string, format: ExportFormat): Promise<SafeText> {
  const builder = format === 'cast' ? new CastBuilder(kafkaLab) : new RecordBuilder();
  for await (const event of readJournal(path)) builder.add(event);
  if (builder instanceof CastBuilder) return builder.text();
  const render = { md: renderRecord, html: renderRecordAsHtml, json: renderRecordAsJson };
  return render[format as keyof typeof render](builder.record(), kafkaLab);
}

/**
 * A file that is there whole or not at all, even where the disk is full. A link stays, and what it leads to is written; what is no
 * regular file, such as a device or a pipe, is written to as it is.
 */
export async function writeWhole(path: string, text: SafeText): Promise<void> {
  let draft: string | undefined;
  try {
    await mkdir(dirname(path), { recursive: true });
    const there = await stat(path).catch(unlessAbsent);
    if (there !== undefined && !there.isFile()) {
      await writeThrough(path, text);
      return;
    }
    const target = there === undefined ? path : await realpath(path);
    draft = `${target}.${randomUUID()}.draft`;
    await writeFile(draft, text, { flag: 'wx' });
    await rename(draft, target);
  } catch (error) {
    if (draft !== undefined) await rm(draft, { force: true }).catch(() => {});
    throw new LabError('journal', `\`${path}\` cannot be written`, {
      hint: `${describeError(error)}; -o names another path`,
      cause: error,
    });
  }
}

/** A pipe that nobody reads is an error (ENXIO), and is not waited for. */
async function writeThrough(path: string, text: SafeText): Promise<void> {
  await (await open(path, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0))).close();
  await writeFile(path, text, { flag: constants.O_WRONLY });
}

function unlessAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined;
  throw error;
}

function isFormat(format: string): format is ExportFormat {
  return (exportFormats as readonly string[]).includes(format);
}
