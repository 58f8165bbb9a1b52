import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeError } from '../../errors/lab-error.ts';
import type { Pod } from '../../kubernetes-types/core/pod.ts';
import type { KubeObject } from '../../kubernetes-types/kube-object.ts';
import { markFile, readMark, writeMark } from '../../processes/cluster-mark.ts';
import { checkpointFile } from '../kafka/broker/storage/checkpoint-file.ts';
import { metaPropertiesFile } from '../kafka/broker/storage/meta-properties.ts';
import { readObjects } from '../kubernetes/store/object-log.ts';
import { isSavedPorts } from '../network/saved-ports.ts';
import { guardDirectory } from '../paths/guarded-directory.ts';
import { brokersFile, type DirectoryOwner, parseOwners } from './broker-directories.ts';
import { checkBrokers, putBrokersAside } from './check-brokers.ts';
import { checkCheckpoints } from './check-checkpoints.ts';
import { type CheckContext, directoriesIn, putAside } from './check-context.ts';
import { checkDirectories } from './check-directories.ts';
import { checkImages } from './check-images.ts';
import { checkLostReplicas } from './check-lost-replicas.ts';
import { checkNames } from './check-names.ts';
import { checkObjects } from './check-objects.ts';
import { checkPartitions } from './check-partitions.ts';
import { checkSmallFile } from './check-small-file.ts';
import { zooKeeperDirectories } from './check-zookeeper.ts';
import { checkZooKeepers } from './check-zookeeper-volumes.ts';
import type { Damage } from './damage.ts';
import { findBelow } from './find-below.ts';
import { differenceOf, type Inventory, inventoryFile, readInventory, removeInventory } from './inventory.ts';
import { type KnownCluster, kafkaClustersIn } from './kafka-clusters.ts';
import { Quarantine } from './quarantine.ts';
import { requireAccess } from './require-access.ts';

export interface StoredDataOptions {
  /** The cluster's directory. */
  readonly directory: string;
  /** ms since the epoch */
  readonly now: number;
  readonly note: (line: string) => void;
}

/**
 * Checks the data of an earlier run before anything uses it. Damaged data is quarantined and reported; intact data stays, or is rewritten
 * without the damaged parts. After a clean shutdown everything must match the inventory; otherwise the files must be consistent.
 * @throws LabError `machine-lacks`: damaged data cannot be quarantined, or this user may not use a directory
 */
export function checkStoredData(options: StoredDataOptions): Damage[] {
  const release = guardDirectory(options.directory);
  try {
    return checkGuarded(options);
  } finally {
    release();
  }
}

function checkGuarded({ directory, now, note }: StoredDataOptions): Damage[] {
  requireAccess(directory);
  const quarantine = new Quarantine(directory, now);
  const damages: Damage[] = [];
  let inventory: Inventory | undefined;
  try {
    inventory = readInventory(directory);
  } catch (error) {
    const todo = 'kafka-lab cannot tell whether anything is missing; what is there was checked';
    const wrong = `cannot be read: ${describeError(error)}`;
    damages.push({ path: inventoryFile, wrong, movedTo: quarantine.take(inventoryFile), todo });
  }
  const last = readMark(directory);
  if (last === undefined && existsSync(join(directory, 'data')))
    damages.push(damagedMark(directory, quarantine));
  if (inventory === undefined && damages.length === 0 && last === 'in-order')
    damages.push({
      path: inventoryFile,
      wrong: 'is missing, and the last cluster here left one',
      todo: 'kafka-lab cannot fully tell whether anything else is missing; what is there was checked',
    });
  const changed = new Map<string, string>();
  const context: CheckContext = { directory, quarantine, changed, damages, note };
  checkDirectories(context);
  checkNames(context);
  for (const [path, expected] of Object.entries(inventory?.files ?? {})) {
    const difference = look(() => differenceOf(join(directory, path), expected));
    if (difference !== undefined) changed.set(path, difference);
  }
  if (checkData(context, last === 'running' || last === 'in-order')) checkRest(context);
  checkImages(context, inventory?.images ?? []);
  // It described the data before the check.
  if (last === 'in-order' || last === undefined) writeMark(directory, 'running');
  removeInventory(directory);
  return damages;
}

function damagedMark(directory: string, quarantine: Quarantine): Damage {
  const todo = 'kafka-lab cannot tell how the last cluster here ended; what is there was checked';
  if (lstatSync(join(directory, markFile), { throwIfNoEntry: false }) === undefined)
    return { path: markFile, wrong: 'is missing', todo };
  return { path: markFile, wrong: 'has invalid contents', movedTo: quarantine.take(markFile), todo };
}

/** False: there is no data, or none of it is left. `hadData`: the last cluster is known to have had some. */
function checkData(context: CheckContext, hadData: boolean): boolean {
  const { directory, changed, damages, quarantine } = context;
  if (quarantine.has('data')) return false;
  const stats = lstatSync(join(directory, 'data'), { throwIfNoEntry: false });
  if (stats === undefined) {
    if (changed.size > 0 || hadData)
      damages.push({
        path: 'data',
        wrong: 'is missing',
        todo: 'the cluster starts empty; apply your manifests again',
      });
    return false;
  }
  const wrong = stats.isDirectory()
    ? look(() => void readdirSync(join(directory, 'data')))
    : 'is not a directory';
  if (wrong !== undefined) {
    putAside(context, 'data', wrong, 'the cluster starts empty; apply your manifests again');
    return false;
  }
  return checkObjects(context);
}

function checkRest(context: CheckContext): void {
  const { directory, changed, damages, quarantine } = context;
  checkSmallFile(context, 'data/ports.json', isSavedPorts, 'Kafka and ZooKeeper have different ports now');
  directoriesIn(context, 'data', 'the pods that used it start without it', (name) =>
    /^(?:pods|volumes|kafka|scratch|nodes|removed)$/.test(name),
  );
  const logs = checkPartitions(context);
  const zooKeepers = ['data/pods', 'data/volumes'].flatMap((path) => zooKeeperDirectories(directory, path));
  for (const path of changed.keys()) {
    // Its `version-2` is gone with its contents.
    const above = /^(.*\/version-2)\/snapshot\.json$/.exec(path)?.[1];
    if (above !== undefined && !zooKeepers.includes(above) && isDirectory(join(directory, above)))
      zooKeepers.push(above);
  }
  const hasSnapshot = (path: string) =>
    existsSync(join(directory, path, 'snapshot.json')) || changed.has(`${path}/snapshot.json`);
  const databases = checkZooKeepers(context, zooKeepers, hasSnapshot);
  const gone = [...changed].filter(
    ([path, how]) => path.endsWith('/version-2/snapshot.json') && how === 'is missing',
  );
  const isGone = zooKeepers.length === 0 && gone.length === 0 && hasRunningZooKeeper(directory);
  if (isGone)
    damages.push({
      path: 'data',
      wrong: 'has no ZooKeeper data, and a ZooKeeper ran on it',
      todo: 'it starts empty; create topics again',
    });
  const isAllLost = databases.length === 0 && (zooKeepers.length > 0 || gone.length > 0 || isGone);
  const brokerFiles = brokerFilesBelow(directory);
  const clusters = databases.length === 0 ? undefined : kafkaClustersIn(databases);
  if (!isAllLost) {
    const checkpoints = brokerFiles.filter(
      (path) => path.endsWith(`/${checkpointFile}`) && !changed.has(path),
    );
    checkCheckpoints(context, checkpoints, logs, clusters);
    const owners = checkBrokers(context, {
      files: brokerFiles,
      recorded: recordedOwners(context),
      known: clusters && idsOf(clusters),
    });
    checkLostReplicas(context, clusters ?? [], logs, owners, isBrokerGone(changed));
  } else putBrokersAside(context, brokerFiles);
  const told = new Set(damages.map(({ path }) => path));
  const isTold = (path: string) => told.has(path) || quarantine.has(path);
  for (const [path, wrong] of changed)
    if (!isTold(path))
      damages.push({
        path,
        wrong,
        todo: wrong === 'is missing' ? lossOf(path) : 'it is used as it is',
      });
}

/** What it means that a file is gone. */
function lossOf(path: string): string {
  return path.endsWith(`/${metaPropertiesFile}`) || path.endsWith(`/${checkpointFile}`)
    ? 'the broker makes a new one, and fetches what it lacks from the other replicas'
    : 'what was in it is lost';
}

function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** The ids of the Kafka clusters; undefined if one has none, though brokers write it before the topics. */
function idsOf(clusters: readonly KnownCluster[]): ReadonlySet<string> | undefined {
  if (clusters.some(({ id, topics }) => id === undefined && topics.length > 0)) return undefined;
  return new Set(clusters.flatMap(({ id }) => (id === undefined ? [] : [id])));
}

/** The recorded owners of the brokers' directories; those of a pod or volume that was removed are no longer expected. */
function recordedOwners(context: CheckContext): ReadonlyMap<string, DirectoryOwner> {
  const path = `data/${brokersFile}`;
  const text = checkSmallFile(context, path, (one) => parseOwners(one) !== undefined, 'it is written again');
  const { objects } = readObjects(join(context.directory, 'data/objects.jsonl'));
  const isExpected = (place: string) => {
    const [top, name] = place.split('/');
    if (top === 'volumes')
      return objects.some((one) => one.resource === 'persistentvolumes' && one.object.metadata.name === name);
    return (
      top === 'nodes' ||
      objects.some(
        ({ resource, object }) => resource === 'pods' && name?.endsWith(`_${object.metadata.uid}`) === true,
      )
    );
  };
  const owners = [...((text === undefined ? undefined : parseOwners(text)) ?? [])];
  return new Map(
    owners.filter(([place]) => isExpected(place)).map(([place, owner]) => [`data/${place}`, owner]),
  );
}

/** Whether a broker's directory is gone that the last cluster left. */
function isBrokerGone(changed: ReadonlyMap<string, string>): boolean {
  return [...changed].some(([path, how]) => path.endsWith(`/${metaPropertiesFile}`) && how === 'is missing');
}

/** Whether a ZooKeeper was ready when the objects were last written: then it had data, since it writes a snapshot before it serves. */
function hasRunningZooKeeper(directory: string): boolean {
  return readObjects(join(directory, 'data/objects.jsonl')).objects.some(({ resource, object }) => {
    if (resource !== 'pods') return false;
    const { status } = object as KubeObject & Pick<Partial<Pod>, 'status'>;
    return (status?.containerStatuses ?? []).some(
      ({ image, ready, state }) =>
        ready && state?.running !== undefined && /(?:^|\/)cp-zookeeper:/.test(image ?? ''),
    );
  });
}

/** The brokers' own files: the data's owner, and checkpoints. */
function brokerFilesBelow(root: string): string[] {
  return findBelow(
    root,
    'data',
    ({ name }) => name === metaPropertiesFile || name === checkpointFile,
    (path) => path === 'data/kafka' || path === 'data/scratch',
  );
}

/** The result of a check, or why it failed. */
function look(what: () => string | undefined): string | undefined {
  try {
    return what();
  } catch (error) {
    return `cannot be read: ${describeError(error)}`;
  }
}
