import { lstatSync } from 'node:fs';
import { join, posix } from 'node:path';
import { isFileFailure } from '../../files/file-failure.ts';
import { checkpointFile, isCheckpoint } from '../kafka/broker/storage/checkpoint-file.ts';
import {
  isMetaProperties,
  metaPropertiesFile,
  ownerIn,
  unknownOwner,
  writeMetaProperties,
} from '../kafka/broker/storage/meta-properties.ts';
import { PathError } from '../paths/path-error.ts';
import { replacePlain } from '../paths/plain-directory.ts';
import type { DirectoryOwner } from './broker-directories.ts';
import { type CheckContext, directoriesIn, putAside } from './check-context.ts';
import { checkSmallFile } from './check-small-file.ts';

const madeAgain = 'the broker makes a new one';

/** Whose the directories of the brokers are. */
export interface BrokerOwners {
  /** Cluster id → the brokers that have a directory of it. */
  readonly brokers: ReadonlyMap<string, ReadonlySet<number>>;
  /** The brokers whose directory is gone. */
  readonly gone: readonly DirectoryOwner[];
  /** Whether there is a directory that does not say whose it is. */
  readonly hasUnknown: boolean;
}

export interface BrokerFiles {
  /** The paths of what brokers left in their directories. */
  readonly files: readonly string[];
  /** The path of each directory → whose it was, as far as that is recorded. */
  readonly recorded: ReadonlyMap<string, DirectoryOwner>;
  /** The ids of the Kafka clusters that ZooKeeper has; undefined if that cannot be told. */
  readonly known: ReadonlySet<string> | undefined;
}

/**
 * Checks what the brokers have in their directories: whose it is, and how far its replicas had come. What belongs to a Kafka cluster that
 * ZooKeeper no longer has is quarantined with its records: no broker would start on it.
 */
export function checkBrokers(context: CheckContext, { files, recorded, known }: BrokerFiles): BrokerOwners {
  const brokers = new Map<string, Set<number>>();
  const forgotten = new Set<string>();
  let hasUnknown = false;
  for (const path of new Set(files.map((file) => posix.dirname(file)))) {
    const owner = checkDirectory(context, path, recorded.get(path));
    if (owner?.brokerId === undefined || owner.clusterId === undefined) hasUnknown ||= owner !== undefined;
    else if (known === undefined || known.has(owner.clusterId))
      brokers.set(owner.clusterId, (brokers.get(owner.clusterId) ?? new Set()).add(owner.brokerId));
    else {
      forgotten.add(owner.clusterId);
      putAside(context, `${path}/${metaPropertiesFile}`, belongsTo(owner.clusterId), madeAgain);
    }
  }
  for (const id of forgotten) putRecordsAside(context, id);
  const gone = [...recorded].filter(
    ([path, { clusterId }]) =>
      !isThere(context, `${path}/${metaPropertiesFile}`) &&
      !forgotten.has(clusterId) &&
      known?.has(clusterId) !== false,
  );
  for (const [path, { brokerId }] of gone) tellGone(context, path, brokerId);
  return { brokers, gone: gone.map(([, owner]) => owner), hasUnknown };
}

const belongsTo = (clusterId: string): string =>
  `belongs to the Kafka cluster \`${clusterId}\`, which ZooKeeper no longer has`;

function tellGone({ damages, changed }: CheckContext, path: string, brokerId: number): void {
  const file = `${path}/${metaPropertiesFile}`;
  damages.push({
    path: file,
    wrong: `${changed.get(file) ?? 'is missing'}, and with it the directory of broker ${brokerId}`,
    todo: 'it begins with an empty one, and fetches what the other replicas have',
  });
}

/** Undefined: nothing says that a broker had this directory. */
function checkDirectory(
  context: CheckContext,
  path: string,
  recorded: DirectoryOwner | undefined,
): Partial<DirectoryOwner> | undefined {
  const { directory } = context;
  const meta = `${path}/${metaPropertiesFile}`;
  const checkpoint = `${path}/${checkpointFile}`;
  const had = [meta, checkpoint].some((file) => isThere(context, file));
  checkSmallFile(context, checkpoint, isCheckpoint, madeAgain);
  const text = checkSmallFile(context, meta, isMetaProperties, madeAgain);
  const owner = text === undefined ? undefined : ownerIn(text);
  const isOther =
    owner?.brokerId !== undefined &&
    owner.clusterId === recorded?.clusterId &&
    owner.brokerId !== recorded?.brokerId;
  if (isOther) {
    const wrong = `names broker ${owner.brokerId}, and the directory was that of broker ${recorded?.brokerId}`;
    putAside(context, meta, wrong, 'it names that one again');
  } else if (owner?.brokerId !== undefined) return owner;
  if (!had) return undefined;
  // Otherwise the broker would take the directory for an empty one, whose replicas are lost: their records are whole.
  try {
    if (recorded === undefined) replacePlain(join(directory, meta), unknownOwner, 0o644);
    else writeMetaProperties(join(directory, path), recorded.brokerId, recorded.clusterId);
  } catch (error) {
    // The broker cannot use such a directory, and says so.
    if (!isFileFailure(error) && !(error instanceof PathError)) throw error;
  }
  return recorded ?? {};
}

function isThere({ directory }: CheckContext, path: string): boolean {
  return lstatSync(join(directory, path), { throwIfNoEntry: false }) !== undefined;
}

function putRecordsAside(context: CheckContext, clusterId: string): void {
  const todo = 'its records are kept there; create its topics again, and send them again';
  for (const path of directoriesIn(context, 'data/kafka', todo))
    if (posix.basename(path).slice(0, -'-0123456789ab'.length) === clusterId)
      putAside(context, path, belongsTo(clusterId), todo);
}

/** Quarantines whose the directories are, and all records: the ZooKeeper data of all Kafka clusters is lost. */
export function putBrokersAside(context: CheckContext, files: readonly string[]): void {
  const wrong = 'belongs to a Kafka cluster whose ZooKeeper data is lost';
  for (const path of files)
    if (path.endsWith(`/${checkpointFile}`)) checkSmallFile(context, path, isCheckpoint, madeAgain);
    else putAside(context, path, wrong, madeAgain);
  for (const path of directoriesIn(context, 'data/kafka', ''))
    putAside(context, path, wrong, 'its records are kept there; send them again');
}
