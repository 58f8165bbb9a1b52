import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import { isFileFailure } from '../files/file-failure.ts';
import { openRegularFile, readUpTo } from '../files/regular-file.ts';

/** Compiled code, as V8 serialises it, and how many chunks had run by then. */
export interface CompiledCode {
  readonly bytes: Buffer;
  readonly chunks: number;
}

/** `KLCC`, checksum of the rest, number of chunks, zero: 16 bytes, since V8 copies what does not start at a multiple of 8. */
const magic = 0x4b4c4343;
const headBytes = 16;
/** The largest so far has 2 MiB. */
const mostBytes = 16 * 1024 * 1024;
/** Of several versions of kafka-lab and Node. The oldest are deleted. */
const mostFiles = 12;
const suffix = '.code';

/** The code in the file, if it is ours: V8 checks neither where code comes from nor whether it is damaged. */
export function readCompiledCode(path: string): CompiledCode | undefined {
  try {
    if (!isOurs(lstatSync(dirname(path)))) return undefined;
    const descriptor = openRegularFile(path, constants.O_RDONLY, 0o600, 'refuse');
    try {
      const stats = fstatSync(descriptor);
      if (!isOurs(stats) || stats.size <= headBytes || stats.size > mostBytes) return undefined;
      return decode(readUpTo(descriptor, stats.size));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (isFileFailure(error)) return undefined;
    throw error;
  }
}

/** Replaces the file. Does nothing where it cannot: the next start compiles again. The directory above that of the file must exist. */
export function writeCompiledCode(path: string, code: CompiledCode): void {
  const draft = `${path}.${process.pid}.new`;
  try {
    const directory = dirname(path);
    if (lstatSync(directory, { throwIfNoEntry: false }) === undefined) mkdirSync(directory, { mode: 0o700 });
    if (!isOurs(lstatSync(directory))) return;
    if (code.bytes.length + headBytes > mostBytes) return;
    rmSync(draft, { force: true });
    writeFileSync(draft, encode(code), { flag: 'wx', mode: 0o600 });
    renameSync(draft, path);
    removeOldest(directory);
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    removeDraft(draft);
  }
}

function removeDraft(draft: string): void {
  try {
    rmSync(draft, { force: true });
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    // The directory is gone or read-only: so there is no draft.
  }
}

/** Nobody else may write to it. Windows has no owner and no mode: there a home is its user's. */
function isOurs(stats: Stats): boolean {
  if (stats.isSymbolicLink()) return false;
  return process.getuid === undefined || (stats.uid === process.getuid() && (stats.mode & 0o022) === 0);
}

function encode({ bytes, chunks }: CompiledCode): Buffer {
  const file = Buffer.alloc(headBytes + bytes.length);
  file.writeUInt32LE(magic, 0);
  file.writeUInt32LE(chunks, 8);
  bytes.copy(file, headBytes);
  file.writeUInt32LE(crc32(file.subarray(8)), 4);
  return file;
}

function decode(file: Buffer): CompiledCode | undefined {
  if (file.length <= headBytes || file.readUInt32LE(0) !== magic) return undefined;
  if (file.readUInt32LE(4) !== crc32(file.subarray(8))) return undefined;
  return { bytes: file.subarray(headBytes), chunks: file.readUInt32LE(8) };
}

function removeOldest(directory: string): void {
  const files = readdirSync(directory)
    .filter((name) => name.endsWith(suffix))
    .map((name) => join(directory, name))
    .map((path) => ({ path, time: statSync(path).mtimeMs }))
    .sort((one, other) => other.time - one.time);
  for (const { path } of files.slice(mostFiles)) rmSync(path, { force: true });
}
