import type { TextDecoder } from 'node:util';
import { checkEvent, type WrongEvent } from './check-event.ts';
import type { JournalEvent } from './events.ts';
import { maxRecordBytes } from './record.ts';
import { sanitizeEvent } from './sanitize-event.ts';

export interface ParsedRecord {
  /** Its texts are sanitised. */
  readonly event: JournalEvent;
  /** By what it names the record before it: see chain.ts. An earlier version wrote none. */
  readonly prev: string | undefined;
}

/** The record that a line holds, or what is wrong with the line, as the end of a sentence. */
export function parseRecord(bytes: Buffer | undefined, decoder: TextDecoder): ParsedRecord | WrongEvent {
  if (bytes === undefined) return { wrong: `is longer than ${maxRecordBytes} bytes` };
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch (error) {
    // Node throws a TypeError with this code if bytes are not UTF-8.
    const isNotText = (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';
    if (!(error instanceof SyntaxError) && !isNotText) throw error;
    return { wrong: 'is not JSON' };
  }
  const checked = checkEvent(value);
  if ('wrong' in checked) return checked;
  const { prev, ...event } = sanitizeEvent<JournalEvent & { prev?: unknown }>(checked.event);
  // What is no text names no record.
  return { event, prev: prev === undefined || typeof prev === 'string' ? prev : '' };
}
