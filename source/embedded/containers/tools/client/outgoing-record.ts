import type { RecordHeader } from '../../../kafka/records/record.ts';

/** A record that a tool sends; without a partition, its key chooses one. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly partition?: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: readonly RecordHeader[];
  /** ms; now if not given. */
  readonly timestamp?: number;
}

/** Where a record went. With acks=0 the offset is −1. */
export interface Delivery {
  readonly partition: number;
  readonly offset: number;
}

/** The most that a batch of this record alone takes, as the Java producer reckons before it sends. */
export function batchBytesOf({ key, value, headers = [] }: OutgoingRecord): number {
  const batchOverhead = 61;
  const recordOverhead = 21;
  const inHeaders = headers.map(
    ({ key: name, value: content }) => prefixed(Buffer.byteLength(name)) + prefixed(content?.length),
  );
  const sum = inHeaders.reduce((total, bytes) => total + bytes, varintBytes(headers.length));
  return batchOverhead + recordOverhead + prefixed(key?.length) + prefixed(value?.length) + sum;
}

function prefixed(length: number | undefined): number {
  return length === undefined ? 1 : varintBytes(length) + length;
}

function varintBytes(value: number): number {
  let left = value * 2;
  let count = 1;
  for (; left > 127; left = Math.floor(left / 128)) count++;
  return count;
}
