import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportFormats } from '../../../../source/commands/transcript/render-journal.ts';
import { renderedJournal } from '../../../report/rendered-journal.ts';
import { openPty } from '../../../terminal/pty-screen.ts';
import { until } from '../../../ui/until.ts';
import { runCli } from '../../pieces/run-cli.ts';
import { modesLeft } from '../../pieces/terminal-modes.ts';

const sessionId = '20260101-000000-000';
const longMs = 30_000;
const noRecord = /is empty|holds no whole record/;

export interface CliTry {
  readonly cli: string;
  /** For this try only. */
  readonly directory: string;
  readonly signal: AbortSignal;
}

/** A home with one session whose journal holds these bytes. */
export function homeWith(directory: string, bytes: Buffer): { readonly home: string; readonly path: string } {
  const home = join(directory, 'home');
  const session = join(home, 'sessions', sessionId);
  mkdirSync(session, { recursive: true, mode: 0o700 });
  const path = join(session, 'journal.jsonl');
  writeFileSync(path, bytes);
  return { home, path };
}

/**
 * Exports, plays and resumes a truncated journal. All must use exactly the prefix of whole records; of one without any, exports and replays
 * say so.
 */
export async function judgeCut(
  { cli, directory, signal }: CliTry,
  whole: Buffer,
  cut: number,
): Promise<string[]> {
  const { home, path } = homeWith(directory, whole.subarray(0, cut));
  const prefix = cut === 0 ? Buffer.alloc(0) : whole.subarray(0, whole.lastIndexOf(0x0a, cut - 1) + 1);
  const prefixPath = join(directory, 'prefix.jsonl');
  writeFileSync(prefixPath, prefix);
  const complaints: string[] = [];
  const isEmpty = prefix.length === 0;
  for (const format of exportFormats) {
    const { code, stdout, stderr } = await runCli(
      cli,
      ['export', sessionId, '--format', format, '--home', home],
      {
        timeoutMs: longMs,
        signal,
      },
    );
    if (isEmpty) {
      if (code !== 1 || !noRecord.test(stderr))
        complaints.push(`export --format ${format} gives ${said(code, stderr)}`);
    } else if (code !== 0) complaints.push(`export --format ${format} gives ${said(code, stderr)}`);
    else if (stdout !== (await renderedJournal(prefixPath, format)))
      complaints.push(`export --format ${format} is not that of the whole records`);
  }
  if (!readFileSync(path).equals(whole.subarray(0, cut))) complaints.push('an export changes the journal');
  complaints.push(
    ...(await leavesWell(
      cli,
      ['replay', sessionId, '--home', home],
      isEmpty ? noRecord : /replay (end|▶|paused)/,
      [isEmpty ? 1 : 0],
    )),
  );
  if (!readFileSync(path).equals(whole.subarray(0, cut))) complaints.push('a replay changes the journal');
  complaints.push(...(await leavesWell(cli, ['--session', sessionId, '--home', home], /q quit/, [0])));
  const after = readFileSync(path);
  if (!after.subarray(0, prefix.length).equals(prefix))
    complaints.push('a session that is resumed changes what was recorded');
  else if (after.at(-1) !== 0x0a || after.length <= prefix.length)
    complaints.push('a session that is resumed does not go on after its last record');
  return complaints;
}

/** Exports, plays and resumes a damaged journal: each reads it or refuses it, and leaves it unchanged; an export says what was changed. */
export async function judgeDamagedCli(
  { cli, directory, signal }: CliTry,
  damaged: Buffer,
  format: string,
): Promise<string[]> {
  const { home, path } = homeWith(directory, damaged);
  const complaints: string[] = [];
  const { code, stderr } = await runCli(cli, ['export', sessionId, '--format', format, '--home', home], {
    timeoutMs: longMs,
    signal,
  });
  const isOneLine = code === 1 && stderr.trim().split('\n').length === 1;
  const isRefused = isOneLine && /line \d+ of /.test(stderr);
  const isRead = code === 0 || (isOneLine && /it was changed|its beginning is gone/.test(stderr));
  if (!isRead && !isRefused) complaints.push(`export --format ${format} gives ${said(code, stderr)}`);
  const codes = isRead ? [0] : [1];
  const wanted = isRead ? /replay (end|▶|paused)/ : /line \d+ of /;
  complaints.push(...(await leavesWell(cli, ['replay', sessionId, '--home', home], wanted, codes)));
  if (!readFileSync(path).equals(damaged)) complaints.push('a replay or an export changes the journal');
  complaints.push(
    ...(await leavesWell(
      cli,
      ['--session', sessionId, '--home', home],
      isRead ? /q quit/ : /line \d+ of /,
      codes,
    )),
  );
  if (isRefused && !readFileSync(path).equals(damaged))
    complaints.push('a journal that is refused is changed');
  if (readdirSync(join(home, 'sessions', sessionId)).includes('journal.lock'))
    complaints.push('a lock is left');
  return complaints;
}

/** Keeps the terminal open until all bytes are read: node-pty closes it 200 ms after its program ended, read or not. */
const thenSayTheCode = '"$@"; printf "\\n[ended with %d]" $?; read -r line';

/** Opens a screen, waits for its output, and quits with q unless it has ended; the terminal must be restored. */
export async function leavesWell(
  cli: string,
  words: readonly string[],
  wanted: RegExp,
  codes: readonly number[],
  withinMs = longMs,
): Promise<string[]> {
  const verb = words[0]!.startsWith('-') ? 'resume' : words[0]!;
  const command = ['-c', thenSayTheCode, 'sh', process.execPath, cli, ...words];
  const screen = openPty('sh', command, { columns: 120, rows: 40 });
  const code = (): string | undefined => /\[ended with (\d+)\]/.exec(screen.bytes())?.[1];
  try {
    // What an ended program showed on the alternate screen is gone.
    await until(() => wanted.test(screen.text()) || code() !== undefined, screen.text, withinMs);
    if (!wanted.test(screen.text()) && !wanted.test(screen.bytes())) throw new Error('not shown');
    if (code() === undefined) screen.type('q');
    await until(() => code() !== undefined, screen.text, withinMs);
    return [
      ...(codes.includes(Number(code())) ? [] : [`${verb} ends with ${code()}`]),
      ...modesLeft(screen.bytes()).map((mode) => `${verb} leaves the terminal with ${mode}`),
    ];
  } catch {
    return [`${verb} never shows ${wanted}: ${screen.text().trim().slice(-160)}`];
  } finally {
    screen.close();
  }
}

export const said = (code: number | undefined, stderr: string): string =>
  `${code === undefined ? 'no end in time' : `exit code ${code}`} (${stderr.trim().slice(0, 160)})`;

export function remove(directory: string): void {
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
