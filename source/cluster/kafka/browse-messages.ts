import { LabError } from '../../errors/lab-error.ts';
import { visible } from '../../text/safe-text.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { inputTurns } from '../../time/loop-turns.ts';
import type { BrokerAddress } from '../kubernetes/topics-request.ts';
import { brokerError, errorCodes } from './broker-error.ts';
import type { BrokerLinks } from './broker-links.ts';
import type { MessagePage, MessagePlace, MessageQuestion, MessageRow } from './browser.ts';
import type { ClusterLayout } from './cluster-layout.ts';
import { payloadOf } from './payload.ts';
import { endOfBatches, type FetchedRecord, recordsOf, type UnreadableRecords } from './record-batches.ts';
import { type Fetched, fetchPartition } from './requests/fetch.ts';
import { earliest, latest, listOffsets } from './requests/list-offsets.ts';

/** What one request returns, and what one page or search reads. */
const fetchBytes = 256 * 1024;
const pageBytes = 4 * 1024 * 1024;
export const searchBytes = 32 * 1024 * 1024;

/** A search looks at thousands of messages in a response: others have their turn after so many. */
const pieceRecords = 64;

/** How much is kept of a key, a value and a header. */
export const keptBytes = { key: 1024, value: 8 * 1024, header: 512 } as const;
const longestHeaderName = 200;

export async function browseMessages(
  links: BrokerLinks,
  layout: ClusterLayout,
  question: MessageQuestion,
  signal: AbortSignal,
): Promise<MessagePage> {
  const { topic, partition, most } = question;
  try {
    const { leader, partitions } = await layout.leaderOf(topic, partition, signal);
    const place = { links, leader, topic, partition, signal };
    const [start, end] = [await offsetAt(place, earliest), await offsetAt(place, latest)];
    const { from, to } = await rangeOf(question.from, most, { start, end }, (time) => offsetAt(place, time));
    const bytes = question.containing === undefined ? pageBytes : searchBytes;
    const { bytes: _, ...read } = await readMessages(place, from, to, { ...question, bytes });
    return {
      topic: sanitizeLine(topic),
      partition,
      partitions,
      ...read,
      start: Math.max(start, read.start),
      end: Math.max(end, read.end),
    };
  } catch (error) {
    // The leader may have moved: the next question finds that out.
    layout.forget();
    throw error;
  }
}

interface Place {
  readonly links: BrokerLinks;
  readonly leader: BrokerAddress;
  readonly topic: string;
  readonly partition: number;
  readonly signal: AbortSignal;
}

/** The first offset that is not older than `time`; -1 if there is none. */
async function offsetAt({ links, leader, topic, partition, signal }: Place, time: number): Promise<number> {
  const form = listOffsets(new Map([[topic, [partition]]]), time);
  const [found] = (await links.ask(leader, form, signal)).offsets;
  if (found === undefined || found.error !== 0)
    throw brokerError(`the offsets of partition ${partition} of \`${topic}\``, found?.error ?? -1);
  return found.offset;
}

/** From which offset on, and up to which, it alone left out, a page is. */
async function rangeOf(
  from: MessagePlace,
  most: number,
  { start, end }: { readonly start: number; readonly end: number },
  atTime: (time: number) => Promise<number>,
): Promise<{ readonly from: number; readonly to: number }> {
  const within = (offset: number): number => Math.min(Math.max(offset, start), end);
  if (from === 'start') return { from: start, to: Number.POSITIVE_INFINITY };
  if (from === 'end') return { from: within(end - most), to: Number.POSITIVE_INFINITY };
  if ('before' in from) return { from: within(from.before - most), to: within(from.before) };
  if ('offset' in from) return { from: within(from.offset), to: Number.POSITIVE_INFINITY };
  const offset = await atTime(from.time);
  return { from: offset < 0 ? end : within(offset), to: Number.POSITIVE_INFINITY };
}

interface Read extends Pick<MessagePage, 'rows' | 'start' | 'end' | 'next' | 'passedOver'> {
  /** How much was read. */
  readonly bytes: number;
}

/** Reads up to a page, a number of bytes, or the end. */
export async function readMessages(
  place: Place,
  from: number,
  to: number,
  { most, containing, bytes }: Pick<MessageQuestion, 'most' | 'containing'> & { readonly bytes: number },
): Promise<Read> {
  const wanted = containing === undefined ? undefined : Buffer.from(containing);
  const rows: MessageRow[] = [];
  let bytesLeft = bytes;
  let [next, start, end, passedOver] = [from, 0, 0, 0];
  while (rows.length < most && next < to && bytesLeft > 0) {
    const fetched = await fetchAt(place, next);
    ({ start, end } = fetched);
    bytesLeft -= fetched.records.length;
    const whole = endOfBatches(fetched.records);
    let looked = 0;
    for (const item of recordsOf(fetched.records, next)) {
      looked += 1;
      if (looked % pieceRecords === 0) await inputTurns.rest();
      if (rows.length === most || item.offset >= to) break;
      next = ('last' in item ? item.last : item.offset) + 1;
      if (wanted !== undefined && !contains(item, wanted)) passedOver += 1;
      else rows.push(rowOf(place.partition, item));
    }
    // Nothing more, or a batch that is left of what was compacted away.
    if (whole === undefined) break;
    if (rows.length < most && next < to) next = Math.max(next, whole);
    if (next >= end) break;
  }
  return { rows, start, end, next, passedOver, bytes: bytes - bytesLeft };
}

async function fetchAt({ links, leader, topic, partition, signal }: Place, offset: number): Promise<Fetched> {
  const question = { topic, partition, offset, mostBytes: fetchBytes, waitMs: 0 };
  const fetched = await links.ask(leader, fetchPartition(question), signal);
  if (fetched.error === errorCodes.offsetOutOfRange)
    throw new LabError('cluster', `partition ${partition} of \`${topic}\` has no offset ${offset} any more`, {
      hint: 'its oldest messages were deleted: go on from the start',
    });
  if (fetched.error !== 0)
    throw brokerError(`messages of partition ${partition} of \`${topic}\``, fetched.error);
  return fetched;
}

function contains(item: FetchedRecord | UnreadableRecords, wanted: Buffer): boolean {
  if ('why' in item) return false;
  const has = (bytes: Buffer | null): boolean => bytes?.includes(wanted) ?? false;
  return has(item.key) || has(item.value) || item.headers.some(({ name, value }) => has(name) || has(value));
}

/** What is kept of a record. */
export function rowOf(partition: number, item: FetchedRecord | UnreadableRecords): MessageRow {
  if ('why' in item) {
    const { offset, last, why } = item;
    const nothing = payloadOf(null, 0);
    const empty = { time: undefined, key: nothing, value: nothing, headers: [] };
    return { partition, offset, ...empty, unreadable: { last, why } };
  }
  const { offset, time, key, value, headers } = item;
  return {
    partition,
    offset,
    time,
    key: payloadOf(key, keptBytes.key),
    value: payloadOf(value, keptBytes.value),
    headers: headers.map((header) => ({
      name: visible(header.name.subarray(0, longestHeaderName).toString('utf8')),
      value: payloadOf(header.value, keptBytes.header),
    })),
  };
}
