import { createReadStream } from 'node:fs';
import { TextDecoder } from 'node:util';
import { describeError, LabError } from '../errors/lab-error.ts';
import { openRegularFile } from '../files/regular-file.ts';
import { checkEvent } from './check-event.ts';
import type { JournalEvent } from './events.ts';
import { maxRecordBytes } from './record.ts';
import { sanitizeEvent } from './sanitize-event.ts';

const newline = 0x0a;

export interface ReadRecord {
  readonly event: JournalEvent;
  /** The byte after this record's line end. */
  readonly end: number;
}

/**
 * The events of a journal, oldest first, their texts sanitised, in bounded memory. Text after the last line end is an incomplete
 * record, and is ignored.
 * @throws LabError `journal`: the file cannot be read, or a line in it is not an event.
 */
export async function* readJournal(path: string): AsyncGenerator<JournalEvent, void, undefined> {
  for await (const { event } of readRecords(path)) yield event;
}

/** The same, with where each record ends. */
export async function* readRecords(path: string): AsyncGenerator<ReadRecord, void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest: Buffer = Buffer.alloc(0);
  let restStart = 0;
  let number = 0;
  try {
    const file = createReadStream(path, { fd: openRegularFile(path) });
    for await (const chunk of file as AsyncIterable<Buffer>) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let from = 0;
      for (let at = bytes.indexOf(newline, from); at >= 0; at = bytes.indexOf(newline, from)) {
        number += 1;
        yield { event: parseLine(bytes.subarray(from, at), number, path, decoder), end: restStart + at + 1 };
        from = at + 1;
      }
      rest = bytes.subarray(from);
      restStart += from;
      if (rest.length >= maxRecordBytes)
        throw badLine(path, number + 1, `is longer than ${maxRecordBytes} bytes`);
    }
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError('journal', `the session's record \`${path}\` cannot be read`, {
      hint: `${describeError(error)}; move it away, or choose another session`,
      cause: error,
    });
  }
}

function parseLine(bytes: Buffer, number: number, path: string, decoder: TextDecoder): JournalEvent {
  if (bytes.length >= maxRecordBytes) throw badLine(path, number, `is longer than ${maxRecordBytes} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch (error) {
    // Node throws a TypeError with this code if bytes are not UTF-8.
    const isNotText = (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
    if (!(error instanceof SyntaxError) && !isNotText) throw error;
    throw badLine(path, number, 'is not JSON');
  }
  const checked = checkEvent(value);
  if ('wrong' in checked) throw badLine(path, number, checked.wrong);
  return sanitizeEvent(checked.event);
}

function badLine(path: string, number: number, wrong: string): LabError {
  return new LabError('journal', `line ${number} of \`${path}\` ${wrong}`, {
    hint: 'the file was changed by something else; start a new session, or remove that line',
  });
}
