import { hash } from 'node:crypto';

/*
 * Each record names the one before it: its field `prev` is a hash of that line. A line that is changed, left out, added or moved then shows,
 * because the next one names another. Nothing is secret in it: whoever writes all lines after a change anew makes a journal that is whole again.
 */

/** What the first record of a journal names, since there is none before it. */
export const firstLink = 'start';

/** 132 bits of it: nobody finds another line with the same. */
const digits = 22;
const newline = 0x0a;

/** So many bytes does a link add to a record. */
export const linkBytes = ',"prev":""'.length + digits;

/** By what the next record names a line; its line end, if it is there, does not count. */
export function linkTo(line: Buffer): string {
  const end = line.at(-1) === newline ? line.length - 1 : line.length;
  return hash('sha256', line.subarray(0, end), 'base64url').slice(0, digits);
}

/** A record, as `encodeRecord` made it, that names the one before it. */
export function withLink(record: Buffer, prev: string): Buffer {
  // Before the last brace and the line end.
  const body = record.subarray(0, record.length - 2);
  return Buffer.concat([body, Buffer.from(`,"prev":"${prev}"}\n`)]);
}
