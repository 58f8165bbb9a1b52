import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual, TextDecoder } from 'node:util';
import { LabError } from '../../../../source/errors/lab-error.ts';
import { firstLink, linkTo, withLink } from '../../../../source/journal/chain.ts';
import { ChainCheck } from '../../../../source/journal/chain-check.ts';
import type { JournalEvent } from '../../../../source/journal/events.ts';
import { openJournal } from '../../../../source/journal/journal.ts';
import { cutNotice } from '../../../../source/journal/notices.ts';
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

/**
 * Cuts a journal at every byte: exactly the whole records must be recovered, and the file must continue after them. With a `step`, at
 * every byte next to the end of a record, and inside of records at each `step`th.
 */
export async function cutEverywhere(
  directory: string,
  whole: Buffer,
  tally: Tally,
  signal: AbortSignal,
  open: OpenAndAppend = openAndAppend,
  step = 1,
): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const lines = wholeLines(whole);
  const events = lines.map(eventOf);
  let complete = 0;
  let end = 0;
  for (let cut = 0; cut <= whole.length; cut += 1) {
    signal.throwIfAborted();
    if (lines[complete] !== undefined && end + lines[complete]!.length + 1 === cut) {
      end = cut;
      complete += 1;
    }
    const next = end + (lines[complete]?.length ?? 0) + 1;
    if (cut % step !== 0 && cut - end > 2 && next - cut > 2) continue;
    const found = await open(directory, whole.subarray(0, cut));
    const wanted = goneOn(whole.subarray(0, end), cut - end);
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
    if (untouched.has(line) && !isDeepStrictEqual(event, eventOf(lines[index]!)))
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

/** What a line says, without its link. */
function eventOf(line: Buffer): JournalEvent {
  const { prev: _prev, ...event } = JSON.parse(line.toString()) as JournalEvent & { prev?: string };
  return event;
}

/** The journal with one event more, which names the last of its whole records; what was cut is said after it. */
function goneOn(prefix: Buffer, cut: number): Buffer {
  const last = wholeLines(prefix).at(-1);
  const next = withLink(encodeRecord(afterwards), last === undefined ? firstLink : linkTo(last));
  if (cut === 0) return Buffer.concat([prefix, next]);
  return Buffer.concat([prefix, next, withLink(encodeRecord(cutNotice(cut, afterwards)), linkTo(next))]);
}

/**
 * Whether the links tell that a journal was changed before its last line: that line alone may be changed, left out or followed by others
 * without another line naming it.
 */
export function judgeLinks(whole: Buffer, damaged: Buffer): string[] {
  const before = wholeLines(whole).map(String);
  const after = wholeLines(damaged);
  const check = new ChainCheck();
  const follows = after.map((line, index) => {
    const found = check.add(line, isJson(line) ? linkOf(line) : undefined);
    return index === 0 ? found === 'begins' : found === 'linked';
  });
  const changed = after.findIndex((line, index) => String(line) !== before[index]);
  if (changed === -1 || changed >= after.length - 1 || !follows.every(Boolean)) return [];
  return [`line ${changed + 1} is changed, and every link holds`];
}

function linkOf(line: Buffer): string | undefined {
  const { prev } = (JSON.parse(line.toString()) ?? {}) as { prev?: unknown };
  return typeof prev === 'string' ? prev : undefined;
}

function isJson(line: Buffer): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(line));
    return true;
  } catch {
    return false;
  }
}
