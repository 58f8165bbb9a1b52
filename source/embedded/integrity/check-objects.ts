import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeError } from '../../errors/lab-error.ts';
import { isFileFailure } from '../../files/file-failure.ts';
import { type ReadObjects, readObjects, writeObjects } from '../kubernetes/store/object-log.ts';
import { type CheckContext, directoriesIn, putAside } from './check-context.ts';

const objectsFile = 'data/objects.jsonl';
const applyAgain = 'apply your manifests again';

/**
 * Checks the Kubernetes objects, and the directories of pods and volumes without an object. False: no object is left, and all data was
 * quarantined, since nothing else has an owner then.
 */
export function checkObjects(context: CheckContext): boolean {
  const { directory, quarantine, changed, damages } = context;
  const path = join(directory, objectsFile);
  let read: ReadObjects;
  try {
    read = readObjects(path);
  } catch (error) {
    return putAllAside(context, `cannot be read: ${describeError(error)}`);
  }
  const { objects, damaged, lines } = read;
  if (objects.length === 0) {
    if (existsSync(path)) return putAllAside(context, damaged.length > 0 ? damaged[0]! : 'holds no object');
    if (hasMore(join(directory, 'data'))) return putAllAside(context, 'is missing');
    return true;
  }
  if (damaged.length > 0) {
    const wrong = `has ${damaged.length} of ${lines} lines that cannot be read (${damaged.slice(0, 3).join(', ')})`;
    const movedTo = quarantine.take(objectsFile);
    writeObjects(path, read);
    damages.push({
      path: objectsFile,
      wrong,
      movedTo,
      todo: `the objects of all other lines are back; ${applyAgain}`,
    });
  } else if (changed.has(objectsFile)) {
    const wrong = changed.get(objectsFile)!;
    damages.push({
      path: objectsFile,
      wrong,
      movedTo: quarantine.copy(objectsFile),
      todo: `the objects that it still has are back; ${applyAgain}`,
    });
  }
  putOrphansAside(context, read);
  return true;
}

function putAllAside(context: CheckContext, wrong: string): false {
  const { quarantine, damages } = context;
  const todo = `the cluster starts empty, because without it nothing else has an owner; ${applyAgain}`;
  damages.push({ path: objectsFile, wrong, movedTo: quarantine.take('data'), todo });
  return false;
}

function hasMore(data: string): boolean {
  return ['pods', 'volumes', 'kafka'].some((name) => holdsFile(join(data, name)));
}

/** Directories of pods and volumes without an object: they may hold somebody's data. */
function putOrphansAside(context: CheckContext, { objects }: ReadObjects): void {
  const { directory } = context;
  const uids = new Set<string>();
  const volumes = new Set<string>();
  for (const { resource, object } of objects) {
    if (resource === 'pods') uids.add(object.metadata.uid);
    if (resource === 'persistentvolumes') volumes.add(object.metadata.name);
  }
  for (const path of directoriesIn(context, 'data/pods', 'its pod starts with empty directories')) {
    if (uids.has(path.slice(path.lastIndexOf('_') + 1))) continue;
    if (['layers', 'image-volumes', 'volumes'].some((name) => holdsFile(join(directory, path, name), tokens)))
      putAside(context, path, 'belongs to a pod that no longer exists', 'copy from there what you need');
  }
  for (const path of directoriesIn(context, 'data/volumes', 'its claim starts empty')) {
    if (!volumes.has(path.slice(path.lastIndexOf('/') + 1)) && holdsFile(join(directory, path)))
      putAside(context, path, 'belongs to a volume that no longer exists', 'copy from there what you need');
  }
}

/** The volume of each pod that the cluster writes anew: nobody's data. */
const tokens = /^kube-api-access-/;

/** Whether it contains anything but directories; unreadable ones count, and those named `unless` do not. */
function holdsFile(path: string, unless?: RegExp): boolean {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return false;
    if (!stats.isDirectory()) return true;
    return readdirSync(path, { withFileTypes: true })
      .filter(({ name }) => unless === undefined || !unless.test(name))
      .some((entry) => !entry.isDirectory() || holdsFile(join(path, entry.name)));
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    return true;
  }
}
