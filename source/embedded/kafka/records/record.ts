/** A header of a record (KIP-82). */
export interface RecordHeader {
  readonly key: string;
  readonly value: Uint8Array | null;
}

/** A record as it comes out of a batch. */
export interface KafkaRecord {
  readonly offset: number;
  /** ms */
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly RecordHeader[];
}

/** A record as it goes into a batch. */
export interface NewRecord {
  readonly key?: Uint8Array | string | null;
  readonly value: Uint8Array | string | null;
  /** ms */
  readonly timestamp: number;
  readonly headers?: readonly RecordHeader[];
}

/** No record takes fewer bytes: length, attributes, two deltas, key, value and header count. */
export const leastRecordBytes = 7;
