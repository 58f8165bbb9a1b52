import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { debugFile } from '../../debug/debug-log.ts';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { moveAwayOrOtherHome, otherHomeAfter } from '../../files/home-hints.ts';
import { fieldsOf } from '../../files/parse-json.ts';
import { refuseLink, refuseLinksIn } from '../../files/refuse-link.ts';
import { kindOfFile, readRegularText } from '../../files/regular-file.ts';
import { requireDirectory } from '../../files/require-directory.ts';
import { checkSum } from '../../files/summed-json.ts';
import { isJsonObject } from '../../json/json-value.ts';
import { markFile, readMark, writeMark } from '../../processes/cluster-mark.ts';
import { readSmallFile } from '../../processes/small-file.ts';

/** The files that a cluster's directory may contain. */
const files = [
  'kubeconfig',
  'state.json',
  'lock',
  'programs',
  'inventory.json',
  'cluster.log',
  debugFile,
  markFile,
];
const directories = ['images', 'data', 'quarantine'];
/** A file being written, or whose writer was killed. */
const draft =
  /^(?:kubeconfig|state\.json|lock|programs|inventory\.json|cluster\.json)\.[\w.-]+\.(?:new|draft|stale)$/;

const maxBytes = 64 * 1024;
const longestInventory = 64 * 1024 * 1024;
const longestObjects = 256 * 1024 * 1024;

/**
 * Refuses a cluster's directory that is a link, or in which something else is where a file of ours should be.
 * @throws LabError `machine-lacks`
 */
export function refuseObstacles(directory: string): void {
  requireDirectory(directory);
  for (const name of files) {
    const path = join(directory, name);
    refuseLink(path);
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats !== undefined && !stats.isFile())
      throw new LabError('machine-lacks', `\`${path}\` is ${kindOfFile(stats)}, not a regular file`, {
        hint: moveAwayOrOtherHome,
      });
  }
  for (const name of directories) requireDirectory(join(directory, name));
  refuseLinksIn(join(directory, 'images'));
}

/**
 * Creates a cluster's directory, or takes one that is empty or that kafka-lab created, and marks it as ours. Refuses any other, whose
 * contents may be the user's. Where data is kept and the mark is missing or damaged, it is left for the cluster's check of its data to report.
 * @throws LabError `machine-lacks`: it is not ours, or cannot be written to
 */
export function claimDirectory(directory: string, data: 'kept' | 'replaced' = 'kept'): void {
  refuseObstacles(directory);
  if (readMark(directory) !== undefined) return;
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const strange = strangeEntry(directory);
    if (strange !== undefined) {
      const found = existsSync(join(directory, markFile))
        ? `a \`${markFile}\` that is not kafka-lab’s`
        : `\`${strange}\` but no \`${markFile}\``;
      throw new LabError(
        'machine-lacks',
        `\`${directory}\` contains ${found}, so kafka-lab did not create it`,
        { hint: 'nothing in it was touched; move it away, or choose another cluster with --name' },
      );
    }
    if (data === 'replaced' || !existsSync(join(directory, 'data'))) writeMark(directory, 'fresh');
  } catch (error) {
    if (error instanceof LabError) throw error;
    throw new LabError('machine-lacks', `\`${directory}\` cannot be written to: ${describeError(error)}`, {
      hint: otherHomeAfter(error),
      cause: error,
    });
  }
}

/** Deletes kafka-lab's files in a cluster's directory, except the `kept` names, and the directory itself if it is then empty. */
export function removeOwnEntries(directory: string, kept: readonly string[] = []): void {
  refuseObstacles(directory);
  if (readMark(directory) === undefined) return;
  for (const name of readdirSync(directory)) {
    const isOurs = files.includes(name) || directories.includes(name) || draft.test(name);
    if (isOurs && name !== markFile && !kept.includes(name))
      rmSync(join(directory, name), { recursive: true, force: true });
  }
  if (readdirSync(directory).some((name) => name !== markFile)) {
    writeMark(directory, 'fresh');
    return;
  }
  rmSync(join(directory, markFile), { force: true });
  rmdirSync(directory);
}

/** An entry that an older kafka-lab, which left no mark, did not create; undefined if there is none. */
function strangeEntry(directory: string): string | undefined {
  const names = readdirSync(directory).filter((name) => !draft.test(name));
  const strange = names.find((name) => !files.includes(name) && !directories.includes(name));
  if (strange !== undefined) return strange;
  // These hold only files of a cluster.
  const telling = names.find((name) => !['lock', 'cluster.log', debugFile, 'programs'].includes(name));
  return telling === undefined || isOfEarlierVersion(directory) ? undefined : telling;
}

/** A lock, a record or an inventory names that very directory, or the objects have the sums that only we write. */
function isOfEarlierVersion(directory: string): boolean {
  const place = realpathSync(directory);
  const lock = textOf(join(directory, 'lock')) ?? '';
  const state = fieldsOf(textOf(join(directory, 'state.json')) ?? '');
  const isNamed = [fieldsOf(lock), state.owner].some((owner) => isJsonObject(owner) && owner.place === place);
  if (isNamed || /^\d{1,10}\s*$/.test(lock) || state.kubeconfig === join(directory, 'kubeconfig'))
    return true;
  return hasInventory(directory) || hasObjects(directory);
}

function hasInventory(directory: string): boolean {
  const path = join(directory, 'inventory.json');
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false;
  return checkSum(readRegularText(path, longestInventory)) === 'right';
}

function hasObjects(directory: string): boolean {
  const path = join(directory, 'data/objects.jsonl');
  if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return false;
  return readRegularText(path, longestObjects)
    .split('\n')
    .some((line) => checkSum(line) === 'right');
}

function textOf(path: string): string | undefined {
  const file = readSmallFile(path, maxBytes);
  return file === undefined || file === 'not-plain' ? undefined : file.text;
}
