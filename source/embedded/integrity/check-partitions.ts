import { join } from 'node:path';
import { describeError } from '../../errors/lab-error.ts';
import { compactedFile, readStartOffset, startOffsetFile } from '../kafka/log/log-files.ts';
import { type ScannedSegment, scanSegment } from '../kafka/log/scan-segment.ts';
import { segmentName, segmentsIn } from '../kafka/log/segment.ts';
import { namesInPlain, replacePlain } from '../paths/plain-directory.ts';
import { type CheckContext, directoriesIn, putAside } from './check-context.ts';
import { readStoredFile } from './read-stored-file.ts';

// A segment has 16 MiB, or one batch more if that is larger.
const longestSegment = 256 * 1024 * 1024;
const lost = 'this cluster has lost the records in it; send them again';

/** The intact part of a partition's log. */
export interface CheckedLog {
  /** The directory's path. */
  readonly path: string;
  readonly startOffset: number;
  /** The offset after its last record. */
  readonly endOffset: number;
}

/** Checks every batch in each segment of every partition, and the other files in its directory. */
export function checkPartitions(context: CheckContext): CheckedLog[] {
  return directoriesIn(context, 'data/kafka', lost).flatMap((cluster) =>
    directoriesIn(context, cluster, lost).flatMap((path) => {
      const found = checkPartition(context, path);
      return found === undefined ? [] : [{ path, ...found }];
    }),
  );
}

/** Returns where it begins and ends; undefined if the damage was reported. */
function checkPartition(context: CheckContext, path: string): Omit<CheckedLog, 'path'> | undefined {
  const { directory, damages } = context;
  let names: string[];
  let bases: number[];
  try {
    names = namesInPlain(join(directory, path));
    bases = segmentsIn(join(directory, path));
  } catch (error) {
    putAside(context, path, `cannot be read: ${describeError(error)}`, lost);
    return undefined;
  }
  // A log's directory is created with its first segment. After a clean shutdown the inventory lists those that are missing.
  const isTold = [...context.changed.keys()].some((file) => file.startsWith(`${path}/`));
  if (bases.length === 0 && !isTold) damages.push({ path, wrong: 'has lost its log', todo: lost });
  checkStartOffset(context, `${path}/${startOffsetFile}`);
  let hasGaps = false;
  let next: number | undefined;
  for (const [index, base] of bases.entries()) {
    const file = `${path}/${segmentName(base)}`;
    if (next !== undefined && base < next) {
      putAside(context, file, `begins at offset ${base}, and the one before it ends at ${next}`, lost);
      continue;
    }
    if (next !== undefined && base > next && !names.includes(compactedFile)) {
      const wrong = `has no records from offset ${next} to ${base - 1}`;
      damages.push({ path, wrong, todo: 'a segment of it is gone; send the records again' });
      hasGaps = true;
    }
    const scanned = checkSegment(context, file, base, index === bases.length - 1);
    if (scanned === undefined) {
      hasGaps = true;
      continue;
    }
    next = scanned.nextOffset;
    if (scanned.hasGaps) hasGaps = true;
  }
  // Without this marker, a gap in the offsets counts as the end of the log.
  if (hasGaps) replacePlain(join(directory, path, compactedFile), '', 0o644);
  if (bases.length === 0 || hasGaps || next === undefined) return undefined;
  const startOffset = Math.max(bases[0]!, readStartOffset(join(directory, path)));
  return { startOffset, endOffset: next };
}

/** Undefined: nothing was readable, and it was quarantined. */
function checkSegment(
  context: CheckContext,
  path: string,
  base: number,
  isLast: boolean,
): ScannedSegment | undefined {
  const { directory, changed, damages, note } = context;
  let data: Buffer;
  try {
    data = readStoredFile(join(directory, path), longestSegment);
  } catch (error) {
    putAside(context, path, `cannot be read: ${describeError(error)}`, lost);
    return undefined;
  }
  const scanned = scanSegment(data, base);
  const { sound, damaged, torn } = scanned;
  const isTornDamage = torn !== undefined && (!isLast || changed.has(path));
  if (damaged.length > 0 || isTornDamage) {
    const bad = [...damaged, ...(isTornDamage ? [torn] : [])];
    const bytes = bad.reduce((sum, { start, end }) => sum + end - start, 0);
    const wrong = `has ${bytes} of ${data.length} bytes that are not a whole record batch, from byte ${bad[0]!.start} on`;
    putAside(context, path, wrong, 'all its other records are back; send the missing ones again');
    const pieces = sound.map(({ start, end }) => data.subarray(start, end));
    replacePlain(join(directory, path), Buffer.concat(pieces), 0o644);
    return { ...scanned, hasGaps: true };
  }
  if (torn !== undefined)
    note(`the last ${torn.end - torn.start} bytes of \`${path}\` were written incompletely and are cut off`);
  if (changed.has(path))
    damages.push({ path, wrong: changed.get(path)!, todo: 'the records that it still has are back' });
  return scanned;
}

function checkStartOffset(context: CheckContext, path: string): void {
  const { directory, changed } = context;
  const todo = 'records that were deleted may be back';
  try {
    if (changed.has(path) && changed.get(path) !== 'is missing')
      putAside(context, path, changed.get(path)!, todo);
    else if (!/^\d{1,15}\n$/.test(readStoredFile(join(directory, path), 1024).toString('utf8')))
      putAside(context, path, 'is no offset', todo);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    putAside(context, path, `cannot be read: ${describeError(error)}`, todo);
  }
}
