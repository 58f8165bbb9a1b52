import { linkBytes } from './chain.ts';
import type { JournalEvent } from './events.ts';

/** The longest record in bytes, its line end included. A longer line in a file is refused before it is parsed. */
export const maxRecordBytes = 64 * 1024;

/** What an event may take, so that the link to the record before it fits as well. */
const maxEventBytes = maxRecordBytes - linkBytes;

/** One event as the bytes of one line. A record that would be too long loses its looks, then has its longest text cut, and says so. */
export function encodeRecord(event: JournalEvent): Buffer {
  let record: JournalEvent = event;
  let bytes = lineOf(record);
  if (bytes.length > maxEventBytes && 'looks' in record) {
    const { looks: _, ...plain } = record;
    record = plain;
    bytes = lineOf(record);
  }
  while (bytes.length > maxEventBytes) {
    const shorter = cutLongestText(record);
    if (shorter === undefined) return lineOf(tooLong(event));
    record = shorter;
    bytes = lineOf(record);
  }
  return bytes;
}

function lineOf(event: JournalEvent): Buffer {
  return Buffer.from(`${JSON.stringify(event)}\n`);
}

function cutLongestText(event: JournalEvent): JournalEvent | undefined {
  const texts = Object.entries(event).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const [name, longest] = texts.reduce((a, b) => (b[1].length > a[1].length ? b : a), ['', '']);
  if (longest.length < 1024) return undefined;
  return { ...event, [name]: `${longest.slice(0, Math.floor(longest.length / 2))}… (cut)` };
}

function tooLong(event: JournalEvent): JournalEvent {
  const { v, at, ms } = event;
  return {
    v,
    at,
    ms,
    type: 'notice',
    level: 'error',
    text: `a record of type ${event.type} was too long to keep`,
  };
}
