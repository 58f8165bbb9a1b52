import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual, TextDecoder } from 'node:util';
import { LabError } from '../../../../source/errors/lab-error.ts';
import type { JournalEvent } from '../../../../source/journal/events.ts';
import { openJournal } from '../../../../source/journal/journal.ts';
import { encodeRecord } from '../../../../source/journal/record.ts';
import type { Tally } from '../../pieces/tally.ts';

const afterwards: JournalEvent = { v: 1, at: '2026-11-22T15:00:00.000Z', ms: 1, type: 'session-ended' };
const newline = 0x0a;

/** The whole lines of a file, without newlines; an unterminated rest is not a line. */
export function wholeLines(bytes: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(newline); at !== -1; at = bytes.indexOf(newline, from)) {
    lines.push(bytes.subarray(from, at));
    from = at + 1;
  }
  return lines;
}

export interface Opened {
  readonly events: readonly JournalEvent[];
  readonly error: unknown;
}

/** Opens a journal that holds these bytes, as a session that is resumed does, and writes one event more. */
export type OpenAndAppend = (directory: string, bytes: Buffer) => Promise<Opened>;

export const openAndAppend: OpenAndAppend = async (directory, bytes) => {
  writeFileSync(join(directory, 'journal.jsonl'), bytes);
  const events: JournalEvent[] = [];
  try {
    const journal = await openJournal(directory, { onRecovered: (event) => events.push(event) });
    journal.append(afterwards);
    await journal.close();
    return { events, error: undefined };
  } catch (error) {
    return { events, error };
  }
};

/** Cuts a journal at every byte: exactly the whole records must be recovered, and the file must continue after them. */
export async function cutEverywhere(
  directory: string,
  whole: Buffer,
  tally: Tally,
  signal: AbortSignal,
  open: OpenAndAppend = openAndAppend,
): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const lines = wholeLines(whole);
  const events = lines.map((line) => JSON.parse(line.toString()) as JournalEvent);
  let complete = 0;
  let end = 0;
  for (let cut = 0; cut <= whole.length; cut += 1) {
    signal.throwIfAborted();
    if (lines[complete] !== undefined && end + lines[complete]!.length + 1 === cut) {
      end = cut;
      complete += 1;
    }
    const found = await open(directory, whole.subarray(0, cut));
    const wanted = Buffer.concat([whole.subarray(0, end), encodeRecord(afterwards)]);
    const complaints: string[] = [];
    if (found.error !== undefined)
      complaints.push(`cut at byte ${cut}, it is refused: ${String(found.error)}`);
    else if (
      found.events.length !== complete ||
      !isDeepStrictEqual(found.events.at(-1), complete === 0 ? undefined : events[complete - 1])
    )
      complaints.push(`cut at byte ${cut}, ${found.events.length} records of ${complete} come back`);
    else if (!readFileSync(join(directory, 'journal.jsonl')).equals(wanted))
      complaints.push(`cut at byte ${cut}, the file does not go on after its last whole record`);
    tally.add(complaints);
  }
}

/**
 * Judges how a damaged journal was opened. Undamaged lines come back unchanged; a line that is no longer UTF-8 or JSON is refused by its
 * number, and the file stays as it is. A line that is still a record may come back changed, or be refused.
 */
export async function judgeDamaged(
  directory: string,
  whole: Buffer,
  damaged: Buffer,
  open: OpenAndAppend = openAndAppend,
): Promise<string[]> {
  mkdirSync(directory, { recursive: true });
  const { events, error } = await open(directory, damaged);
  const untouched = new Set(wholeLines(whole).map(String));
  const lines = wholeLines(damaged);
  const unreadable = lines.findIndex((line) => !isJson(line));
  const complaints: string[] = [];
  const last = error === undefined ? lines.length : events.length;
  if (unreadable !== -1 && last > unreadable)
    complaints.push(`line ${unreadable + 1} is not JSON, and is let through`);
  if (events.length !== last) complaints.push(`${events.length} records of ${last} lines come back`);
  for (const [index, event] of events.entries()) {
    const line = String(lines[index]);
    if (untouched.has(line) && !isDeepStrictEqual(event, JSON.parse(line)))
      complaints.push(`line ${index + 1} comes back changed`);
  }
  if (error === undefined) return complaints;
  const refused = `line ${events.length + 1} of `;
  if (!(error instanceof LabError) || error.code !== 'journal')
    complaints.push(`it fails with ${String(error)}`);
  else if (!error.message.includes(refused))
    complaints.push(`\`${error.message}\` does not name line ${events.length + 1}`);
  if (untouched.has(String(lines[events.length])))
    complaints.push(`line ${events.length + 1} is refused, and was not touched`);
  if (!readFileSync(join(directory, 'journal.jsonl')).equals(damaged))
    complaints.push('a journal that is refused is changed');
  return complaints;
}

function isJson(line: Buffer): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
    return true;
  } catch {
    return false;
  }
}
