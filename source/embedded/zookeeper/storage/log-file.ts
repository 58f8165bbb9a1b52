import { closeSync, ftruncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { namesInPlain } from '../../paths/plain-directory.ts';
import { openPlain, readPlain } from '../../paths/plain-file.ts';
import { decodeTransaction, encodeTransaction, type Transaction } from '../database/transaction.ts';
import { treeLimits } from '../database/tree-limits.ts';
import { JuteReader } from '../protocol/bytes.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import { adler32 } from './adler32.ts';

/*
 * A file of the transaction log, as ZooKeeper's own FileTxnLog writes it, without padding:
 *
 *   File   => magic "ZKLG", version i32 (2), dbid i64 (0), Entry...
 *   Entry  => checksum i64 (Adler-32 of the transaction), length i32, transaction, end i8 ("B")
 */
const magic = Buffer.from('ZKLG');
const headerBytes = 16;
const beforeTransaction = 12;
const endOfEntry = 0x42;
// The largest entry is the end of a session whose ephemeral nodes fill the tree: their paths, and a length before each. An entry of a
// request, a frame of 1 MiB and a sequence number for each part, is smaller.
const maxTransactionBytes = treeLimits.bytes + 4 * treeLimits.nodes + 1024;
/** Bytes. */
export const longestLog = 256 * 1024 * 1024;

export function logPath(directory: string, firstZxid: bigint): string {
  return join(directory, `log.${firstZxid.toString(16)}`);
}

/** The logs of a directory by their first zxid, ascending. */
export function logsIn(directory: string): { readonly path: string; readonly firstZxid: bigint }[] {
  return namesInPlain(directory)
    .flatMap((name) => {
      const digits = /^log\.([0-9a-f]{1,16})$/.exec(name)?.[1];
      return digits === undefined ? [] : { path: join(directory, name), firstZxid: BigInt(`0x${digits}`) };
    })
    .sort((left, right) => (left.firstZxid < right.firstZxid ? -1 : 1));
}

export function encodeLogHeader(): Buffer {
  const header = Buffer.alloc(headerBytes);
  magic.copy(header);
  header.writeInt32BE(2, 4);
  return header;
}

export function encodeEntry(transaction: Transaction): Buffer {
  const body = encodeTransaction(transaction);
  const entry = Buffer.allocUnsafe(beforeTransaction + body.length + 1);
  entry.writeBigInt64BE(BigInt(adler32(body)), 0);
  entry.writeInt32BE(body.length, 8);
  body.copy(entry, beforeTransaction);
  entry[entry.length - 1] = endOfEntry;
  return entry;
}

export interface ReadEntries {
  readonly transactions: Transaction[];
  readonly end: number;
}

/**
 * The intact contents of a file: `end` is the start of the first entry that is truncated, has a wrong checksum or is malformed; 0 for a
 * foreign file.
 */
export function readEntries(file: Buffer): ReadEntries {
  const transactions: Transaction[] = [];
  if (!file.subarray(0, headerBytes).equals(encodeLogHeader())) return { transactions, end: 0 };
  let end = headerBytes;
  while (file.length - end > beforeTransaction) {
    const length = file.readInt32BE(end + 8);
    const from = end + beforeTransaction;
    if (length <= 0 || length > maxTransactionBytes || from + length >= file.length) break;
    const body = file.subarray(from, from + length);
    if (file[from + length] !== endOfEntry || file.readBigInt64BE(end) !== BigInt(adler32(body))) break;
    try {
      transactions.push(decodeTransaction(new JuteReader(body)));
    } catch (error) {
      if (!(error instanceof ZooKeeperError)) throw error;
      break;
    }
    end = from + length + 1;
  }
  return { transactions, end };
}

/** The end of the given number of intact entries. */
export function endOfEntryAt(file: Buffer, index: number): number {
  let end = headerBytes;
  for (let passed = 0; passed <= index; passed++) end += beforeTransaction + file.readInt32BE(end + 8) + 1;
  return end;
}

/** Whether the rest is the beginning of another entry. */
export function isTornEntry(rest: Buffer): boolean {
  if (rest.length < beforeTransaction) return true;
  const length = rest.readInt32BE(8);
  return length > 0 && length <= maxTransactionBytes && beforeTransaction + length + 1 > rest.length;
}

/** Reads a log from disk. Throws if it is longer than any log written here. */
export function readLog(path: string): ReturnType<typeof readEntries> & { readonly torn: boolean } {
  const file = readPlain(path, longestLog + 1);
  if (file.length > longestLog) throw new Error(`\`${path}\` is too long for a transaction log`);
  const entries = readEntries(file);
  return { ...entries, torn: entries.end < file.length };
}

/** A log open for writing: one entry per transaction, written before `append` returns. */
export class LogFile {
  readonly path: string;
  readonly #fd: number;
  #size: number;

  /** Creates the file. */
  constructor(path: string) {
    this.path = path;
    this.#fd = openPlain(path, 'write', 0o600);
    this.#size = 0;
    this.#write(encodeLogHeader());
  }

  /** Bytes. */
  get size(): number {
    return this.#size;
  }

  /** Throws disk errors; the file is then unchanged. */
  append(transaction: Transaction): void {
    this.#write(encodeEntry(transaction));
  }

  close(): void {
    closeSync(this.#fd);
  }

  #write(bytes: Buffer): void {
    try {
      for (let written = 0; written < bytes.length; )
        written += writeSync(this.#fd, bytes, written, bytes.length - written, this.#size + written);
    } catch (cause) {
      ftruncateSync(this.#fd, this.#size);
      throw cause;
    }
    this.#size += bytes.length;
  }
}
