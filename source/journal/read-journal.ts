import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { describeError, LabError } from '../errors/lab-error.ts';
import { openRegularFile } from '../files/regular-file.ts';
import type { WrongEvent } from './check-event.ts';
import type { JournalEvent } from './events.ts';
import { LineReader } from './line-reader.ts';
import { parseRecord } from './parse-record.ts';

export interface ReadRecord {
  readonly event: JournalEvent;
  /** The byte after this record's line end. */
  readonly end: number;
  /** The bytes of the line, until the next record is read. */
  readonly line: Buffer;
  /** By what it names the record before it. */
  readonly prev: string | undefined;
}

/**
 * The events of a journal, oldest first, their texts sanitised, in bounded memory. Text after the last line end is an incomplete
 * record, and is ignored.
 * @throws LabError `journal`: the file cannot be read or holds no record, or a line in it is not an event.
 */
export async function* readJournal(path: string): AsyncGenerator<JournalEvent, void, undefined> {
  for await (const { event } of readRecords(path)) yield event;
}

/** Bytes of a journal, from the start of a record to the end of one. */
export interface ByteRange {
  readonly from: number;
  /** The byte after the last one. */
  readonly to: number;
}

export interface ReadOptions {
  /** Only this part of the journal. */
  readonly range?: ByteRange;
  /** Its descriptor, if the caller has it open already. */
  readonly open?: number;
  /** Gets at the end how many bytes there are after the last line end, if any. */
  readonly onTorn?: (bytes: number) => void;
  /** A journal without a whole record has no events; otherwise it is refused. */
  readonly mayBeEmpty?: boolean;
}

/** The same, with where each record ends. */
export async function* readRecords(
  path: string,
  { range, open, onTorn, mayBeEmpty = range !== undefined }: ReadOptions = {},
): AsyncGenerator<ReadRecord, void, undefined> {
  const start = range?.from ?? 0;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = new LineReader();
  let isEmpty = true;
  try {
    const part = range && { start, end: range.to - 1 };
    const file = createReadStream(path, {
      fd: open ?? openRegularFile(path),
      autoClose: open === undefined,
      ...part,
    });
    for await (const chunk of file as AsyncIterable<Buffer>)
      for (const { number, bytes, end } of reader.push(chunk)) {
        const record = parseRecord(bytes, decoder);
        if ('wrong' in record) throw badLine(path, number, record);
        isEmpty = false;
        yield { event: record.event, end: start + end, line: bytes!, prev: record.prev };
      }
    if (isEmpty && !mayBeEmpty) throw emptyJournal(path, reader.incomplete);
    if (reader.incomplete > 0) onTorn?.(reader.incomplete);
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError('journal', `the session's record \`${path}\` cannot be read`, {
      hint: `${describeError(error)}; move it away, or choose another session`,
      cause: error,
    });
  }
}

function emptyJournal(path: string, torn: number): LabError {
  const wrong = torn === 0 ? 'is empty' : `holds no whole record, only ${torn} bytes of one`;
  return new LabError('journal', `the session's record \`${path}\` ${wrong}`, {
    hint: 'nothing of the session is left; move the directory away that it is in, or choose another session',
  });
}

function badLine(path: string, number: number, { wrong, version }: WrongEvent): LabError {
  return new LabError('journal', `line ${number} of \`${path}\` ${wrong}`, {
    hint:
      version === undefined
        ? 'the file was changed by something else; start a new session, or remove that line'
        : `use the kafka-lab that recorded the session, whose journals have version ${version}, or choose another session`,
  });
}
