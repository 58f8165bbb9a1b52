/** A header of a record (KIP-82). */
export interface RecordHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}

/** A decoded record. */
export interface KafkaRecord {
  readonly offset: number;
  /** ms */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly RecordHeader[];
}

/** A record to encode. */
export interface NewRecord {
  readonly key?: Uint8Array | string | null;
  readonly value: Uint8Array | string | null;
  /** ms */
  readonly timestamp: number;
  readonly headers?: readonly RecordHeader[];
}

/** The minimum size of a record: length, attributes, two deltas, key, value and header count. */
export const leastRecordBytes = 7;
