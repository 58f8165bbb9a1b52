import {
  accessSync,
  closeSync,
  constants,
  type Dirent,
  lstatSync,
  readdirSync,
  readlinkSync,
  readSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { isFileFailure } from '../../files/file-failure.ts';
import { fileNameProblem } from '../../files/file-name.ts';
import { openRegularFile, readRegularText } from '../../files/regular-file.ts';
import { removeOwnFile } from '../../files/replace-file.ts';
import { checkSum, withSum } from '../../files/summed-json.ts';
import { requireRealDirectory, requireRealParent } from '../paths/guarded-directory.ts';
import { replacePlain } from '../paths/plain-directory.ts';
import { namedEntries } from './named-entries.ts';

/** Beside a cluster's data: what a cluster that ended in good order left there. */
export const inventoryFile = 'inventory.json';

const format = 1;
const mostFiles = 50_000;
const mostDepth = 40;
const longestInventory = 64 * 1024 * 1024;
const pieceBytes = 1024 * 1024;
/** Ending a cluster may not take long: what is not summed by then, or is larger than this, is known by its size and time alone. */
const sumWithinMs = 2_000;
const mostSummedBytes = 64 * 1024 * 1024;

/** A file's size in bytes and its CRC-32; without a sum, the time of its last change (ms since the epoch). Or the target of a link. */
type Entry = readonly [size: number, sum: number | null, changedAt?: number] | string;

export interface Inventory {
  /** Path relative to the cluster's directory → what was there. */
  readonly files: Readonly<Record<string, Entry>>;
  /** The names of the folders below `images`. */
  readonly images: readonly string[];
}

/** Writes down what a cluster leaves. Nothing may be written to its data any more. */
export function writeInventory(directory: string): void {
  const files: Record<string, Entry> = Object.create(null);
  const until = performance.now() + sumWithinMs;
  let count = 0;
  for (const path of filesBelow(directory, 'data')) {
    if (++count > mostFiles) break;
    const entry = entryOf(join(directory, path), until);
    if (entry !== undefined) files[path] = entry;
  }
  const images = namesIn(join(directory, 'images'));
  replacePlain(join(directory, inventoryFile), withSum(JSON.stringify({ format, files, images })));
}

/**
 * What the last run left, if it ended in good order; undefined if there is none.
 * @throws Error: it is there and cannot be read
 */
export function readInventory(directory: string): Inventory | undefined {
  let text: string;
  try {
    text = readRegularText(join(directory, inventoryFile), longestInventory, 'refuse');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (checkSum(text) !== 'right') throw new Error('it is not what was written');
  const { format: found, files, images } = JSON.parse(text) as Inventory & { readonly format: unknown };
  if (found !== format) throw new Error(`it has format \`${String(found)}\`; this kafka-lab reads ${format}`);
  for (const path of [...Object.keys(files), ...images.map((name) => `images/${name}`)])
    if (!isOwnPath(path)) throw new Error(`it names \`${path}\`, which is not the cluster's`);
  return { files, images };
}

/** Its names lead neither up nor elsewhere: what the file says decides what is looked at, and moved. */
function isOwnPath(path: string): boolean {
  const [top = '', ...names] = path.split('/');
  return (
    (top === 'data' || top === 'images') &&
    names.length > 0 &&
    names.every((name) => fileNameProblem(name) === undefined)
  );
}

export function removeInventory(directory: string): void {
  const file = join(directory, inventoryFile);
  requireRealParent(file);
  removeOwnFile(file);
}

/** How what is at `path` differs from what was there; undefined where it does not. */
export function differenceOf(path: string, expected: Entry): string | undefined {
  requireRealParent(path);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return 'is missing';
  if (typeof expected === 'string')
    return stats.isSymbolicLink() && readlinkSync(path) === expected
      ? undefined
      : 'is no longer the link that it was';
  if (!stats.isFile()) return 'is no longer a regular file';
  const [size, sum, changedAt] = expected;
  if (stats.size < size) return `has ${stats.size} of its ${size} bytes`;
  if (stats.size > size) return `has ${stats.size} bytes and had ${size}`;
  if (sum === null)
    return changedAt === undefined || stats.mtimeMs === changedAt ? undefined : 'was written to since then';
  return sumOf(path) === sum ? undefined : 'has different content';
}

/** The files and links below a directory, whose own name is `path`; links are not followed. What pods logged, and what is on its way out, is not kept. */
function* filesBelow(root: string, path: string, depth = 0): Generator<string> {
  if (depth > mostDepth) return;
  for (const entry of entriesIn(join(root, path))) {
    const inner = `${path}/${entry.name}`;
    if (entry.isDirectory()) {
      const isLogs = depth === 2 && entry.name === 'logs' && path.startsWith('data/pods/');
      if (!isLogs && inner !== 'data/scratch' && inner !== 'data/removed')
        yield* filesBelow(root, inner, depth + 1);
    } else if (entry.isFile() || entry.isSymbolicLink()) yield inner;
  }
}

/** None in a directory of a pod's program that nobody may look into, or whose name is not UTF-8. */
function entriesIn(directory: string): Dirent[] {
  requireRealDirectory(directory);
  try {
    accessSync(directory, constants.X_OK);
    return namedEntries(directory);
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    return [];
  }
}

/** `until`: when nothing is summed any longer. */
function entryOf(path: string, until: number): Entry | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink()) return readlinkSync(path);
  const bySize: Entry = [stats.size, null, stats.mtimeMs];
  if (stats.size > mostSummedBytes) return bySize;
  try {
    const sum = sumOf(path, until);
    return sum === undefined ? bySize : [stats.size, sum];
  } catch (error) {
    // A pod's program may leave a file that nobody may read, or something else in its place.
    if (!isFileFailure(error)) throw error;
    return bySize;
  }
}

/** Undefined: it took too long. */
function sumOf(path: string, until = Number.POSITIVE_INFINITY): number | undefined {
  const descriptor = openRegularFile(path, constants.O_RDONLY, 0o600, 'refuse');
  try {
    const piece = Buffer.allocUnsafe(pieceBytes);
    let sum = 0;
    while (performance.now() < until) {
      const taken = readSync(descriptor, piece, 0, piece.length, null);
      if (taken === 0) return sum;
      sum = crc32(piece.subarray(0, taken), sum);
    }
    return undefined;
  } finally {
    closeSync(descriptor);
  }
}

function namesIn(directory: string): string[] {
  try {
    requireRealDirectory(directory);
    return readdirSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
