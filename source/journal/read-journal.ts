import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { describeError, LabError } from '../errors/lab-error.ts';
import { openRegularFile } from '../files/regular-file.ts';
import type { JournalEvent } from './events.ts';
import { LineReader } from './line-reader.ts';
import { parseRecord } from './parse-record.ts';

export interface ReadRecord {
  readonly event: JournalEvent;
  /** The byte after this record's line end. */
  readonly end: number;
  /** The bytes of the line, until the next record is read. */
  readonly line: Buffer;
}

/**
 * The events of a journal, oldest first, their texts sanitised, in bounded memory. Text after the last line end is an incomplete
 * record, and is ignored.
 * @throws LabError `journal`: the file cannot be read, or a line in it is not an event.
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

/** The same, with where each record ends; of a part of the journal if `range` is given, through `open` if the caller has it open already. */
export async function* readRecords(
  path: string,
  range?: ByteRange,
  open?: number,
): AsyncGenerator<ReadRecord, void, undefined> {
  const start = range?.from ?? 0;
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reader = new LineReader();
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
        if ('wrong' in record) throw badLine(path, number, record.wrong);
        yield { event: record.event, end: start + end, line: bytes! };
      }
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError('journal', `the session's record \`${path}\` cannot be read`, {
      hint: `${describeError(error)}; move it away, or choose another session`,
      cause: error,
    });
  }
}

function badLine(path: string, number: number, wrong: string): LabError {
  return new LabError('journal', `line ${number} of \`${path}\` ${wrong}`, {
    hint: 'the file was changed by something else; start a new session, or remove that line',
  });
}
